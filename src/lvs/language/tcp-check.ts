import { connectEntries, laterEntries } from './check-entries.ts'
import { commonWords } from './check-words.ts'
import type { Block, Properties } from './entry.ts'

/** The words of TCP_CHECK. */
export const tcpCheckWords = {
  ...connectEntries,
  retry: {
    since: '1.2.20',
    takes: { '1.2.20': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)' },
    from: '1.2.2',
    model: commonWords.retry,
  },
  delay_before_retry: {
    since: '1.2.20',
    takes: { '1.2.20': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    from: '1.2.2',
    model: commonWords.delay_before_retry,
  },
  warmup: {
    since: '1.2.13',
    takes: { '1.2.13': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: commonWords.warmup,
  },
  ...laterEntries,
} as const satisfies Block

/** The schemas of tcpCheckWords. */
export interface TcpCheckProperties extends Properties<typeof tcpCheckWords> {}
