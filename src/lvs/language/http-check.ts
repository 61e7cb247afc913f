import { connectEntries, laterEntries } from './check-entries.ts'
import { commonWords } from './check-words.ts'
import { type Block, others, type Properties } from './entry.ts'
import { asWord, oneOrMore } from './text.ts'
import { url } from './url.ts'

/** The words of HTTP_GET. */
export const httpGetWords = {
  http_protocol: {
    since: '2.0.17',
    takes: 'oneof(1.0|1.0C|1.0c|1.1)',
    model: {
      enum: ['1.0', '1.0C', '1.1'],
      description: 'Version of HTTP; 1.0C also asks to close. Default 1.0. keepalived 2.0.17 or newer.',
    },
  },
  fast_recovery: {
    since: '2.0.17',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description:
        'Fetch all pages at once when a server comes back, not one every delay_loop. Default false. keepalived 2.0.17 or newer.',
    },
  },
  virtualhost: {
    since: '1.3.6',
    takes: 'text',
    model: {
      type: 'string',
      ...asWord,
      description: 'Host header to send for pages that name none. keepalived 1.3.6 or newer.',
    },
  },
  url: { since: '1.2.2', model: oneOrMore(url) },
  ...connectEntries,
  retry: {
    since: '1.3.7',
    takes: 'int(0,4294967295)',
    from: '1.2.2',
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

const oldRetry = others('Write retry.', [
  { since: '1.2.2', takes: { '1.2.2': 'int(-2147483648,2147483647)', '1.3.0': 'int(0,4294967295)' } },
  'nb_get_retry',
])

/** Those that the variables do not have. */
export const furtherHttpWords = {
  ...oldRetry,
  ...others('Leave it out: there is no TLS in HTTP_GET. It is for SSL_GET.', [
    { since: '1.4.3', takes: 'onoff?' },
    'enable_sni',
  ]),
}

const { http_protocol, ...behind } = httpGetWords

/** The words of SSL_GET: those of HTTP_GET, and of TLS. */
export const sslGetWords = {
  http_protocol,
  enable_sni: {
    since: '1.4.3',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'Send the server name (virtualhost) in the TLS handshake. keepalived 1.4.3 or newer. Default false.',
    },
  },
  tls_compliant: {
    since: '2.2.8',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'A connection closed without a TLS goodbye is a failure. Default false. keepalived 2.2.8 or newer.',
    },
  },
  ...behind,
} as const satisfies Block

/** Those that the variables do not have. */
export const furtherSslWords = oldRetry

/** The schemas of httpGetWords. */
export interface HttpGetProperties extends Properties<typeof httpGetWords> {}

/** The schemas of sslGetWords. */
export interface SslGetProperties extends Properties<typeof sslGetWords> {}
