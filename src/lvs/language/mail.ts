import type { Block } from './entry.ts'
import { oneWord } from './text.ts'

/** The words of global_defs about mail. */
export const mailWords = {
  notification_email: {
    since: '1.2.2',
    model: {
      type: 'array',
      items: { type: 'string', pattern: oneWord },
      description: 'Who gets mail on changes. Default: nobody.',
    },
  },
  notification_email_from: {
    since: '1.2.2',
    takes: 'text',
    model: {
      type: 'string',
      pattern: oneWord,
      description: 'Sender of the mail. Default: keepalived@ the host.',
    },
  },
  smtp_server: {
    since: '1.2.2',
    takes: { '1.2.2': 'address port?', '1.2.20': 'host port?' },
    model: {
      type: 'string',
      pattern: `^${oneWord.slice(1, -1)}( [1-9]\\d{0,4})?$`,
      description: 'Address of the mail server, and perhaps a port: "192.168.1.5 25".',
    },
  },
  smtp_helo_name: {
    since: '1.2.20',
    takes: 'text',
    model: {
      type: 'string',
      pattern: oneWord,
      description: 'Name to say in HELO. Default: the host name.',
    },
  },
  smtp_connect_timeout: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147)', '2.0.0': 'int(1,4294)' },
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      description: 'Seconds to wait for the mail server. Default 30.',
    },
  },
  smtp_alert: {
    since: '2.0.0',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'Mail on every change unless it says otherwise itself. Default false.',
    },
  },
} as const satisfies Block
