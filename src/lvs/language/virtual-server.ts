import type { FromSchema } from '../../model/schema.ts'
import { checkers } from './checker.ts'
import { flags, schedulers } from './scheduler.ts'
import { command, fwmark, marks, nameOf, oneWord, port, servicePort } from './text.ts'

const kind = { enum: ['DR', 'NAT', 'TUN'] } as const
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

const realServer = {
  anyOf: [
    { type: 'string', description: 'Name of an inventory host, or an address.' },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...place,
        weight: {
          type: 'integer',
          minimum: 0,
          maximum: 65535,
          description:
            'Share of the connections. Default 1. 0 takes no new ones; keepalived 2.0.0 to 2.0.15 and 2.1.x make 1 of 0, so it is refused there.',
        },
        lb_kind: {
          ...kind,
          description: 'Forwarding for this server. Default: that of the virtual server. keepalived 1.3.6 or newer.',
        },
        inhibit_on_failure: {
          type: 'boolean',
          description: 'On failure weight 0 in place of removal. Default: that of the virtual server.',
        },
        uthreshold: { ...connections, description: 'Most connections to hand to this server. Default: no limit.' },
        lthreshold: {
          ...connections,
          description: 'After uthreshold was reached: hand it connections again below this many.',
        },
        notify_up: { ...command, description: 'Program to run when it counts as up.' },
        notify_down: { ...command, description: 'Program to run when it counts as down.' },
        virtualhost: {
          type: 'string',
          pattern: oneWord,
          description: 'Host header of HTTP_GET and SSL_GET that name none. keepalived 1.3.6 or newer.',
        },
        ...checkers,
      },
    },
  ],
} as const

const sorryServer = {
  anyOf: [
    { type: 'string', description: 'Name of an inventory host, or an address.' },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...place,
        lb_kind: {
          ...kind,
          description: 'Forwarding for this server. Default: that of the virtual server. keepalived 1.3.6 or newer.',
        },
      },
    },
  ],
  description: 'Server that gets the connections while too few real servers are up. Its health is not checked.',
} as const

const persistence = {
  persistence_timeout: {
    type: 'integer',
    minimum: 1,
    maximum: 2678400,
    description:
      'Seconds for which a client comes back to the same real server. Default: no persistence. Everybody behind one address translation counts as one client.',
  },
  persistence_granularity: {
    type: 'string',
    description:
      'Netmask that makes neighbours one client: 255.255.255.0, with IPv6 a prefix length: "64". Default: each address for itself. A netmask not with keepalived 1.2.24 to 1.4.2 (EL7).',
  },
  persistence_engine: {
    enum: ['sip'],
    description:
      'What tells clients apart: the Call-ID of SIP, UDP only. Default: the address. keepalived 1.2.20 or newer.',
  },
} as const

const quorum = {
  alpha: {
    type: 'boolean',
    description: 'Real servers count as down until their first check succeeds. Default false.',
  },
  omega: { type: 'boolean', description: 'Run the down notifiers at shutdown. Default false.' },
  quorum: {
    type: 'integer',
    minimum: 1,
    maximum: 4294967295,
    description: 'Weight that must be up for the service to count as up. Default 1.',
  },
  hysteresis: {
    type: 'integer',
    minimum: 0,
    maximum: 4294967295,
    description: 'Less than quorum: flapping damper, in units of weight. Default 0.',
  },
  quorum_up: { ...command, description: 'Program to run when the quorum is reached.' },
  quorum_down: { ...command, description: 'Program to run when the quorum is lost.' },
} as const

/** One virtual server: what is balanced, how, over which real servers, and how those are checked. */
export const virtualServer = {
  type: 'object',
  additionalProperties: false,
  required: ['real_servers'],
  description: 'What is balanced, how, over which real servers, and how those are checked (TCP_CHECK, HTTP_GET, …).',
  properties: {
    address: { type: 'string', description: 'Virtual address; one of a VRRP instance.' },
    port: servicePort,
    fwmark,
    marks,
    group: {
      type: 'string',
      pattern: nameOf,
      description: 'Name in virtual_server_groups, in place of address and port.',
    },
    protocol: { enum: ['TCP', 'UDP', 'SCTP'], description: 'Default TCP. SCTP: keepalived 1.2.20 or newer.' },
    ip_family: {
      enum: ['inet', 'inet6'],
      description: 'With fwmark: family of the packets. Default: that of the real servers. keepalived 1.2.20 or newer.',
    },
    lb_algo: { enum: schedulers, description: 'Scheduler. Default wrr.' },
    ...flags,
    lb_kind: {
      ...kind,
      description: 'Forwarding. Default DR: real servers answer clients themselves, from the same network segment.',
    },
    delay_loop: { type: 'integer', minimum: 1, maximum: 3600, description: 'Seconds between checks. Default 6.' },
    ...persistence,
    ...quorum,
    inhibit_on_failure: {
      type: 'boolean',
      description: 'On failure weight 0 in place of removal: established connections go on. Default false.',
    },
    sorry_server: sorryServer,
    sorry_server_inhibit: {
      type: 'boolean',
      description:
        'inhibit_on_failure for the sorry server: weight 0 in place of removal. Default false. keepalived 1.2.13 or newer.',
    },
    virtualhost: {
      type: 'string',
      pattern: oneWord,
      description: 'Host header of the checks HTTP_GET and SSL_GET. Default: the address.',
    },
    smtp_alert: {
      type: 'boolean',
      description:
        'Mail when the quorum is reached or lost. Default: smtp_alert of global_defs. keepalived 2.0.0 or newer.',
    },
    ha_suspend: {
      type: 'boolean',
      description: 'Check only while the virtual address is on this director. Default false.',
    },
    real_servers: {
      type: 'array',
      minItems: 1,
      items: realServer,
      description: 'Inventory names, addresses, or objects with weight, port, ….',
    },
    ...checkers,
  },
} as const

/** `virtual_servers`: the list of them. */
export const virtualServers = {
  type: 'array',
  items: virtualServer,
  description: "Virtual servers, in keepalived's words. Lives once, in the group_vars of all hosts of the cluster.",
} as const

/** The words of one virtual server, as YAML holds them. */
export type VirtualServerWords = FromSchema<typeof virtualServer>
/** A real server as YAML holds it: a name, an address or a mapping. */
export type RealServerWords = FromSchema<typeof realServer>
export type SorryServerWords = FromSchema<typeof sorryServer>
/** A scheduler of IPVS by its name: `wrr`. */
export type Scheduler = (typeof schedulers)[number]
/** How packets get to a real server: direct routing, address translation or a tunnel. */
export type Forwarding = FromSchema<typeof kind>
