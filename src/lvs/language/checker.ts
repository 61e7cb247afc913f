import type { FromSchema, JsonSchema } from '../../model/schema.ts'
import { type BfdCheckProperties, bfdCheckWords } from './bfd-check.ts'
import { type DnsCheckProperties, dnsCheckWords } from './dns-check.ts'
import { leftOut, propertiesOf } from './entry.ts'
import { type FileCheckProperties, fileCheckWords } from './file-check.ts'
import {
  furtherHttpWords,
  furtherSslWords,
  type HttpGetProperties,
  httpGetWords,
  type SslGetProperties,
  sslGetWords,
} from './http-check.ts'
import { type MiscCheckProperties, miscCheckWords } from './misc-check.ts'
import { type PingCheckProperties, pingCheckWords } from './ping-check.ts'
import { furtherSmtpCheckWords, type SmtpCheckProperties, smtpCheckWords } from './smtp-check.ts'
import { type TcpCheckProperties, tcpCheckWords } from './tcp-check.ts'
import { type OneOrMore, oneOrMore } from './text.ts'
import { type UdpCheckProperties, udpCheckWords } from './udp-check.ts'

const schemas = {
  TCP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'The port accepts a connection.',
    properties: propertiesOf(tcpCheckWords) as TcpCheckProperties,
  },
  HTTP_GET: {
    type: 'object',
    additionalProperties: false,
    required: ['url'],
    description: 'A page is fetched over HTTP.',
    properties: propertiesOf(httpGetWords) as HttpGetProperties,
    ...leftOut(furtherHttpWords),
  },
  SSL_GET: {
    type: 'object',
    additionalProperties: false,
    required: ['url'],
    description: 'A page is fetched over HTTPS; the certificate is not verified.',
    properties: propertiesOf(sslGetWords) as SslGetProperties,
    ...leftOut(furtherSslWords),
  },
  SMTP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'A mail server greets and takes HELO.',
    properties: propertiesOf(smtpCheckWords) as SmtpCheckProperties,
    ...leftOut(furtherSmtpCheckWords),
  },
  DNS_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'A name server answers, over UDP. keepalived 1.3.0 or newer.',
    properties: propertiesOf(dnsCheckWords) as DnsCheckProperties,
  },
  MISC_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['misc_path'],
    description:
      'A program on the director ends with exit code 0. Its file and folders must belong to root and be writable by nobody else.',
    properties: propertiesOf(miscCheckWords) as MiscCheckProperties,
  },
  UDP_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'No ICMP error comes back for a datagram; give connect_timeout 4 or more. keepalived 2.1.0 or newer.',
    properties: propertiesOf(udpCheckWords) as UdpCheckProperties,
  },
  PING_CHECK: {
    type: 'object',
    additionalProperties: false,
    description: 'The server answers a ping: says nothing of the service. keepalived 2.1.0 or newer.',
    properties: propertiesOf(pingCheckWords) as PingCheckProperties,
  },
  BFD_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    description:
      'A BFD session of bfd_instances is up. keepalived 2.0.0 or newer, where it is built in (EL8 and later, not Debian 11).',
    properties: propertiesOf(bfdCheckWords) as BfdCheckProperties,
  },
  FILE_CHECK: {
    type: 'object',
    additionalProperties: false,
    required: ['track_file'],
    description: 'The number in a file of track_files moves the weight. keepalived 2.1.0 or newer.',
    properties: propertiesOf(fileCheckWords) as FileCheckProperties,
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
