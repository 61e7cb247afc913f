import type { FromSchema } from '../../model/schema.ts'

/** One word as keepalived's parser reads it: blanks, comments, quotes and braces are its own. */
const word = '[^\\s#!"\'{}\\\\]'
const oneWord = `^${word}+$` as const
const port = { type: 'integer', minimum: 1, maximum: 65535 } as const
const seconds = { type: 'integer', minimum: 1, maximum: 3600 } as const

const connectWords = {
  connect_ip: { type: 'string', description: 'Address to connect to. Default: that of the real server.' },
  connect_port: { ...port, description: 'Port to connect to. Default: that of the real server.' },
  bindto: {
    type: 'string',
    description: 'Source address of the check; an address of every director, so rarely of use.',
  },
  connect_timeout: { ...seconds, description: 'Seconds until an attempt counts as failed. Default 5.' },
} as const

const retryWords = {
  retry: {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    description:
      'Further attempts before a live server counts as failed. Default 1 (DNS_CHECK 3, MISC_CHECK 0). keepalived 1.2.13 (EL6) has none in TCP_CHECK.',
  },
  delay_before_retry: { ...seconds, description: 'Seconds between attempts. Default 1 (HTTP_GET and SSL_GET 3).' },
} as const

const commonWords = {
  ...connectWords,
  ...retryWords,
  warmup: {
    type: 'integer',
    minimum: 0,
    maximum: 3600,
    description:
      'The first check is delayed by up to this many seconds, at random, so that checks do not come in bursts. Default: delay_loop.',
  },
} as const

const url = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  description: 'A page to fetch.',
  properties: {
    path: { type: 'string', pattern: `^/${word}*$`, description: 'What to ask for: /health' },
    status_code: {
      anyOf: [
        { type: 'integer', minimum: 100, maximum: 999 },
        { type: 'string', pattern: '^[1-9]\\d\\d(-[1-9]\\d\\d)?( [1-9]\\d\\d(-[1-9]\\d\\d)?)*$' },
      ],
      description:
        'The answer that counts as healthy: 200, or from keepalived 2.0.17 also "200-299 301". Default: 200-299.',
    },
    digest: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'MD5 of the page, as `genhash` prints it.' },
    virtualhost: { type: 'string', pattern: oneWord, description: 'Host header to send. keepalived 1.3.6 or newer.' },
  },
} as const

const http = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: { ...commonWords, url },
} as const

const sni = {
  type: 'boolean',
  description: 'Send the server name (virtualhost) in the TLS handshake. keepalived 1.4.3 or newer. Default false.',
} as const

/** keepalived's checkers by its own names, one of which a virtual server has. */
export const checkers = {
  TCP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'The port accepts a connection.',
    properties: commonWords,
  },
  HTTP_GET: { ...http, description: 'A page is fetched over HTTP.' },
  SSL_GET: {
    ...http,
    description: 'A page is fetched over HTTPS; the certificate is not verified.',
    properties: { ...http.properties, enable_sni: sni },
  },
  SMTP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'A mail server greets and takes HELO.',
    properties: {
      ...commonWords,
      helo_name: { type: 'string', pattern: oneWord, description: 'Name to say in HELO. Default smtpchecker.' },
    },
  },
  DNS_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'A name server answers, over UDP. keepalived 1.3.0 or newer.',
    properties: {
      ...commonWords,
      type: { enum: ['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA'], description: 'Record to ask for. Default SOA.' },
      name: { type: 'string', pattern: oneWord, description: 'Name to ask for. Default: the root.' },
    },
  },
  MISC_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['misc_path'],
    description:
      'A program on the director ends with exit code 0. Its file and folders must belong to root and be writable by nobody else.',
    properties: {
      ...retryWords,
      warmup: commonWords.warmup,
      misc_path: {
        type: 'string',
        pattern: `^/(${word}| )*$`,
        description: 'Program with its arguments: /usr/libexec/keepalived/check --quick',
      },
      misc_timeout: {
        ...seconds,
        description: 'Seconds after which the program is killed and counts as failed. Default: delay_loop.',
      },
      misc_dynamic: {
        type: 'boolean',
        description: 'Exit codes 2 to 255 set the weight to the code less 2. Default false.',
      },
      user: {
        type: 'string',
        pattern: oneWord,
        description: 'User to run it as. Default root. keepalived 1.3.0 or newer.',
      },
    },
  },
  UDP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'No ICMP error comes back for a datagram; give connect_timeout 4 or more. keepalived 2.1.0 or newer.',
    properties: {
      ...commonWords,
      payload: {
        type: 'string',
        pattern: '^[0-9A-Fa-f]+$',
        description: 'What to send, in hex. Default: random. keepalived 2.2.0 or newer.',
      },
      require_reply: { type: 'boolean', description: 'An answer must come. Default false.' },
    },
  },
  PING_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'The server answers a ping: says nothing of the service. keepalived 2.1.0 or newer.',
    properties: commonWords,
  },
} as const

/** The name of a checker as keepalived writes it. */
export type CheckerName = keyof typeof checkers

/** The words of a checker of that name. */
export type CheckerWords<N extends CheckerName = CheckerName> = FromSchema<(typeof checkers)[N]>

export const checkerNames = Object.keys(checkers) as readonly CheckerName[]
