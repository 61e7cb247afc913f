import type { Block } from './entry.ts'
import { asWord, oneWord } from './text.ts'

/** Whether mail is sent on a change. Where nothing is said keepalived takes a default of its own, so false is written, too. */
export const mailOnChange = <const Text extends string>(description: Text) =>
  ({ since: '2.0.0', takes: 'onoff?', isWrittenWhenFalse: true, model: { type: 'boolean', description } }) as const

/** The words of global_defs about mail. */
export const mailWords = {
  notification_email: {
    since: '1.2.2',
    model: {
      type: 'array',
      items: { type: 'string', ...asWord },
      description: 'Who gets mail on changes. Default: nobody.',
    },
  },
  notification_email_from: {
    since: '1.2.2',
    takes: 'text',
    model: {
      type: 'string',
      ...asWord,
      description: 'Sender of the mail. Default: keepalived@ the host.',
    },
  },
  smtp_server: {
    since: '1.2.2',
    takes: { '1.2.2': 'address port?', '1.2.20': 'host port?' },
    model: {
      type: 'string',
      pattern: `^${oneWord.slice(1, -1)}( [1-9]\\d{0,4})?$`,
      title: 'an address or a name, and perhaps a port: 192.168.1.5 25',
      description: 'Address of the mail server, and perhaps a port: "192.168.1.5 25".',
    },
  },
  smtp_helo_name: {
    since: '1.2.20',
    takes: 'text',
    model: {
      type: 'string',
      ...asWord,
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
  smtp_alert: mailOnChange(
    'Mail on every change of what has no smtp_alert of its own. Default: of real servers true, of all else false.',
  ),
  smtp_alert_vrrp: mailOnChange('The same for instances and sync groups. Default: smtp_alert.'),
  smtp_alert_checker: mailOnChange('The same for virtual servers and real servers. Default: smtp_alert.'),
  no_email_faults: {
    since: '2.0.0',
    takes: '',
    model: { type: 'boolean', description: 'No mail when an instance is in a fault. Default false.' },
  },
  no_checker_emails: {
    since: '2.0.0',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'Mail when a real server comes or goes, not for each of its checkers. Default false.',
    },
  },
} as const satisfies Block
