import { type ForClients, nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import type { ClusterChange } from './change.ts'
import type { Circumstances, ClusterStage } from './cluster-stage.ts'

/** What came by the old way is answered by it to the end, or until its time is up. */
export function outlasting(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
  const { servers, drainSeconds } = about
  if (change.outlasting.length === 0 || servers.length === 0) return []
  const title = `connections that ${named(servers)} ${servers.length > 1 ? 'have' : 'has'} by ${oldWay(change)} get up to ${drainSeconds} s to end`
  const needs = [...change.live, ...servers]
  return [{ kind: 'outlast', title, hosts: servers, needs, together: true, clients: nothingNoticed }]
}

/** What becomes of them when the old way is closed. */
export function afterOutlasting(change: ClusterChange, { drainSeconds }: Circumstances): ForClients {
  const why = `by ${oldWay(change)}, where one lasts longer than ${drainSeconds} s: it gets no more answers`
  return { newConnections: 0, established: 'may be reset', why }
}

const oldWay = ({ turning }: ClusterChange) => named([...new Set(turning.map(({ from }) => from))])
