import { forwards } from '../cluster/cluster.ts'
import { partsOf } from '../cluster/member.ts'
import type { Scene } from '../cluster/scene.ts'
import { idleInGlobals } from './idle-global.ts'
import { idleInGroups } from './idle-group.ts'
import { idleInInstance } from './idle-instance.ts'
import { strangersNamed, unnamed } from './idle-names.ts'
import { idleInService } from './idle-service.ts'
import type { Remark, Rule } from './rule.ts'

/** Whether what is said is done. */
export const idleRules: readonly Rule[] = [
  {
    id: 'L63',
    severity: 'warning',
    title: 'a word has what it needs beside it',
    explanation:
      'A word without effect is most often one half of what was meant: unicast_src_ip without unicast: true leaves the cluster on multicast, a vrrp_script that no track_script names is never run. keepalived says so of a few only. What each word needs was read off the source of keepalived 2.4.3.',
    keepalivedTest: 'partly',
    check: (scene) => [
      ...idleInGlobals(scene.cluster),
      ...unnamed(scene),
      ...strangersNamed(scene),
      ...idleInGroups(scene.cluster),
      ...scene.cluster.instances.flatMap((instance) => idleInInstance(instance, scene.cluster)),
      ...scene.cluster.services.flatMap((service) => idleInService(service, scene.cluster)),
      ...idleRoute(scene),
    ],
  },
]

/** The param of realserver-arp; only the inventory's own word has a place to tell. */
function idleRoute({ members, cluster }: Scene): readonly Remark[] {
  if (forwards(cluster, 'NAT')) return []
  const [first] = members.filter(
    (member) => partsOf(member, 'realServer').length > 0 && member.host.vars.nat_route !== undefined,
  )
  if (!first) return []
  const message = 'nat_route has no effect while no real server is reached by NAT'
  return [{ variable: 'nat_route', path: [], where: first.host.origin('nat_route'), message, hint: 'leave it out' }]
}
