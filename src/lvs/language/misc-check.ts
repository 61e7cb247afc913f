import { laterEntries } from './check-entries.ts'
import { retryWords } from './check-words.ts'
import type { Block, Properties } from './entry.ts'
import { asUser, command, seconds } from './text.ts'

/** The words of MISC_CHECK. */
export const miscCheckWords = {
  misc_path: {
    since: '1.2.2',
    takes: 'command',
    model: {
      ...command,
      description: 'Program by its full path, with its arguments: /usr/libexec/keepalived/check --quick',
    },
  },
  misc_timeout: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147)', '2.0.0': 'int(0,4294)' },
    model: {
      ...seconds,
      description: 'Seconds after which the program is killed and counts as failed. Default: delay_loop.',
    },
  },
  misc_dynamic: {
    since: '1.2.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Exit codes 2 to 255 set the weight to the code less 2. Default false.',
    },
  },
  user: {
    since: '1.3.0',
    takes: 'user user?',
    model: {
      type: 'string',
      ...asUser,
      description:
        'User to run it as, and a group of another name: nobody nogroup. Default: script_user of global_defs. keepalived 1.3.0 or newer.',
    },
  },
  retry: {
    since: '1.3.7',
    takes: 'int(0,4294967295)',
    model: retryWords.retry,
  },
  delay_before_retry: {
    since: '1.3.7',
    takes: { '1.3.7': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: retryWords.delay_before_retry,
  },
  warmup: {
    since: '1.2.13',
    takes: { '1.2.13': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: retryWords.warmup,
  },
  ...laterEntries,
} as const satisfies Block

/** The schemas of miscCheckWords. */
export interface MiscCheckProperties extends Properties<typeof miscCheckWords> {}
