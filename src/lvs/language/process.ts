import type { Block } from './entry.ts'

const nice = { type: 'integer', minimum: -20, maximum: 19 } as const
const realTime = { type: 'integer', minimum: 1, maximum: 99 } as const
const busy = { type: 'integer', minimum: 2, maximum: 4294967295 } as const
const busyFor = (process: string) =>
  `Microseconds that the ${process} process may compute at a stretch with a real-time priority; for more the kernel ends it. Default 10000.`

/** The words of global_defs about keepalived's processes. */
export const processWords = {
  vrrp_priority: {
    since: '1.2.20',
    takes: 'int(-20,19)',
    model: { ...nice, description: 'Nice value of the VRRP process. Default 0.' },
  },
  checker_priority: {
    since: '1.2.20',
    takes: 'int(-20,19)',
    model: {
      ...nice,
      description: 'Nice value of the checker process. Default 0.',
    },
  },
  vrrp_rt_priority: {
    since: '2.0.0',
    takes: 'int(1,99)',
    model: {
      ...realTime,
      description: 'Real-time priority of the VRRP process. Default: none.',
    },
  },
  checker_rt_priority: {
    since: '2.0.0',
    takes: 'int(1,99)',
    model: {
      ...realTime,
      description: 'Real-time priority of the checker process. Default: none.',
    },
  },
  max_auto_priority: {
    since: '2.1.0',
    takes: 'int(-1,99)',
    model: {
      type: 'integer',
      minimum: -1,
      maximum: 99,
      description: 'Real-time priority that keepalived may take by itself when it was late; -1: none. Default -1.',
    },
  },
  min_auto_priority_delay: {
    since: '2.1.0',
    takes: 'int(1,10000000)',
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 10000000,
      description: 'With max_auto_priority: microseconds that it must be late. Default 1000000.',
    },
  },
  vrrp_rlimit_rttime: { since: '2.1.0', takes: 'int(1,4294967295)', model: { ...busy, description: busyFor('VRRP') } },
  checker_rlimit_rttime: {
    since: '2.1.0',
    takes: 'int(1,4294967295)',
    model: { ...busy, description: busyFor('checker') },
  },
  vrrp_no_swap: {
    since: '1.2.20',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Keep the VRRP process in memory. Default false.',
    },
  },
  checker_no_swap: {
    since: '1.2.20',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Keep the checker process in memory. Default false.',
    },
  },
} as const satisfies Block
