import type { FromSchema } from '../../model/schema.ts'
import { missedAdverts } from './down-timer.ts'
import { type Block, dated, leftOut, type Properties, propertiesOf } from './entry.ts'
import { furtherGlobalWords } from './further-globals.ts'
import { garpDefaults } from './garp.ts'
import { mailWords } from './mail.ts'
import { netlinkWords } from './netlink.ts'
import { notifyFifoWords } from './notify-fifo.ts'
import { processWords } from './process.ts'
import { snmpWords } from './snmp.ts'
import { asUser, asWord } from './text.ts'

const timeout = { type: 'integer', minimum: 1, maximum: 2678400 } as const

/** The words of global_defs that the variables have. */
export const globalDefsWords = {
  router_id: {
    since: '1.2.2',
    takes: 'text',
    model: {
      type: 'object',
      additionalProperties: { type: 'string', ...asWord },
      description: 'Director name to the name it has in mail and SNMP. Default: its name in the inventory.',
    },
  },
  ...mailWords,
  dynamic_interfaces: {
    since: '2.0.0',
    takes: 'oneof(allow_no_interface|allow_if_changes)?',
    model: {
      type: 'boolean',
      description: 'Interfaces may come later than keepalived. Default false.',
    },
  },
  vrrp_mcast_group4: {
    since: '1.2.10',
    takes: 'group4',
    model: {
      type: 'string',
      format: 'ipv4',
      description: 'IPv4 multicast address of adverts. Default 224.0.0.18.',
    },
  },
  vrrp_mcast_group6: {
    since: '1.2.10',
    takes: 'group6',
    model: {
      type: 'string',
      format: 'ipv6',
      description: 'IPv6 multicast address of adverts. Default ff02::12.',
    },
  },
  lvs_flush: {
    since: '1.2.23',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Empty the IPVS table when keepalived starts. Default false.',
    },
  },
  lvs_flush_on_stop: {
    since: '2.2.0',
    takes: 'oneof(VS)?',
    model: {
      type: 'boolean',
      description: 'Empty the IPVS table at once when keepalived stops. Default false.',
    },
  },
  vrrp_garp_master_delay: { since: '1.2.20', takes: 'int(0,4294)', model: garpDefaults.vrrp_garp_master_delay },
  vrrp_garp_master_repeat: {
    since: '1.2.20',
    takes: { '1.2.20': 'int(0,2147483647)', '2.0.0': 'int(1,4294967295)' },
    model: garpDefaults.vrrp_garp_master_repeat,
  },
  vrrp_garp_master_refresh: {
    since: '1.2.20',
    takes: { '1.2.20': 'int(0,2147483647)', '2.0.0': 'int(0,4294967295)' },
    model: garpDefaults.vrrp_garp_master_refresh,
  },
  vrrp_garp_master_refresh_repeat: {
    since: '1.2.20',
    takes: { '1.2.20': 'int(0,2147483647)', '2.0.0': 'int(1,4294967295)' },
    model: garpDefaults.vrrp_garp_master_refresh_repeat,
  },
  vrrp_garp_lower_prio_delay: { since: '1.2.20', takes: 'int(0,4294)', model: garpDefaults.vrrp_garp_lower_prio_delay },
  vrrp_garp_lower_prio_repeat: {
    since: '1.2.20',
    takes: 'int(0,2147483647)',
    model: garpDefaults.vrrp_garp_lower_prio_repeat,
  },
  vrrp_garp_interval: {
    since: '1.2.21',
    takes: { '1.2.21': 'dec(0,4294.967295)', '2.0.0': 'dec(0.000001,4294.967295)' },
    model: {
      type: 'number',
      minimum: 0.000001,
      maximum: 100,
      description: 'Seconds between two gratuitous ARP on an interface. Default 0.',
    },
  },
  vrrp_gna_interval: {
    since: '1.2.21',
    takes: { '1.2.21': 'dec(0,4294.967295)', '2.0.0': 'dec(0.000001,4294.967295)' },
    model: {
      type: 'number',
      minimum: 0.000001,
      maximum: 100,
      description: 'Seconds between two unsolicited neighbour adverts (IPv6) on an interface. Default 0.',
    },
  },
  vrrp_min_garp: {
    since: '2.0.12',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'One gratuitous ARP in place of five, and none later. Default false.',
    },
  },
  vrrp_version: {
    since: '1.2.20',
    takes: 'int(2,3)',
    model: {
      enum: [2, 3],
      description: 'VRRP version of instances that name none. Default 2.',
    },
  },
  vrrp_skip_check_adv_addr: {
    since: '1.2.20',
    takes: '',
    model: {
      type: 'boolean',
      description: 'Check the addresses of the first advert of a master only. Default false.',
    },
  },
  vrrp_lower_prio_no_advert: {
    since: '1.2.20',
    takes: 'onoff?',
    model: { type: 'boolean', description: 'lower_prio_no_advert of all instances. Default false.' },
  },
  vrrp_higher_prio_send_advert: {
    since: '1.3.5',
    takes: 'onoff?',
    model: { type: 'boolean', description: 'higher_prio_send_advert of all instances. Default false.' },
  },
  vrrp_down_timer_adverts: missedAdverts('down_timer_adverts of all instances. Default 3.'),
  log_unknown_vrids: {
    since: '2.0.16',
    takes: '',
    model: { type: 'boolean', description: 'Log adverts of instances that it does not have. Default false.' },
  },
  vrrp_strict: {
    since: '1.2.20',
    takes: '',
    model: {
      type: 'boolean',
      description:
        'Keep to the RFC: the addresses then answer nobody unless accept is set, and authentication and unicast are refused. Default false.',
    },
  },
  vrrp_startup_delay: {
    since: '2.0.14',
    takes: 'dec(0.001,4294.967295)',
    model: {
      type: 'number',
      minimum: 0.001,
      maximum: 1000,
      description: 'Seconds from start until instances take part. Default: none.',
    },
  },
  ...processWords,
  ...netlinkWords,
  ...snmpWords,
  reload_check_config: {
    since: '2.2.0',
    model: {
      type: 'boolean',
      description:
        'Test a changed file before it is read again, and pass over one that has an error. Default false: lbprov tests what it writes.',
    },
  },
  lvs_timeouts: {
    since: '1.2.24',
    takes: 'pairs(tcp|tcpfin|udp)',
    model: {
      type: 'object',
      additionalProperties: false,
      description: 'Seconds until IPVS forgets an idle connection.',
      properties: {
        tcp: { ...timeout, description: 'Established TCP connections. Default 900.' },
        tcpfin: { ...timeout, description: 'TCP connections after a FIN. Default 120.' },
        udp: { ...timeout, description: 'UDP. Default 300.' },
      },
    },
  },
  rs_init_notifies: {
    since: '2.0.0',
    takes: 'onoff?',
    model: {
      type: 'boolean',
      description: 'Run notify_up of real servers when keepalived starts, too. Default false.',
    },
  },
  checker_log_all_failures: {
    since: '2.0.11',
    takes: 'onoff?',
    model: { type: 'boolean', description: 'log_all_failures of all checkers. Default false.' },
  },
  enable_script_security: {
    since: '1.3.0',
    takes: '',
    model: {
      type: 'boolean',
      description: 'No script runs as root that others can write. Default true when there is a script.',
    },
  },
  script_user: {
    since: '1.3.0',
    takes: 'filled filled?',
    model: {
      type: 'string',
      ...asUser,
      description:
        'User that runs scripts, and a group of another name: nobody nogroup. Default: keepalived_script, which the role creates when there is a script to run. keepalived 1.3.0 or newer; older ones run them as root.',
    },
  },
  ...notifyFifoWords,
} as const satisfies Block

/** The schemas of the words above. */
export interface GlobalDefsProperties extends Properties<typeof globalDefsWords> {}

/** `global_defs`: what holds for all of keepalived. */
export const globalDefs = {
  type: 'object',
  additionalProperties: false,
  description: 'What holds for all of keepalived on every director, in its own words.',
  properties: propertiesOf(dated(globalDefsWords)) as GlobalDefsProperties,
  ...leftOut(furtherGlobalWords),
} as const

export type GlobalDefsWords = FromSchema<typeof globalDefs>
