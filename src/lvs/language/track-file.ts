import { byDirector } from './by-director.ts'
import { type Block, dated, type Properties, propertiesOf } from './entry.ts'
import { wholePath } from './text.ts'
import { fileWeight } from './track.ts'

/** The words of a vrrp_track_file. */
export const trackFileWords = {
  file: { since: '2.0.0', takes: 'filled', model: byDirector(wholePath, 'Path of the file.') },
  weight: {
    since: '2.0.0',
    takes: 'int(-254,254) oneof(reverse)?',
    from: '1.2.2',
    model: {
      ...fileWeight,
      description: 'What the number is multiplied by. Default 1. 0: any number but 0 is a fault.',
    },
  },
  init_file: {
    since: '2.0.0',
    takes: 'init*',
    from: '1.2.2',
    model: {
      type: 'integer',
      minimum: -254,
      maximum: 254,
      description: 'Number to write where there is no such file when keepalived starts. Default: none is written.',
    },
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface TrackFileProperties extends Properties<typeof trackFileWords> {}

/** One track_file: a number in a file moves the priority. */
export const trackFile = {
  type: 'object',
  additionalProperties: false,
  required: ['file'],
  description: 'A file on the director with a number, which times the weight is added to the priority.',
  properties: propertiesOf(dated(trackFileWords, '2.0.0')) as TrackFileProperties,
} as const
