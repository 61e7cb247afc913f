import { type Block, dated, leftOut, others, type Properties, propertiesOf } from './entry.ts'
import { asLine } from './text.ts'
import { fileWeight, weightWords } from './track.ts'

/** The words of a vrrp_track_process. */
export const trackProcessWords = {
  process: {
    since: '2.0.11',
    takes: 'filled filled*',
    model: {
      type: 'string',
      ...asLine,
      description: 'Name of the program as in /proc/PID/comm; with arguments: the whole command line.',
    },
  },
  param_match: {
    since: '2.0.16',
    takes: 'oneof(initial|partial)?',
    model: {
      enum: ['initial', 'partial'],
      description: 'Arguments need match in part only. Default: exactly.',
    },
  },
  weight: {
    since: '2.0.11',
    takes: 'int(-254,254) oneof(reverse)?',
    from: '1.2.2',
    model: { ...fileWeight, description: weightWords },
  },
  quorum: {
    since: '2.0.11',
    takes: 'int(1,65535)',
    from: '1.2.2',
    model: { type: 'integer', minimum: 1, maximum: 65535, description: 'Fewest processes that must run. Default 1.' },
  },
  quorum_max: {
    since: '2.0.16',
    takes: 'int(0,65535)',
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 65535,
      description: 'Most processes that may run; 0: none.',
    },
  },
  fork_delay: {
    since: '2.0.16',
    takes: 'dec(0.000001,3600)',
    model: {
      type: 'number',
      minimum: 0.001,
      maximum: 3600,
      description: 'Seconds until a started process counts. Default 0.',
    },
  },
  terminate_delay: {
    since: '2.0.16',
    takes: 'dec(0.000001,3600)',
    model: {
      type: 'number',
      minimum: 0.001,
      maximum: 3600,
      description: 'Seconds until an ended process counts as missing. Default 0.',
    },
  },
  full_command: {
    since: '2.0.11',
    takes: '',
    from: '1.2.2',
    model: { type: 'boolean', description: 'process is the whole command line. Default false.' },
  },
} as const satisfies Block

/** Those that the variables do not have. */
export const furtherTrackProcessWords = others('Write fork_delay and terminate_delay, each with that value.', [
  { since: '2.0.11', takes: 'dec(0.000001,3600)' },
  'delay',
])

/** The schemas of the words above. */
export interface TrackProcessProperties extends Properties<typeof trackProcessWords> {}

/** One track_process: programs that must run on the director. */
export const trackProcess = {
  type: 'object',
  additionalProperties: false,
  required: ['process'],
  description: 'A program that must be running on the director.',
  properties: propertiesOf(dated(trackProcessWords, '2.0.11')) as TrackProcessProperties,
  ...leftOut(furtherTrackProcessWords),
} as const
