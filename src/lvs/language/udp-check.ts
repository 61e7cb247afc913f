import type { Block, Properties } from './entry.ts'
import { pingCheckWords } from './ping-check.ts'

const replyLength = { type: 'integer', minimum: 0, maximum: 65535 } as const

/** The words of UDP_CHECK, which came with PING_CHECK and connects as it does. */
export const udpCheckWords = {
  payload: {
    since: '2.2.0',
    takes: 'hex',
    model: {
      type: 'string',
      pattern: '^[0-9A-Fa-f]+$',
      title: 'hexadecimal digits: 1b00',
      description: 'What to send, in hex. Default: random. keepalived 2.2.0 or newer.',
    },
  },
  require_reply: {
    since: '2.1.0',
    takes: 'filled?',
    from: '1.2.2',
    values: { text: '2.2.0' },
    model: {
      anyOf: [
        { type: 'boolean' },
        { type: 'string', pattern: '^([0-9A-Fa-fXx]{2})+$', title: 'bytes as hexadecimal digits, X for any: 1cXX' },
      ],
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
  ...pingCheckWords,
} as const satisfies Block

/** The schemas of udpCheckWords. */
export interface UdpCheckProperties extends Properties<typeof udpCheckWords> {}
