import { retryWords } from './check-words.ts'
import type { Block, Properties } from './entry.ts'
import { asWord } from './text.ts'

/** The words of BFD_CHECK. */
export const bfdCheckWords = {
  name: {
    since: '2.0.0',
    takes: 'filled',
    from: '1.2.2',
    model: { type: 'string', ...asWord, description: 'Name in bfd_instances.' },
  },
  alpha: { since: '2.0.0', takes: 'onoff?', from: '1.2.2', model: retryWords.alpha },
} as const satisfies Block

/** The schemas of bfdCheckWords. */
export interface BfdCheckProperties extends Properties<typeof bfdCheckWords> {}
