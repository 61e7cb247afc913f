import type { Cluster, Instance } from '../cluster/cluster.ts'
import { type Idle, idleWords, mailAlone, sendsMail } from './idle-words.ts'
import type { Remark } from './rule.ts'

interface InstanceContext extends Instance {
  readonly cluster: Cluster
}

const ofInstance: readonly Idle<InstanceContext>[] = [
  {
    words: ['unicast_src_ip'],
    when: ({ words }) => !words.unicast,
    because: 'without unicast: true, which names the peers; adverts go by multicast',
    hint: 'add unicast: true, or leave it out',
    // An older one takes it for mcast_src_ip.
    from: '2.2.0',
  },
  {
    words: ['unicast_ttl'],
    when: ({ words }) => !words.unicast,
    because: 'without unicast: true, which names the peers; adverts go by multicast',
    hint: 'add unicast: true, or leave it out',
  },
  {
    words: ['mcast_src_ip'],
    when: ({ words }) => words.unicast === true,
    because: 'beside unicast: true; adverts go straight to the peers',
    hint: 'take unicast_src_ip, or leave it out',
  },
  {
    words: ['track_src_ip'],
    when: ({ words }) => !words.unicast && Object.keys(words.mcast_src_ip ?? {}).length === 0,
    because: 'without mcast_src_ip or unicast: true; keepalived takes whatever address the interface has',
    hint: 'add mcast_src_ip or unicast: true, or leave it out',
  },
  {
    words: ['vmac_xmit_base'],
    when: ({ words }) => !words.use_vmac,
    because: 'without use_vmac',
    hint: 'add use_vmac: true, or leave it out',
  },
  {
    words: ['garp_master_refresh_repeat'],
    when: ({ words, cluster }) => !(words.garp_master_refresh ?? cluster.words.global_defs?.vrrp_garp_master_refresh),
    because: 'without garp_master_refresh; nothing is refreshed',
    hint: 'add garp_master_refresh, or leave it out',
  },
  {
    words: ['garp_lower_prio_delay'],
    when: ({ words, cluster: { words: all } }) =>
      (words.garp_lower_prio_repeat ?? all.global_defs?.vrrp_garp_lower_prio_repeat) === 0,
    because: 'with garp_lower_prio_repeat 0; there is no burst',
    hint: 'make garp_lower_prio_repeat 1 or more, or leave it out',
  },
  { ...mailAlone, when: ({ cluster }) => !sendsMail(cluster.words) },
]

/** What does nothing in an instance. */
export function idleInInstance(instance: Instance, cluster: Cluster): readonly Remark[] {
  const { name, words } = instance
  return idleWords({ variable: 'vrrp_instances', path: [name], words, context: { ...instance, cluster } }, ofInstance)
}
