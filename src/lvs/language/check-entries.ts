import { commonWords } from './check-words.ts'
import type { Block } from './entry.ts'

/** How TCP_CHECK, HTTP_GET and SSL_GET connect. */
export const connectEntries = {
  connect_ip: { since: '1.2.13', takes: 'address', model: commonWords.connect_ip },
  connect_port: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,65535)', '2.0.0': 'port' },
    model: commonWords.connect_port,
  },
  bindto: { since: '1.2.2', takes: 'address', model: commonWords.bindto },
  bind_if: { since: '1.3.7', takes: 'device', model: commonWords.bind_if },
  bind_port: { since: '1.2.13', takes: { '1.2.13': 'int(0,65535)', '2.0.0': 'port' }, model: commonWords.bind_port },
  fwmark: {
    since: '1.2.13',
    takes: { '1.2.13': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)', '2.0.0': 'int(1,4294967295)' },
    model: commonWords.fwmark,
  },
  connect_timeout: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(1,2147)', '2.0.0': 'int(1,4294)', '2.1.0': 'timer(0.000001)' },
    model: commonWords.connect_timeout,
  },
} as const satisfies Block

/** What 1.3.7 and later brought to all checkers that there were. */
export const laterEntries = {
  delay_loop: {
    since: '1.3.7',
    takes: { '1.3.7': 'int(1,4294)', '2.1.0': 'timer(0.000001)' },
    model: commonWords.delay_loop,
  },
  alpha: { since: '1.3.7', takes: 'onoff?', isWrittenWhenFalse: true, model: commonWords.alpha },
  log_all_failures: { since: '2.0.11', takes: 'onoff?', isWrittenWhenFalse: true, model: commonWords.log_all_failures },
} as const satisfies Block
