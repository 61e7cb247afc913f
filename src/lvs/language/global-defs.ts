import type { FromSchema } from '../../model/schema.ts'
import { garpWords } from './garp.ts'
import { oneWord } from './text.ts'

const nice = { type: 'integer', minimum: -20, maximum: 19 } as const
const realTime = { type: 'integer', minimum: 1, maximum: 99 } as const
const timeout = { type: 'integer', minimum: 1, maximum: 2678400 } as const

const mail = {
  notification_email: {
    type: 'array',
    items: { type: 'string', pattern: oneWord },
    description: 'Who gets mail on changes. Default: nobody.',
  },
  notification_email_from: {
    type: 'string',
    pattern: oneWord,
    description: 'Sender of the mail. Default: keepalived@ the host.',
  },
  smtp_server: {
    type: 'string',
    pattern: `^${oneWord.slice(1, -1)}( [1-9]\\d{0,4})?$`,
    description: 'Address of the mail server, and perhaps a port: "192.168.1.5 25".',
  },
  smtp_connect_timeout: {
    type: 'integer',
    minimum: 1,
    maximum: 3600,
    description: 'Seconds to wait for the mail server. Default 30.',
  },
  smtp_helo_name: {
    type: 'string',
    pattern: oneWord,
    description: 'Name to say in HELO. Default: the host name. keepalived 1.2.20 or newer.',
  },
  smtp_alert: {
    type: 'boolean',
    description: 'Mail on every change unless it says otherwise itself. Default false. keepalived 2.0.0 or newer.',
  },
} as const

const process = {
  vrrp_priority: { ...nice, description: 'Nice value of the VRRP process. Default 0. keepalived 1.2.20 or newer.' },
  checker_priority: {
    ...nice,
    description: 'Nice value of the checker process. Default 0. keepalived 1.2.20 or newer.',
  },
  vrrp_rt_priority: {
    ...realTime,
    description: 'Real-time priority of the VRRP process. Default: none. keepalived 2.0.0 or newer.',
  },
  checker_rt_priority: {
    ...realTime,
    description: 'Real-time priority of the checker process. Default: none. keepalived 2.0.0 or newer.',
  },
  max_auto_priority: {
    type: 'integer',
    minimum: -1,
    maximum: 99,
    description:
      'Real-time priority that keepalived may take by itself when it was late; -1: none. Default -1. keepalived 2.1.0 or newer.',
  },
  vrrp_no_swap: {
    type: 'boolean',
    description: 'Keep the VRRP process in memory. Default false. keepalived 1.2.20 or newer.',
  },
  checker_no_swap: {
    type: 'boolean',
    description: 'Keep the checker process in memory. Default false. keepalived 1.2.20 or newer.',
  },
} as const

const scripts = {
  script_user: {
    type: 'string',
    pattern: oneWord,
    description:
      'User that runs scripts. Default: keepalived_script, which the role creates when there is a script to run. keepalived 1.3.0 or newer; older ones run them as root.',
  },
  enable_script_security: {
    type: 'boolean',
    description:
      'No script runs as root that others can write. Default true when there is a script. keepalived 1.3.0 or newer.',
  },
} as const

const ipvs = {
  lvs_timeouts: {
    type: 'object',
    additionalProperties: false,
    description: 'Seconds until IPVS forgets an idle connection. keepalived 1.2.24 or newer.',
    properties: {
      tcp: { ...timeout, description: 'Established TCP connections. Default 900.' },
      tcpfin: { ...timeout, description: 'TCP connections after a FIN. Default 120.' },
      udp: { ...timeout, description: 'UDP. Default 300.' },
    },
  },
  lvs_flush: {
    type: 'boolean',
    description: 'Empty the IPVS table when keepalived starts. Default false. keepalived 1.2.23 or newer.',
  },
  reload_check_config: {
    type: 'boolean',
    description:
      'Test a changed file before it is read again, and pass over one that has an error. Default false: lbprov tests what it writes. keepalived 2.2.0 or newer.',
  },
  lvs_flush_on_stop: {
    type: 'boolean',
    description: 'Empty the IPVS table at once when keepalived stops. Default false. keepalived 2.2.0 or newer.',
  },
} as const

const vrrp = {
  vrrp_version: {
    enum: [2, 3],
    description: 'VRRP version of instances that name none. Default 2. keepalived 1.2.20 or newer.',
  },
  vrrp_strict: {
    type: 'boolean',
    description:
      'Keep to the RFC: the addresses then answer nobody unless accept is set, and authentication and unicast are refused. Default false. keepalived 1.2.20 or newer.',
  },
  vrrp_skip_check_adv_addr: {
    type: 'boolean',
    description: 'Check the addresses of the first advert of a master only. Default false. keepalived 1.2.20 or newer.',
  },
  vrrp_mcast_group4: {
    type: 'string',
    format: 'ipv4',
    description: 'IPv4 multicast address of adverts. Default 224.0.0.18. keepalived 1.2.10 or newer.',
  },
  vrrp_mcast_group6: {
    type: 'string',
    format: 'ipv6',
    description: 'IPv6 multicast address of adverts. Default ff02::12. keepalived 1.2.10 or newer.',
  },
  vrrp_startup_delay: {
    type: 'number',
    minimum: 0.001,
    maximum: 1000,
    description: 'Seconds from start until instances take part. Default: none. keepalived 2.0.14 or newer.',
  },
  dynamic_interfaces: {
    type: 'boolean',
    description: 'Interfaces may come later than keepalived. Default false. keepalived 2.0.0 or newer.',
  },
  ...garpWords('vrrp_'),
  vrrp_garp_interval: {
    type: 'number',
    minimum: 0.000001,
    maximum: 100,
    description: 'Seconds between two gratuitous ARP on an interface. Default 0. keepalived 1.2.21 or newer.',
  },
  vrrp_gna_interval: {
    type: 'number',
    minimum: 0.000001,
    maximum: 100,
    description:
      'Seconds between two unsolicited neighbour adverts (IPv6) on an interface. Default 0. keepalived 1.2.21 or newer.',
  },
  vrrp_min_garp: {
    type: 'boolean',
    description: 'One gratuitous ARP in place of five, and none later. Default false. keepalived 2.0.12 or newer.',
  },
} as const

/** `global_defs`: what holds for all of keepalived. */
export const globalDefs = {
  type: 'object',
  additionalProperties: false,
  description: 'What holds for all of keepalived on every director, in its own words.',
  properties: {
    router_id: {
      type: 'object',
      additionalProperties: { type: 'string', pattern: oneWord },
      description: 'Director name to the name it has in mail and SNMP. Default: its name in the inventory.',
    },
    ...mail,
    ...vrrp,
    ...process,
    ...scripts,
    ...ipvs,
  },
} as const

export type GlobalDefsWords = FromSchema<typeof globalDefs>
