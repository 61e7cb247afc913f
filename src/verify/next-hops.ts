import type { Planned } from '../engine/planned.ts'
import type { ClusterChange } from '../lvs/change/change.ts'
import { type NextHopState, nextHop } from '../resources/route/next-hop.ts'
import { type BetweenIn, inPlaceOf } from './between.ts'
import { confOf } from './director-steps.ts'

/** While directors send by DR and by NAT to one server, the routes to it have a next hop; and then no more. */
export function nextHops(
  change: ClusterChange,
  directors: readonly Planned[],
): Record<'set' | 'gone', readonly BetweenIn[]> {
  const each = (state: NextHopState) =>
    directors
      .filter(({ host }) => change.live.includes(host.name))
      .flatMap(({ host, steps }) => {
        const { resource } = confOf(steps)!
        return change.bothWays.map((address) => inPlaceOf(resource, host.name, nextHop(address, state)))
      })
  return { set: each({ gateway: true }), gone: each(null) }
}
