import { nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import type { ClusterChange } from './change.ts'
import type { Circumstances, ClusterStage } from './cluster-stage.ts'
import { afterOutlasting, outlasting } from './outlasting.ts'
import { reloading } from './reloading.ts'
import { rerouting } from './rerouting.ts'

/**
 * What follows when everything that the change needs is prepared, in its order; empty where the order of the playbook loses nothing.
 * What a change needs comes before the directors turn to it, and what they do without goes when none uses it any more.
 */
export function stagesOf(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
  if (change.live.length === 0) return takingAway(change, about, [])
  const reroutes = change.way !== null && about.routed.length > 0
  const turn = reroutes ? rerouting(change, about) : reloading(change, about)
  const unneeded = [...(reroutes ? about.routed : []), ...(change.bothWays.length > 0 ? change.live : [])]
  const last = change.way === 'to NAT' ? outlasting(change, about) : []
  return [...draining(change, about), ...turn, ...last, ...takingAway(change, about, unneeded)]
}

function draining({ leaving, live }: ClusterChange, { drainSeconds }: Circumstances): readonly ClusterStage[] {
  const servers = [...new Set([...leaving.values()].flatMap((all) => all.flatMap((one) => one.servers)))]
  if (servers.length === 0) return []
  const several = servers.length > 1
  const title = `${named(servers)} ${several ? 'get' : 'gets'} no new connection (weight 0), and up to ${drainSeconds} s for those ${several ? 'they have' : 'it has'}`
  return [{ kind: 'drain', title, hosts: live, needs: live, together: true, clients: nothingNoticed }]
}

function takingAway(change: ClusterChange, about: Circumstances, unneeded: readonly string[]): readonly ClusterStage[] {
  const hosts = [...new Set([...unneeded, ...about.leftovers])]
  if (hosts.length === 0) return []
  const title = `what the cluster does without goes from ${named(hosts)}`
  const clients = change.way === 'to NAT' ? afterOutlasting(change, about) : nothingNoticed
  return [{ kind: 'take away', title, hosts, needs: change.live, together: false, clients }]
}
