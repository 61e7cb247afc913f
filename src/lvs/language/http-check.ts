import { commonWords } from './check-words.ts'
import { oneOrMore, oneWord, word } from './text.ts'

const url = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  description: 'A page to fetch, or a list of pages that are fetched one after the other.',
  properties: {
    path: { type: 'string', pattern: `^/${word}*$`, description: 'What to ask for: /health' },
    status_code: {
      anyOf: [
        { type: 'integer', minimum: 100, maximum: 599 },
        { type: 'string', pattern: '^[1-5]\\d\\d(-[1-5]\\d\\d)?( [1-5]\\d\\d(-[1-5]\\d\\d)?)*$' },
      ],
      description:
        'The answer that counts as healthy: 200, or from keepalived 2.0.17 also "200-299 301". Default: 200-299.',
    },
    digest: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'MD5 of the page, as `genhash` prints it.' },
    virtualhost: { type: 'string', pattern: oneWord, description: 'Host header to send. keepalived 1.3.6 or newer.' },
    regex: {
      type: 'string',
      pattern: '^([^"\\u0000-\\u001f\\u007f$]|\\$(?![A-Za-z_{]))+$',
      description: 'Regular expression (PCRE) that the page must match. keepalived 2.0.7 or newer.',
    },
    regex_no_match: {
      type: 'boolean',
      description: 'The page must not match regex. Default false. keepalived 2.0.7 or newer.',
    },
    regex_options: {
      type: 'string',
      pattern: '^[a-z_]+( [a-z_]+)*$',
      description: 'Options of regex: "caseless multiline". keepalived 2.0.7 or newer.',
    },
    regex_min_offset: {
      type: 'integer',
      minimum: 0,
      description: 'Byte of the page from which regex is looked for. keepalived 2.0.7 or newer.',
    },
    regex_max_offset: {
      type: 'integer',
      minimum: 0,
      description: 'Byte of the page up to which a match of regex may begin. keepalived 2.0.7 or newer.',
    },
  },
} as const

/** HTTP_GET, and what SSL_GET has in common with it. */
export const http = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    ...commonWords,
    url: oneOrMore(url),
    virtualhost: {
      type: 'string',
      pattern: oneWord,
      description: 'Host header to send for pages that name none. keepalived 1.3.6 or newer.',
    },
    http_protocol: {
      enum: ['1.0', '1.0C', '1.1'],
      description: 'Version of HTTP; 1.0C also asks to close. Default 1.0. keepalived 2.0.17 or newer.',
    },
    fast_recovery: {
      type: 'boolean',
      description:
        'Fetch all pages at once when a server comes back, not one every delay_loop. Default false. keepalived 2.0.17 or newer.',
    },
  },
} as const

/** The words of SSL_GET. */
export const sslWords = {
  ...http.properties,
  enable_sni: {
    type: 'boolean',
    description: 'Send the server name (virtualhost) in the TLS handshake. keepalived 1.4.3 or newer. Default false.',
  },
  tls_compliant: {
    type: 'boolean',
    description: 'A connection closed without a TLS goodbye is a failure. Default false. keepalived 2.2.8 or newer.',
  },
} as const
