import { byDirector } from './by-director.ts'
import { type Block, dated, type Properties, propertiesOf } from './entry.ts'
import { asUser, command, seconds } from './text.ts'
import { weight, weightWords } from './track.ts'

/** The words of a vrrp_script. */
export const vrrpScriptWords = {
  script: {
    since: '1.2.2',
    takes: 'command',
    model: byDirector(
      command,
      'Program with its arguments, by its full path (/usr/libexec/keepalived/check) or a name that is in PATH (pidof haproxy). script_files can bring it along.',
    ),
  },
  interval: {
    since: '1.2.2',
    takes: 'int(1,4294)',
    model: { ...seconds, description: 'Seconds between runs. Default 1.' },
  },
  timeout: {
    since: '1.2.6',
    takes: 'int(1,4294)',
    model: {
      ...seconds,
      description: 'Seconds after which a run counts as failed. Default: interval.',
    },
  },
  weight: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(-2147483648,2147483647)', '2.0.0': 'int(-253,253) oneof(reverse)?' },
    model: { ...weight, description: weightWords },
  },
  rise: {
    since: '1.2.2',
    takes: 'int(1,2147483647)',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      description: 'Successes in a row until it is well. Default 1.',
    },
  },
  fall: {
    since: '1.2.2',
    takes: 'int(1,2147483647)',
    model: { type: 'integer', minimum: 1, maximum: 1000, description: 'Failures in a row until it is not. Default 1.' },
  },
  user: {
    since: '1.3.0',
    takes: 'user user?',
    model: {
      type: 'string',
      ...asUser,
      description:
        'User to run it as, and a group of another name: nobody nogroup. Default: script_user of global_defs.',
    },
  },
  init_fail: {
    since: '1.3.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'It counts as failed until it has succeeded. Default false.',
    },
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface VrrpScriptProperties extends Properties<typeof vrrpScriptWords> {}

/** One vrrp_script: a program whose exit code says whether the director is fit. */
export const vrrpScript = {
  type: 'object',
  additionalProperties: false,
  required: ['script'],
  description: 'A program that is run again and again; exit code 0 is success.',
  properties: propertiesOf(dated(vrrpScriptWords)) as VrrpScriptProperties,
} as const
