import type { FromSchema } from '../../model/schema.ts'
import { checkers } from './checker.ts'
import { type Block, dated, leftOut, type Properties, propertiesOf } from './entry.ts'
import { furtherServiceWords } from './further-service.ts'
import { mailOnChange } from './mail.ts'
import { kind, realServer, sorryServer } from './real-server.ts'
import { flags, schedulers } from './scheduler.ts'
import { asName, asWord, command, fwmark, marks, servicePort } from './text.ts'

/** The words of a virtual_server that the variables have. */
export const virtualServerWords = {
  address: { model: { type: 'string', description: 'Virtual address; one of a VRRP instance.' } },
  port: { model: servicePort },
  fwmark: { model: fwmark },
  marks: { model: marks },
  group: {
    model: {
      ...asName,
      description: 'Name in virtual_server_groups, in place of address and port.',
    },
  },
  ip_family: {
    since: '1.2.20',
    takes: 'oneof(inet|inet6)',
    model: {
      enum: ['inet', 'inet6'],
      description: 'With fwmark: family of the packets. Default: that of the real servers.',
    },
  },
  delay_loop: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(1,4294)', '2.1.0': 'timer(0.000001)' },
    model: { type: 'integer', minimum: 1, maximum: 3600, description: 'Seconds between checks. Default 6.' },
  },
  lb_algo: {
    since: '1.2.2',
    takes: 'scheduler',
    values: { fo: '1.3.6', ovf: '1.3.6', mh: '2.0.7', twos: '2.2.5' },
    model: { enum: schedulers, description: 'Scheduler. Default wrr.' },
  },
  'sh-port': { since: '1.3.0', takes: '', model: flags['sh-port'] },
  'sh-fallback': { since: '1.3.0', takes: '', model: flags['sh-fallback'] },
  'mh-port': { since: '2.0.20', takes: '', model: flags['mh-port'] },
  'mh-fallback': { since: '2.0.20', takes: '', model: flags['mh-fallback'] },
  ops: { since: '1.2.8', takes: '', model: flags.ops },
  lb_kind: {
    since: '1.2.2',
    takes: { '1.2.2': 'forwarding', '2.0.0': 'forwarding tunnel*' },
    model: {
      ...kind,
      description: 'Forwarding. Default DR: real servers answer clients themselves, from the same network segment.',
    },
  },
  persistence_engine: {
    since: '1.2.20',
    takes: 'filled',
    model: {
      enum: ['sip'],
      description: 'What tells clients apart: the Call-ID of SIP, UDP only. Default: the address.',
    },
  },
  persistence_timeout: {
    since: '1.2.2',
    takes: { '1.2.2': 'strict(1,2678400)', '1.2.24': 'strict(1,2678400)?' },
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 2678400,
      description:
        'Seconds for which a client comes back to the same real server. Default: no persistence. Everybody behind one address translation counts as one client.',
    },
  },
  persistence_granularity: {
    since: '1.2.2',
    takes: 'mask',
    model: {
      type: 'string',
      description:
        'Netmask that makes neighbours one client: 255.255.255.0, with IPv6 a prefix length: "64". Default: each address for itself. A netmask not with keepalived 1.2.24 to 1.4.2 (EL7).',
    },
  },
  protocol: {
    since: '1.2.2',
    takes: { '1.2.2': 'PROTOCOL', '2.0.0': 'protocol' },
    values: { SCTP: '1.2.20' },
    model: { enum: ['TCP', 'UDP', 'SCTP'], description: 'Default TCP. SCTP: keepalived 1.2.20 or newer.' },
  },
  ha_suspend: {
    since: '1.2.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Check only while the virtual address is on this director. Default false.',
    },
  },
  smtp_alert: mailOnChange(
    'Mail when the quorum is reached or lost. Default: smtp_alert_checker or smtp_alert of global_defs.',
  ),
  virtualhost: {
    since: '1.2.2',
    takes: 'text',
    model: {
      type: 'string',
      ...asWord,
      description: 'Host header of the checks HTTP_GET and SSL_GET. Default: the address.',
    },
  },
  snmp_name: {
    since: '2.2.3',
    takes: 'text',
    needs: ['SNMP_CHECKER'],
    model: { type: 'string', ...asWord, description: 'Name that SNMP has for it. Default: none.' },
  },
  alpha: {
    since: '1.2.2',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Real servers count as down until their first check succeeds. Default false.',
    },
  },
  omega: {
    since: '1.2.2',
    takes: '',
    model: { type: 'boolean', description: 'Run the down notifiers at shutdown. Default false.' },
  },
  quorum: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(1,2147483647)', '2.0.0': 'int(1,4294967295)' },
    model: {
      type: 'integer',
      minimum: 1,
      maximum: 4294967295,
      description: 'Weight that must be up for the service to count as up. Default 1.',
    },
  },
  hysteresis: {
    since: '1.2.2',
    takes: { '1.2.2': 'int(0,2147483647)', '2.0.0': 'int(0,4294967295)' },
    model: {
      type: 'integer',
      minimum: 0,
      maximum: 4294967295,
      description: 'Less than quorum: flapping damper, in units of weight. Default 0.',
    },
  },
  quorum_up: {
    since: '1.2.2',
    takes: 'command',
    model: { ...command, description: 'Program to run when the quorum is reached.' },
  },
  quorum_down: {
    since: '1.2.2',
    takes: 'command',
    model: { ...command, description: 'Program to run when the quorum is lost.' },
  },
  sorry_server: { since: '1.2.2', takes: 'address port?', model: sorryServer },
  sorry_server_inhibit: {
    since: '1.2.13',
    takes: '',
    model: {
      type: 'boolean',
      description: 'inhibit_on_failure for the sorry server: weight 0 in place of removal. Default false.',
    },
  },
  inhibit_on_failure: {
    since: '1.3.7',
    takes: '',
    from: '1.2.2',
    model: {
      type: 'boolean',
      description: 'On failure weight 0 in place of removal: established connections go on. Default false.',
    },
  },
  real_servers: {
    model: {
      type: 'array',
      minItems: 1,
      items: realServer,
      description: 'Inventory names, addresses, or objects with weight, port, ….',
    },
  },
  TCP_CHECK: { model: checkers.TCP_CHECK },
  HTTP_GET: { model: checkers.HTTP_GET },
  SSL_GET: { model: checkers.SSL_GET },
  SMTP_CHECK: { model: checkers.SMTP_CHECK },
  DNS_CHECK: { model: checkers.DNS_CHECK },
  MISC_CHECK: { model: checkers.MISC_CHECK },
  UDP_CHECK: { model: checkers.UDP_CHECK },
  PING_CHECK: { model: checkers.PING_CHECK },
  BFD_CHECK: { model: checkers.BFD_CHECK },
  FILE_CHECK: { model: checkers.FILE_CHECK },
} as const satisfies Block

/** The schemas of the words above. */
export interface VirtualServerProperties extends Properties<typeof virtualServerWords> {}

/** One virtual server: what is balanced, how, over which real servers, and how those are checked. */
export const virtualServer = {
  type: 'object',
  additionalProperties: false,
  required: ['real_servers'],
  description: 'What is balanced, how, over which real servers, and how those are checked (TCP_CHECK, HTTP_GET, …).',
  properties: propertiesOf(dated(virtualServerWords)) as VirtualServerProperties,
  ...leftOut(furtherServiceWords),
} as const

/** `virtual_servers`: the list of them. */
export const virtualServers = {
  type: 'array',
  items: virtualServer,
  description: "Virtual servers, in keepalived's words. Lives once, in the group_vars of all hosts of the cluster.",
} as const

/** The words of one virtual server, as YAML holds them. */
export type VirtualServerWords = FromSchema<typeof virtualServer>
/** A scheduler of IPVS by its name: `wrr`. */
export type Scheduler = (typeof schedulers)[number]
