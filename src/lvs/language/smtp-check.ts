import { laterEntries } from './check-entries.ts'
import { commonWords } from './check-words.ts'
import { type Block, others, type Properties } from './entry.ts'
import { asWord } from './text.ts'

/** The words of SMTP_CHECK. */
export const smtpCheckWords = {
  helo_name: {
    since: '1.2.2',
    takes: 'text',
    model: { type: 'string', ...asWord, description: 'Name to say in HELO. Default smtpchecker.' },
  },
  connect_ip: { since: '1.2.17', takes: 'address', model: commonWords.connect_ip },
  connect_port: {
    since: '1.2.17',
    takes: { '1.2.17': 'int(0,65535)', '2.0.0': 'port' },
    model: commonWords.connect_port,
  },
  bindto: { since: '1.2.17', takes: 'address', model: commonWords.bindto },
  bind_if: { since: '1.3.7', takes: 'device', model: commonWords.bind_if },
  bind_port: { since: '1.2.17', takes: { '1.2.17': 'int(0,65535)', '2.0.0': 'port' }, model: commonWords.bind_port },
  fwmark: {
    since: '1.2.17',
    takes: { '1.2.17': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)', '2.0.0': 'int(1,4294967295)' },
    model: commonWords.fwmark,
  },
  connect_timeout: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(1,2147)', '2.0.0': 'int(1,4294)', '2.1.0': 'timer(0.000001)' },
    model: commonWords.connect_timeout,
  },
  retry: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)' },
    model: commonWords.retry,
  },
  delay_before_retry: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: commonWords.delay_before_retry,
  },
  warmup: {
    since: '1.2.13',
    takes: { '1.2.13': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: commonWords.warmup,
  },
  ...laterEntries,
} as const satisfies Block

/** Of its block host, and of the words in it. */
export const furtherHosts =
  'Write an SMTP_CHECK for each, as a list: SMTP_CHECK: [{ connect_port: 25 }, { connect_port: 587 }].'

/** Those that the variables do not have. */
export const furtherSmtpCheckWords = others(furtherHosts, [{ since: '1.2.2' }, 'host'])

/** The schemas of smtpCheckWords. */
export interface SmtpCheckProperties extends Properties<typeof smtpCheckWords> {}
