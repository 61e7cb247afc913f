import type { Cluster } from '../cluster/cluster.ts'
import type { Service } from '../cluster/service.ts'
import {
  compareTables,
  entryKey,
  ipvsadmRules,
  parseIpvsadm,
  serverName,
  type TableDifference,
  type TableService,
} from './ipvsadm.ts'

/**
 * Why a live table may differ from the model. `taken-out`: the server has a checker, which may have failed. `inhibited`:
 * weight 0, which a failed check gives it. `sorry-server`: in use, since too few real servers are up. `wrong`: none of these.
 */
export type Cause = 'wrong' | 'taken-out' | 'inhibited' | 'sorry-server'

/** A difference between the model and a live table, and what may be behind it. */
export interface Drift extends TableDifference {
  readonly cause: Cause
}

/** In what a director's live table differs from the model, and what may be behind it: only `wrong` is surely no doing of keepalived's checks. */
export function tableDrift(cluster: Cluster, found: readonly TableService[]): readonly Drift[] {
  const expected = parseIpvsadm(ipvsadmRules(cluster).join('\n'))
  const causes = new Map(cluster.services.flatMap(excuses))
  return compareTables(expected, found).map((difference) => ({
    ...difference,
    cause: causes.get(difference.entry)?.(difference) ?? 'wrong',
  }))
}

type Excuse = (difference: TableDifference) => Cause

function excuses(service: Service): readonly (readonly [string, Excuse])[] {
  const { realServers, sorryServer, endpoints } = service
  return endpoints.flatMap((endpoint) => {
    const entryOf = (server: { readonly address: string; readonly port: number }) =>
      `${entryKey(endpoint, service)} -r ${serverName(server, endpoint)}`
    const sorry: Excuse = ({ expected }) => (expected === null ? 'sorry-server' : 'wrong')
    return [
      ...(sorryServer ? [[entryOf(sorryServer), sorry] as const] : []),
      ...realServers.map((server) => [entryOf(server), excuseOf(server)] as const),
    ]
  })
}

function excuseOf({ checkers, inhibitOnFailure }: Service['realServers'][number]): Excuse {
  return ({ expected, found }) => {
    if (checkers.length === 0) return 'wrong'
    if (found === null) return inhibitOnFailure ? 'wrong' : 'taken-out'
    const inhibited = inhibitOnFailure && expected?.replace(/-w \d+/, '-w 0') === found
    return inhibited ? 'inhibited' : 'wrong'
  }
}
