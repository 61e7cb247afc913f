import { type Cluster, virtualAddresses } from '../cluster/cluster.ts'
import { runsScripts } from '../cluster/scripts.ts'
import { noticeWords } from './idle-notices.ts'
import { type Idle, idleWords } from './idle-words.ts'
import type { Remark } from './rule.ts'

const hasFamily = (cluster: Cluster, family: 4 | 6) =>
  virtualAddresses(cluster).some(({ cidr }) => cidr.family === family)
const multicasts = ({ instances }: Cluster, own: 4 | 6) =>
  instances.some(({ family, words }) => family === own && !words.unicast)
const ofAll = ({ instances, words }: Cluster, word: 'garp_master_refresh' | 'garp_lower_prio_repeat') => [
  words.global_defs?.[`vrrp_${word}`],
  ...instances.map((instance) => instance.words[word]),
]

const ofGlobals: readonly Idle<Cluster>[] = [
  {
    words: ['notification_email'],
    when: ({ words }) => words.global_defs?.smtp_server === undefined,
    because: 'without smtp_server',
    hint: 'add smtp_server, or leave it out',
  },
  {
    words: ['smtp_server'],
    when: ({ words }) => !words.global_defs?.notification_email?.length,
    because: 'without notification_email; there is nobody to mail to',
    hint: 'add notification_email, or leave it out',
  },
  {
    words: [
      'notification_email_from',
      'smtp_connect_timeout',
      'smtp_helo_name',
      'smtp_alert',
      'smtp_alert_vrrp',
      'smtp_alert_checker',
      'no_email_faults',
      'no_checker_emails',
    ],
    when: ({ words }) => !words.global_defs?.notification_email?.length,
    because: 'without notification_email; there is nobody to mail to',
    hint: 'add notification_email and smtp_server, or leave it out',
  },
  {
    words: ['vrrp_mcast_group4'],
    when: (cluster) => !multicasts(cluster, 4),
    because: 'without an IPv4 instance that speaks multicast',
    hint: 'leave it out',
  },
  {
    words: ['vrrp_mcast_group6'],
    when: (cluster) => !multicasts(cluster, 6),
    because: 'without an IPv6 instance that speaks multicast',
    hint: 'leave it out',
  },
  {
    words: ['vrrp_garp_master_refresh_repeat'],
    when: (cluster) => !ofAll(cluster, 'garp_master_refresh').some(Boolean),
    because: 'without vrrp_garp_master_refresh; nothing is refreshed',
    hint: 'add vrrp_garp_master_refresh, or leave it out',
  },
  {
    words: ['vrrp_garp_lower_prio_delay'],
    when: (cluster) => {
      const [all, ...own] = ofAll(cluster, 'garp_lower_prio_repeat')
      return all === 0 && !own.some(Boolean)
    },
    because: 'with vrrp_garp_lower_prio_repeat 0; there is no burst',
    hint: 'make vrrp_garp_lower_prio_repeat 1 or more, or leave it out',
  },
  {
    words: ['vrrp_garp_interval'],
    when: (cluster) => !hasFamily(cluster, 4),
    because: 'without an IPv4 address in an instance',
    hint: 'take vrrp_gna_interval, which is for IPv6, or leave it out',
  },
  {
    words: ['vrrp_gna_interval'],
    when: (cluster) => !hasFamily(cluster, 6),
    because: 'without an IPv6 address in an instance',
    hint: 'take vrrp_garp_interval, which is for IPv4, or leave it out',
  },
  {
    words: [
      'checker_priority',
      'checker_rt_priority',
      'checker_no_swap',
      'lvs_timeouts',
      'lvs_flush',
      'lvs_flush_on_stop',
      'checker_log_all_failures',
    ],
    when: ({ words }) => !words.virtual_servers?.length,
    because: 'without virtual_servers',
    hint: 'leave it out',
  },
  {
    words: ['rs_init_notifies'],
    when: ({ services }) => !services.some(({ realServers }) => realServers.some(({ words }) => words.notify_up)),
    because: 'without notify_up of a real server',
    hint: 'add notify_up to a real server, or leave it out',
  },
  {
    words: ['min_auto_priority_delay'],
    when: ({ words }) => (words.global_defs?.max_auto_priority ?? 0) <= 0,
    because: 'without max_auto_priority; keepalived keeps the priority that it has',
    hint: 'add max_auto_priority, or leave it out',
  },
  ...(['vrrp', 'checker'] as const).map(
    (process): Idle<Cluster> => ({
      words: [`${process}_rlimit_rttime`],
      when: ({ words: { global_defs = {} } }) =>
        global_defs[`${process}_rt_priority`] === undefined && (global_defs.max_auto_priority ?? 0) <= 0,
      because: `without ${process}_rt_priority or max_auto_priority; it is for a process with a real-time priority`,
      hint: `add ${process}_rt_priority, or leave it out`,
    }),
  ),
  {
    words: ['script_user', 'enable_script_security'],
    when: (cluster) => !runsScripts(cluster),
    because: 'while keepalived runs no script',
    hint: 'leave it out',
  },
]

/** What does nothing in global_defs, and a sync daemon that has nothing to tell of. */
export function idleInGlobals(cluster: Cluster): readonly Remark[] {
  const { global_defs, lvs_sync_daemon, virtual_servers } = cluster.words
  const globals = { variable: 'global_defs', path: [], words: global_defs ?? {}, context: cluster } as const
  return [
    ...idleWords(globals, [...ofGlobals, ...noticeWords]),
    ...(lvs_sync_daemon && !virtual_servers?.length ? [idleDaemon] : []),
  ]
}

const idleDaemon: Remark = {
  variable: 'lvs_sync_daemon',
  path: [],
  message: 'lvs_sync_daemon has no effect without virtual_servers; there are no connections to tell of',
  hint: 'leave it out',
}
