import { commonWords } from './check-words.ts'
import type { Block } from './entry.ts'

const replyLength = { type: 'integer', minimum: 0, maximum: 65535 } as const

/** The words of UDP_CHECK. */
export const udpCheckWords = {
  payload: {
    since: '2.2.0',
    takes: 'hex',
    model: {
      type: 'string',
      pattern: '^[0-9A-Fa-f]+$',
      description: 'What to send, in hex. Default: random. keepalived 2.2.0 or newer.',
    },
  },
  require_reply: {
    since: '2.1.0',
    takes: 'filled?',
    from: '1.2.2',
    values: { text: '2.2.0' },
    model: {
      anyOf: [{ type: 'boolean' }, { type: 'string', pattern: '^([0-9A-Fa-fXx]{2})+$' }],
      description:
        'An answer must come; text: one that begins so, in hex, with X for any digit (2.2.0 or newer). Default false.',
    },
  },
  min_reply_length: {
    since: '2.2.0',
    takes: 'int(0,65535)',
    model: { ...replyLength, description: 'Fewest bytes of the answer. keepalived 2.2.0 or newer.' },
  },
  max_reply_length: {
    since: '2.2.0',
    takes: 'int(0,65535)',
    model: { ...replyLength, description: 'Most bytes of the answer. keepalived 2.2.0 or newer.' },
  },
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
