import { nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import type { ClusterChange } from './change.ts'
import type { Circumstances, ClusterStage } from './cluster-stage.ts'
import { afterOutlasting, outlasting } from './outlasting.ts'
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
  const closed = [...outlasting(change, about), reroute]
  if (change.agreed.length === 0) return [...reloading(change, about), ...closed]
  return [...passing(reloading(rest, about)), ...closed, ...reloading(change, about)]
}

const passing = (stages: readonly ClusterStage[]): readonly ClusterStage[] =>
  stages.map((stage) => ({ ...stage, passing: true }))

function routes(change: ClusterChange, about: Circumstances): ClusterStage {
  const { live, way } = change
  const { routed } = about
  const title = `the default route of ${named(routed)} becomes another`
  const clients = way === 'to NAT' ? nothingNoticed : afterOutlasting(change, about)
  return { kind: 'reroute', title, hosts: routed, needs: [...live, ...routed], together: true, clients }
}
