import type { Cluster } from '../cluster/cluster.ts'
import type { Idle } from './idle-words.ts'

const globalsOf = ({ words }: Cluster) => words.global_defs ?? {}

const kinds = ['notify_fifo', 'vrrp_notify_fifo', 'lvs_notify_fifo'] as const

/** Words of global_defs about SNMP and fifos that do nothing. */
export const noticeWords: readonly Idle<Cluster>[] = [
  ...kinds.map(
    (fifo): Idle<Cluster> => ({
      words: [`${fifo}_script`],
      when: (cluster) => globalsOf(cluster)[fifo] === undefined,
      because: `without ${fifo}; there is nothing to read`,
      hint: `add ${fifo}, or leave it out`,
    }),
  ),
  {
    words: ['fifo_write_vrrp_states_on_reload', 'vrrp_notify_priority_changes'],
    when: (cluster) => {
      const { notify_fifo, vrrp_notify_fifo } = globalsOf(cluster)
      return notify_fifo === undefined && vrrp_notify_fifo === undefined
    },
    because: 'without notify_fifo or vrrp_notify_fifo',
    hint: 'add notify_fifo, or leave it out',
  },
  {
    words: ['lvs_notify_fifo', 'enable_snmp_checker'],
    when: ({ services }) => services.length === 0,
    because: 'without virtual_servers',
    hint: 'leave it out',
  },
  {
    words: ['enable_traps', 'snmp_socket'],
    when: (cluster) => {
      const words = globalsOf(cluster)
      const mibs = [words.enable_snmp_vrrp, words.enable_snmp_checker, words.enable_snmp_rfc]
      return ![...mibs, words.enable_snmp_rfcv2, words.enable_snmp_rfcv3].some(Boolean)
    },
    because: 'without enable_snmp_vrrp, enable_snmp_checker or enable_snmp_rfc; SNMP is off',
    hint: 'add enable_snmp_vrrp: true, or leave it out',
  },
  {
    words: ['snmp_vs_stats_update_interval', 'snmp_rs_stats_update_interval'],
    when: (cluster) => !globalsOf(cluster).enable_snmp_checker,
    because: 'without enable_snmp_checker',
    hint: 'add enable_snmp_checker: true, or leave it out',
  },
]
