import type { FromSchema } from '../../model/schema.ts'
import { type Block, dated, type Properties, propertiesOf } from './entry.ts'

/** What keepalived is told on its command line, by the file of options of its package. */
export const keepalivedOptionsWords = {
  log_detail: {
    since: '1.2.2',
    model: { type: 'boolean', description: '-D: it logs in detail. Default true.' },
  },
  log_facility: {
    since: '1.2.2',
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 7,
      description: '-S: facility of syslog, 0 to 7 for local0 to local7. Default: daemon.',
    },
  },
  log_file: {
    since: '1.4.0',
    needs: ['FILE_LOGGING'],
    model: {
      type: 'string',
      pattern: '^/([A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]+$',
      title: 'a whole path of letters, digits, _, . and -',
      description:
        '-g: a log file of its own, beside syslog: /var/log/keepalived.log. Each process writes one, with _vrrp, _healthcheckers or _bfd in its name. No package of CentOS or Debian has it built in.',
    },
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface KeepalivedOptionsProperties extends Properties<typeof keepalivedOptionsWords> {}

/** How keepalived is started. */
export const keepalivedOptions = {
  type: 'object',
  additionalProperties: false,
  properties: propertiesOf(dated(keepalivedOptionsWords)) as KeepalivedOptionsProperties,
  default: {},
  description:
    'What keepalived is told on its command line; lbprov then writes KEEPALIVED_OPTIONS in /etc/sysconfig/keepalived, or DAEMON_ARGS in /etc/default/keepalived, and restarts a keepalived that runs with others. Default: the file stays as it is.',
} as const

export type KeepalivedOptions = FromSchema<typeof keepalivedOptions>
