import { nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import type { ClusterChange } from './change.ts'
import type { Circumstances, ClusterStage } from './cluster-stage.ts'
import { reloading } from './reloading.ts'

/**
 * From or to NAT: the default route of real servers changes, and answers go by it. While it does, what is sent from virtual
 * addresses has a route of its own, so that DR and TUN answer by either; and the inside address of the directors is there
 * before the first packet goes by it, and until the last.
 */
export function rerouting(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
  const reroute = routes(change, about)
  const rest = { ...change, agreed: [] }
  if (change.way === 'to NAT') {
    const first = change.agreed.length > 0 ? passing(reloading({ ...change, turning: [] }, about)) : []
    return [...first, reroute, ...reloading(rest, about)]
  }
  if (change.agreed.length === 0) return [...reloading(change, about), reroute]
  return [...passing(reloading(rest, about)), reroute, ...reloading(change, about)]
}

const passing = (stages: readonly ClusterStage[]): readonly ClusterStage[] =>
  stages.map((stage) => ({ ...stage, passing: true }))

function routes({ live, way }: ClusterChange, { routed }: Circumstances): ClusterStage {
  const title = `the default route of ${named(routed)} becomes another`
  const old = 'of NAT, whose answers took the route that was'
  const clients =
    way === 'to NAT' ? nothingNoticed : ({ newConnections: 0, established: 'are reset', why: old } as const)
  return { kind: 'reroute', title, hosts: routed, needs: [...live, ...routed], together: true, clients }
}
