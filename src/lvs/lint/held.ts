import type { Instance } from '../cluster/cluster.ts'
import type { DirectorMember } from '../cluster/member.ts'
import type { Scene } from '../cluster/scene.ts'
import { priorityOf } from '../keepalived/instance.ts'
import { eachService, onInstances, onServices, type Remark, type Rule } from './rule.ts'

/** What is held back, while it is. */
export const heldRules: readonly Rule[] = [
  {
    id: 'L66',
    severity: 'warning',
    title: 'a real server is left that is not drained',
    explanation:
      'With the last real server of a virtual server drained, new connections are refused. keepalived.conf then keeps the weights, and the kernel has 0 until a check takes a server out and in again.',
    keepalivedTest: 'misses',
    check: eachService(({ index, realServers }) =>
      realServers.some(({ drained }) => drained) && realServers.every(({ weight }) => weight === 0)
        ? [
            onServices(
              [index, 'real_servers'],
              'every real server is drained',
              'take one back with lbprov undrain HOST',
            ),
          ]
        : [],
    ),
  },
  {
    id: 'L67',
    severity: 'warning',
    title: 'a director that leads has the highest priority',
    explanation:
      'lbprov failover --stay keeps one priority above those that the variables gave then. When another director is given a higher one, that director takes over at the next run.',
    keepalivedTest: 'misses',
    check: (scene) => scene.cluster.instances.flatMap((instance) => outranked(scene, instance)),
  },
]

function outranked({ inventory, directors }: Scene, instance: Instance): readonly Remark[] {
  const lead = directors.find(({ host }) =>
    Object.hasOwn(inventory.held?.leads.get(host.name)?.priorities ?? {}, instance.name),
  )
  if (!lead) return []
  const of = ({ host, priority }: DirectorMember) => priorityOf(instance, { name: host.name, priority: priority ?? 0 })
  const higher = directors.find((one) => one !== lead && of(one) >= of(lead))
  if (!higher) return []
  const message = `${lead.host.name} is to lead with priority ${of(lead)}, but ${higher.host.name} has ${of(higher)}`
  const hint = 'take it back with lbprov failover --back, or have it lead anew: lbprov failover --stay'
  return [onInstances([instance.name, 'priority', higher.host.name], message, hint)]
}
