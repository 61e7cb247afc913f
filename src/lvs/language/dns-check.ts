import { laterEntries } from './check-entries.ts'
import { commonWords } from './check-words.ts'
import type { Block, Properties } from './entry.ts'
import { asWord } from './text.ts'

/** The words of DNS_CHECK. */
export const dnsCheckWords = {
  type: {
    since: '1.3.0',
    takes: 'oneof(A|NS|CNAME|SOA|MX|TXT|AAAA|a|ns|cname|soa|mx|txt|aaaa)',
    from: '1.2.2',
    model: { enum: ['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA'], description: 'Record to ask for. Default SOA.' },
  },
  name: {
    since: '1.3.0',
    takes: 'text',
    from: '1.2.2',
    model: { type: 'string', ...asWord, description: 'Name to ask for. Default: the root.' },
  },
  connect_ip: { since: '1.3.0', takes: 'address', model: commonWords.connect_ip },
  connect_port: {
    since: '1.3.0',
    takes: { '1.3.0': 'int(0,65535)', '2.0.0': 'port' },
    from: '1.2.2',
    model: commonWords.connect_port,
  },
  bindto: { since: '1.3.0', takes: 'address', from: '1.2.2', model: commonWords.bindto },
  bind_if: { since: '1.3.7', takes: 'device', model: commonWords.bind_if },
  bind_port: { since: '1.3.0', takes: { '1.3.0': 'int(0,65535)', '2.0.0': 'port' }, model: commonWords.bind_port },
  fwmark: {
    since: '1.3.0',
    takes: { '1.3.0': 'int(0,4294967295)', '2.0.0': 'int(1,4294967295)' },
    model: commonWords.fwmark,
  },
  connect_timeout: {
    since: '1.3.0',
    takes: { '1.3.0': 'int(1,2147)', '2.0.0': 'int(1,4294)', '2.1.0': 'timer(0.000001)' },
    from: '1.2.2',
    model: commonWords.connect_timeout,
  },
  retry: {
    since: '1.3.0',
    takes: 'int(0,4294967295)',
    from: '1.2.2',
    model: commonWords.retry,
  },
  delay_before_retry: {
    since: '1.3.7',
    takes: { '1.3.7': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: commonWords.delay_before_retry,
  },
  warmup: {
    since: '1.3.7',
    takes: { '1.3.7': 'int(0,2147)', '2.0.0': 'int(0,4294)', '2.1.0': 'timer' },
    model: commonWords.warmup,
  },
  ...laterEntries,
} as const satisfies Block

/** The schemas of dnsCheckWords. */
export interface DnsCheckProperties extends Properties<typeof dnsCheckWords> {}
