import { commonWords } from './check-words.ts'
import type { Block, Properties } from './entry.ts'

/** The words of PING_CHECK. */
export const pingCheckWords = {
  connect_ip: { since: '2.1.0', takes: 'address', from: '1.2.2', model: commonWords.connect_ip },
  connect_port: {
    since: '2.1.0',
    takes: 'port',
    from: '1.2.2',
    model: commonWords.connect_port,
  },
  bindto: { since: '2.1.0', takes: 'address', from: '1.2.2', model: commonWords.bindto },
  bind_if: { since: '2.1.0', takes: 'device', from: '1.2.2', model: commonWords.bind_if },
  bind_port: {
    since: '2.1.0',
    takes: 'port',
    from: '1.2.2',
    model: commonWords.bind_port,
  },
  fwmark: {
    since: '2.1.0',
    takes: 'int(1,4294967295)',
    from: '1.2.2',
    model: commonWords.fwmark,
  },
  connect_timeout: {
    since: '2.1.0',
    takes: 'timer(0.000001)',
    from: '1.2.2',
    model: commonWords.connect_timeout,
  },
  retry: {
    since: '2.1.0',
    takes: 'int(0,4294967295)',
    from: '1.2.2',
    model: commonWords.retry,
  },
  delay_before_retry: {
    since: '2.1.0',
    takes: 'timer',
    from: '1.2.2',
    model: commonWords.delay_before_retry,
  },
  warmup: {
    since: '2.1.0',
    takes: 'timer',
    from: '1.2.2',
    model: commonWords.warmup,
  },
  delay_loop: {
    since: '2.1.0',
    takes: 'timer(0.000001)',
    from: '1.2.2',
    model: commonWords.delay_loop,
  },
  alpha: { since: '2.1.0', takes: 'onoff?', from: '1.2.2', model: commonWords.alpha },
  log_all_failures: { since: '2.1.0', takes: 'onoff?', from: '1.2.2', model: commonWords.log_all_failures },
} as const satisfies Block

/** The schemas of pingCheckWords. */
export interface PingCheckProperties extends Properties<typeof pingCheckWords> {}
