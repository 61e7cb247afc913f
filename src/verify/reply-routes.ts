import type { Planned } from '../engine/planned.ts'
import type { ClusterChange } from '../lvs/change/change.ts'
import { type Family, familyOf } from '../model/ip-address.ts'
import type { Step } from '../model/plan.ts'
import { replyRoute } from '../resources/route/reply-route.ts'
import { type BetweenIn, inPlaceOf } from './between.ts'

/** True for a step by which the default route becomes another. */
export const reroutes = ({ resource, action }: Step): boolean => resource.kind.name === 'route' && action !== 'none'

/** While the default route becomes another, what is sent from the addresses of DR and TUN goes by the gateway that is not the directors; and that it does no more. */
export function replyRoutes(
  change: ClusterChange,
  servers: readonly Planned[],
): Record<'set' | 'gone', readonly BetweenIn[]> {
  const each = servers.flatMap((server) => {
    const routes = server.steps.filter(reroutes)
    return change.turned.flatMap((address) => {
      const via = gatewayOf(server, routes, familyOf(address) ?? 4)
      const [first] = routes
      return via && first ? [{ host: server.host.name, address, via, standsFor: first.resource }] : []
    })
  })
  return {
    set: each.map(({ host, address, via, standsFor }) => inPlaceOf(standsFor, host, replyRoute(address, { via }))),
    gone: each.map(({ host, address, standsFor }) => inPlaceOf(standsFor, host, replyRoute(address, null))),
  }
}

/** To NAT it is the gateway that is there now; from NAT the one that was there before, and comes back. */
function gatewayOf({ facts }: Planned, routes: readonly Step[], family: Family): string | undefined {
  const route = routes.find(({ resource }) => resource.name === (family === 6 ? 'default6' : 'default'))?.resource
  if (!route) return undefined
  if (!route.leftover) return (family === 6 ? facts.gateway6 : facts.gateway) ?? undefined
  const { left } = route.options as { readonly left?: { readonly before: string } }
  return /^default via (\S+)/.exec(left?.before ?? '')?.[1]
}
