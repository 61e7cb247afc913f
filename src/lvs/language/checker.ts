import type { FromSchema, JsonSchema } from '../../model/schema.ts'
import { commonWords, retryWords } from './check-words.ts'
import { http, sslWords } from './http-check.ts'
import { command, type OneOrMore, oneOrMore, oneWord, seconds } from './text.ts'

const replyLength = { type: 'integer', minimum: 0, maximum: 65535 } as const

const schemas = {
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
    properties: sslWords,
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
      misc_path: {
        ...command,
        description: 'Program by its full path, with its arguments: /usr/libexec/keepalived/check --quick',
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
        description: 'User to run it as. Default: script_user of global_defs. keepalived 1.3.0 or newer.',
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
      require_reply: {
        anyOf: [{ type: 'boolean' }, { type: 'string', pattern: '^([0-9A-Fa-fXx]{2})+$' }],
        description:
          'An answer must come; text: one that begins so, in hex, with X for any digit (2.2.0 or newer). Default false.',
      },
      min_reply_length: { ...replyLength, description: 'Fewest bytes of the answer. keepalived 2.2.0 or newer.' },
      max_reply_length: { ...replyLength, description: 'Most bytes of the answer. keepalived 2.2.0 or newer.' },
    },
  },
  PING_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'The server answers a ping: says nothing of the service. keepalived 2.1.0 or newer.',
    properties: commonWords,
  },
  BFD_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    description:
      'A BFD session of bfd_instances is up. keepalived 2.0.0 or newer, where it is built in (EL8 and later, not Debian 11).',
    properties: {
      name: { type: 'string', pattern: oneWord, description: 'Name in bfd_instances.' },
      alpha: retryWords.alpha,
    },
  },
  FILE_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['track_file'],
    description: 'The number in a file of track_files moves the weight. keepalived 2.1.0 or newer.',
    properties: {
      track_file: { type: 'string', pattern: oneWord, description: 'Name in track_files.' },
      weight: {
        type: 'integer',
        minimum: -2147483647,
        maximum: 2147483647,
        description: 'What the number is multiplied by. Default: that of track_files.',
      },
    },
  },
} as const

type Schemas = typeof schemas

/** A checker by its name, once or as a list. An interface, so that declarations name it where they would have the whole of it. */
export interface Checked<N extends keyof Schemas> extends JsonSchema {
  readonly anyOf: OneOrMore<Schemas[N]>['anyOf']
  readonly description: string
}

/** keepalived's checkers by its own names; each is given once or as a list. */
export const checkers: { readonly [N in keyof Schemas]: Checked<N> } = {
  TCP_CHECK: oneOrMore(schemas.TCP_CHECK),
  HTTP_GET: oneOrMore(schemas.HTTP_GET),
  SSL_GET: oneOrMore(schemas.SSL_GET),
  SMTP_CHECK: oneOrMore(schemas.SMTP_CHECK),
  DNS_CHECK: oneOrMore(schemas.DNS_CHECK),
  MISC_CHECK: oneOrMore(schemas.MISC_CHECK),
  UDP_CHECK: oneOrMore(schemas.UDP_CHECK),
  PING_CHECK: oneOrMore(schemas.PING_CHECK),
  BFD_CHECK: oneOrMore(schemas.BFD_CHECK),
  FILE_CHECK: oneOrMore(schemas.FILE_CHECK),
}

/** The name of a checker as keepalived writes it. */
export type CheckerName = keyof typeof checkers

/** The words of a checker of that name. */
export type CheckerWords<N extends CheckerName = CheckerName> = FromSchema<(typeof schemas)[N]>

export const checkerNames = Object.keys(checkers) as readonly CheckerName[]

/** What to do with a word that a keepalived lacks. A real server without a check is no better. */
export function instead(word: string): string {
  return (checkerNames as readonly string[]).includes(word)
    ? 'take TCP_CHECK or MISC_CHECK in its place'
    : 'leave it out'
}
