import type { Block } from './entry.ts'
import { asWord } from './text.ts'

const interval = { type: 'number', minimum: 0.001, maximum: 30 } as const
const isOn = { type: 'boolean' } as const
/** Any of what SNMP was built in as: 1.x and 2.x name it differently. */
const anyMib = ['SNMP', 'SNMP_VRRP', 'SNMP_KEEPALIVED', 'SNMP_CHECKER', 'SNMP_RFC', 'SNMP_RFCV2', 'SNMP_RFCV3'] as const

/** The words of global_defs about SNMP: keepalived is a subagent of the snmpd that the host has. */
export const snmpWords = {
  enable_snmp_vrrp: {
    since: '2.0.0',
    takes: '',
    from: '1.2.20',
    needs: ['SNMP_VRRP', 'SNMP_KEEPALIVED'],
    model: {
      ...isOn,
      description: 'SNMP answers for instances, by KEEPALIVED-MIB. Default false. keepalived 1.2.20 or newer.',
    },
  },
  enable_snmp_checker: {
    since: '1.2.20',
    takes: '',
    needs: ['SNMP_CHECKER'],
    model: { ...isOn, description: 'SNMP answers for virtual servers, by KEEPALIVED-MIB. Default false.' },
  },
  enable_snmp_rfc: {
    since: '1.2.20',
    takes: '',
    needs: ['SNMP_RFC', 'SNMP_RFCV2', 'SNMP_RFCV3'],
    model: { ...isOn, description: 'enable_snmp_rfcv2 and enable_snmp_rfcv3. Default false.' },
  },
  enable_snmp_rfcv2: {
    since: '1.2.20',
    takes: '',
    needs: ['SNMP_RFCV2'],
    model: { ...isOn, description: 'SNMP answers for instances, by the MIB of RFC 2787. Default false.' },
  },
  enable_snmp_rfcv3: {
    since: '1.2.20',
    takes: '',
    needs: ['SNMP_RFCV3'],
    model: { ...isOn, description: 'SNMP answers for instances, by the MIB of RFC 6527. Default false.' },
  },
  enable_traps: {
    since: '1.2.5',
    takes: '',
    from: '1.2.20',
    needs: anyMib,
    model: { ...isOn, description: 'SNMP traps on changes. Default false. keepalived 1.2.20 or newer.' },
  },
  snmp_socket: {
    since: '1.2.20',
    takes: 'text',
    needs: anyMib,
    model: {
      type: 'string',
      ...asWord,
      description: 'Where snmpd listens for its subagents: udp:127.0.0.1:705. Default: its socket, /var/agentx/master.',
    },
  },
  snmp_vs_stats_update_interval: {
    since: '2.3.0',
    needs: ['SNMP_CHECKER'],
    model: { ...interval, description: 'Seconds for which the counters of virtual servers are good. Default 5.' },
  },
  snmp_rs_stats_update_interval: {
    since: '2.3.0',
    needs: ['SNMP_CHECKER'],
    model: { ...interval, description: 'Seconds for which the counters of real servers are good. Default 5.' },
  },
} as const satisfies Block
