import type { Block, Properties } from './entry.ts'
import { asWord } from './text.ts'

/** The words of FILE_CHECK. */
export const fileCheckWords = {
  track_file: {
    since: '2.1.0',
    takes: 'filled',
    from: '1.2.2',
    model: { type: 'string', ...asWord, description: 'Name in track_files.' },
  },
  weight: {
    since: '2.1.0',
    takes: 'int(-2147483647,2147483647) oneof(reverse)?',
    from: '1.2.2',
    model: {
      type: 'integer',
      minimum: -2147483647,
      maximum: 2147483647,
      description: 'What the number is multiplied by. Default: that of track_files.',
    },
  },
} as const satisfies Block

/** The schemas of fileCheckWords. */
export interface FileCheckProperties extends Properties<typeof fileCheckWords> {}
