import { forwards } from '../cluster/cluster.ts'
import { partsOf } from '../cluster/member.ts'
import type { Scene } from '../cluster/scene.ts'
import { idleInGlobals } from './idle-global.ts'
import { idleInGroups } from './idle-group.ts'
import { idleInInstance } from './idle-instance.ts'
import { strangersNamed, unnamed } from './idle-names.ts'
import { idleInService } from './idle-service.ts'
import { onInstances, type Remark, type Rule } from './rule.ts'

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
      ...nothingToDo(scene),
      ...idleInGlobals(scene.cluster),
      ...unnamed(scene),
      ...strangersNamed(scene),
      ...idleInGroups(scene.cluster),
      ...scene.cluster.instances.flatMap((instance) => idleInInstance(instance, scene.cluster)),
      ...scene.cluster.services.flatMap((service) => idleInService(service, scene.cluster)),
      ...idleParam(scene, 'nat_route', 'NAT'),
      ...idleParam(scene, 'tun_mtu', 'TUN'),
    ],
  },
]

/** Neither an instance nor a service; a file by itself may have other words. */
function nothingToDo({ cluster, directors, members }: Scene): readonly Remark[] {
  if (members.length === 0 || cluster.instances.length > 0 || cluster.words.virtual_servers?.length) return []
  const [first] = directors.filter(({ host }) => host.origin('vrrp_instances') !== undefined)
  return first
    ? [
        onInstances(
          [],
          'an empty vrrp_instances has no effect without virtual_servers',
          'add an instance or virtual_servers',
        ),
      ]
    : []
}

/** A param of realserver-arp; only the inventory's own word has a place to tell. */
function idleParam({ members, cluster }: Scene, param: string, forwarding: 'NAT' | 'TUN'): readonly Remark[] {
  if (forwards(cluster, forwarding)) return []
  const [first] = members.filter(
    (member) => partsOf(member, 'realServer').length > 0 && member.host.vars[param] !== undefined,
  )
  if (!first) return []
  const message = `${param} has no effect while no real server is reached by ${forwarding}`
  return [{ variable: param, path: [], where: first.host.origin(param), message, hint: 'leave it out' }]
}
