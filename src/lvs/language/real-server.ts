import type { FromSchema } from '../../model/schema.ts'
import { checkers } from './checker.ts'
import { type Block, dated, leftOut, others, type Properties, propertiesOf } from './entry.ts'
import { mailOnChange } from './mail.ts'
import { asWord, command, port } from './text.ts'

export const kind = { enum: ['DR', 'NAT', 'TUN'] } as const
const connections = { type: 'integer', minimum: 1, maximum: 4294967295 } as const

const place = {
  host: {
    type: 'string',
    description:
      'Name of an inventory host; its variable `address` (IPv6: `address6`) or where ssh connects to is the address.',
  },
  address: {
    type: 'string',
    description: 'Address, for a server that the inventory does not have or that has several.',
  },
  port: { ...port, description: 'Port. Default: that of the virtual server, and with DR it can be no other.' },
} as const

/** The words of a real_server that the variables have. */
export const realServerWords = {
  host: { model: place.host },
  address: { model: place.address },
  port: { model: place.port },
  weight: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(-2147483648,2147483647)', '2.0.0': 'int(0,65535)', '2.1.0': 'int(0,2147483647)' },
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 65535,
      description:
        'Share of the connections. Default 1. 0 takes no new ones; keepalived 2.0.0 to 2.0.15 and 2.1.x make 1 of 0, so it is refused there.',
    },
  },
  lb_kind: {
    from: '1.3.6',
    model: {
      ...kind,
      description: 'Forwarding for this server. Default: that of the virtual server.',
    },
  },
  inhibit_on_failure: {
    since: '1.2.2',
    takes: { '1.2.2': '', '2.0.0': 'onoff?' },
    model: {
      type: 'boolean',
      description: 'On failure weight 0 in place of removal. Default: that of the virtual server.',
    },
  },
  uthreshold: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147483647)', '2.0.0': 'int(0,4294967295)' },
    model: { ...connections, description: 'Most connections to hand to this server. Default: no limit.' },
  },
  lthreshold: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147483647)', '2.0.0': 'int(0,4294967295)' },
    model: {
      ...connections,
      description: 'After uthreshold was reached: hand it connections again below this many.',
    },
  },
  notify_up: {
    since: '1.2.2',
    takes: 'command',
    model: { ...command, description: 'Program to run when it counts as up.' },
  },
  notify_down: {
    since: '1.2.2',
    takes: 'command',
    model: { ...command, description: 'Program to run when it counts as down.' },
  },
  smtp_alert: mailOnChange(
    'Mail when it comes or goes. Default: smtp_alert_checker or smtp_alert of global_defs; where neither is said, true.',
  ),
  virtualhost: {
    since: '1.3.6',
    takes: 'text',
    model: {
      type: 'string',
      ...asWord,
      description: 'Host header of HTTP_GET and SSL_GET that name none.',
    },
  },
  snmp_name: {
    since: '2.2.3',
    takes: 'text',
    needs: ['SNMP_CHECKER'],
    model: { type: 'string', ...asWord, description: 'Name that SNMP has for it. Default: none.' },
  },
  TCP_CHECK: { since: '1.2.2', model: checkers.TCP_CHECK },
  HTTP_GET: { since: '1.2.2', model: checkers.HTTP_GET },
  SSL_GET: { since: '1.2.2', model: checkers.SSL_GET },
  SMTP_CHECK: { since: '1.2.2', model: checkers.SMTP_CHECK },
  DNS_CHECK: { since: '1.3.0', model: checkers.DNS_CHECK },
  MISC_CHECK: { since: '1.2.2', model: checkers.MISC_CHECK },
  UDP_CHECK: { since: '2.1.0', model: checkers.UDP_CHECK },
  PING_CHECK: { since: '2.1.0', model: checkers.PING_CHECK },
  BFD_CHECK: { since: '2.0.0', needs: ['BFD'], model: checkers.BFD_CHECK },
  FILE_CHECK: { since: '2.1.0', model: checkers.FILE_CHECK },
} as const satisfies Block

/** What to write for words that are those of a check. */
export const inCheck = 'Write it in the check: TCP_CHECK: { connect_timeout: 3, retry: 1, delay_before_retry: 1 }.'

/** Those that the variables do not have. */
export const furtherServerWords = {
  ...others('Write lb_kind.', [{ since: '1.3.6', takes: 'forwarding tunnel*' }, 'lvs_method']),
  ...others(
    inCheck,
    [{ since: '1.3.7', takes: 'onoff?' }, 'alpha'],
    [{ since: '1.3.7', takes: 'int(1,4294967295)' }, 'retry'],
    [{ since: '1.3.7', takes: 'timer' }, 'delay_before_retry warmup'],
    [{ since: '1.3.7', takes: 'timer(0.000001)' }, 'delay_loop'],
    [{ since: '2.0.13', takes: 'timer(0.000001)' }, 'connect_timeout'],
  ),
}

/** The schemas of the words above. */
export interface RealServerProperties extends Properties<typeof realServerWords> {}

export const realServer = {
  anyOf: [
    { type: 'string', description: 'Name of an inventory host, or an address.' },
    {
      type: 'object',
      additionalProperties: false,
      properties: propertiesOf(dated(realServerWords)) as RealServerProperties,
      ...leftOut(furtherServerWords),
    },
  ],
} as const

/** What sorry_server takes as an object. */
export const sorryServerWords = {
  host: { model: place.host },
  address: { model: place.address },
  port: { model: place.port },
  lb_kind: {
    from: '1.3.6',
    model: {
      ...kind,
      description: 'Forwarding for this server. Default: that of the virtual server.',
    },
  },
} as const satisfies Block

/** The schemas of the words above. */
export interface SorryServerProperties extends Properties<typeof sorryServerWords> {}

export const sorryServer = {
  anyOf: [
    { type: 'string', description: 'Name of an inventory host, or an address.' },
    {
      type: 'object',
      additionalProperties: false,
      properties: propertiesOf(dated(sorryServerWords)) as SorryServerProperties,
    },
  ],
  description: 'Server that gets the connections while too few real servers are up. Its health is not checked.',
} as const

/** A real server as YAML holds it: a name, an address or a mapping. */
export type RealServerWords = FromSchema<typeof realServer>
export type SorryServerWords = FromSchema<typeof sorryServer>
/** How packets get to a real server: direct routing, address translation or a tunnel. */
export type Forwarding = FromSchema<typeof kind>
