import { command, interfaceName, lineOfWords, nameOf, oneWord, seconds } from './text.ts'

const weight = { type: 'integer', minimum: -253, maximum: 253 } as const
const fileWeight = { type: 'integer', minimum: -254, maximum: 254 } as const
const named = { type: 'string', pattern: nameOf } as const

const weightWords =
  'Added to the priority while all is well (above 0), taken off while it is not (below 0). 0: a failure is a fault of the instance.'

/** A list of names, each alone or with a weight of its own. */
function tracked<const N, const W>(name: N, own: W, description: string) {
  const properties = {
    name: { ...name, description: 'What is tracked.' },
    weight: { ...own, description: `${weightWords} Default: that of its definition, of an interface 0.` },
  }
  const item = { type: 'object', additionalProperties: false, required: ['name'], properties } as const
  return { type: 'array', items: { anyOf: [name, item] }, description } as const
}

/** What an instance or a sync group watches beside its own interface. */
export const trackWords = {
  track_interface: tracked(
    interfaceName,
    weight,
    'Further interfaces that must be up for the director to be master, as em2 or { name: em2, weight: -20 }.',
  ),
  track_script: tracked(named, weight, 'Names in vrrp_scripts, as check or { name: check, weight: -20 }.'),
  track_process: tracked(named, fileWeight, 'Names in track_processes. keepalived 2.0.11 or newer.'),
  track_file: tracked(named, fileWeight, 'Names in track_files. keepalived 2.0.0 or newer.'),
  track_bfd: tracked(named, weight, 'Names in bfd_instances. keepalived 2.0.0 or newer, with BFD built in.'),
} as const

/** One vrrp_script: a program whose exit code says whether the director is fit. */
export const vrrpScript = {
  type: 'object',
  additionalProperties: false,
  required: ['script'],
  description: 'A program that is run again and again; exit code 0 is success.',
  properties: {
    script: {
      ...command,
      description:
        'Program by its full path, with its arguments: /usr/libexec/keepalived/check. script_files can bring it along.',
    },
    interval: { ...seconds, description: 'Seconds between runs. Default 1.' },
    timeout: {
      ...seconds,
      description: 'Seconds after which a run counts as failed. Default: interval. keepalived 1.2.6 or newer.',
    },
    weight: { ...weight, description: weightWords },
    rise: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      description: 'Successes in a row until it is well. Default 1.',
    },
    fall: { type: 'integer', minimum: 1, maximum: 1000, description: 'Failures in a row until it is not. Default 1.' },
    user: {
      type: 'string',
      pattern: oneWord,
      description: 'User to run it as. Default: script_user of global_defs. keepalived 1.3.0 or newer.',
    },
    init_fail: {
      type: 'boolean',
      description: 'It counts as failed until it has succeeded. Default false. keepalived 1.3.2 or newer.',
    },
  },
} as const

/** One track_process: programs that must run on the director. */
export const trackProcess = {
  type: 'object',
  additionalProperties: false,
  required: ['process'],
  description: 'A program that must be running on the director. keepalived 2.0.11 or newer.',
  properties: {
    process: {
      type: 'string',
      pattern: lineOfWords,
      description: 'Name of the program as in /proc/PID/comm; with arguments: the whole command line.',
    },
    param_match: {
      enum: ['initial', 'partial'],
      description: 'Arguments need match in part only. Default: exactly. keepalived 2.0.16 or newer.',
    },
    weight: { ...fileWeight, description: weightWords },
    quorum: { type: 'integer', minimum: 1, maximum: 65535, description: 'Fewest processes that must run. Default 1.' },
    quorum_max: {
      type: 'integer',
      minimum: 0,
      maximum: 65535,
      description: 'Most processes that may run; 0: none. keepalived 2.0.16 or newer.',
    },
    fork_delay: {
      type: 'number',
      minimum: 0.001,
      maximum: 3600,
      description: 'Seconds until a started process counts. Default 0. keepalived 2.0.16 or newer.',
    },
    terminate_delay: {
      type: 'number',
      minimum: 0.001,
      maximum: 3600,
      description: 'Seconds until an ended process counts as missing. Default 0. keepalived 2.0.16 or newer.',
    },
    full_command: { type: 'boolean', description: 'process is the whole command line. Default false.' },
  },
} as const

/** One track_file: a number in a file moves the priority. */
export const trackFile = {
  type: 'object',
  additionalProperties: false,
  required: ['file'],
  description: 'A file on the director with a number, which times the weight is added to the priority.',
  properties: {
    file: { ...command, description: 'Path of the file.' },
    weight: {
      ...fileWeight,
      description: 'What the number is multiplied by. Default 1. 0: any number but 0 is a fault.',
    },
    init_file: {
      type: 'integer',
      minimum: -254,
      maximum: 254,
      description: 'Number to write where there is no such file when keepalived starts. Default: none is written.',
    },
  },
} as const
