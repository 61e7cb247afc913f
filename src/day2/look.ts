import { isUnseen } from '../lvs/cluster/hearing.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { serviceName } from '../lvs/cluster/service.ts'
import { entryKey } from '../lvs/table/ipvsadm.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Went } from '../model/day-report.ts'
import { type Balance, balanceOf } from './balance.ts'
import { runOver, wentOf } from './bring.ts'
import type { Hands } from './hands.ts'
import { thoseThatBalance } from './idle.ts'
import { holding } from './narrow.ts'
import { isServer } from './servers.ts'
import type { Act } from './stage.ts'

type Look = Extract<Act, { readonly do: 'look' }>

/** Whether what will change is now as the roles say, and nobody is left without a real server. Changes nothing. */
export async function look(act: Look, hands: Hands): Promise<Went> {
  const report = await runOver(act, true, hands)
  const went = wentOf(report)
  if (went.outcome !== 'done') return went
  const differing = report.hosts.flatMap(({ host, steps }) =>
    // What the table lacks is put right on the way.
    steps
      .filter(({ outcome, resource }) => outcome !== 'unchanged' && !resource.startsWith('ipvs-service['))
      .map(({ resource }) => `${host} ${resource}`),
  )
  if (differing.length > 0)
    return {
      outcome: 'failed',
      said: `another change is waiting there: ${differing.join(', ')}`,
      hint: 'lbprov run first, or --force to bring it in with this',
    }
  const bare = await withoutOthers(act, hands)
  return bare === null
    ? { outcome: 'done', said: '' }
    : { outcome: 'failed', said: bare, hint: 'see to the others first (lbprov verify), or add --force' }
}

/** Why a service would have nobody to serve it; null: somebody is left. */
async function withoutOthers({ held, without }: Look, hands: Hands): Promise<string | null> {
  if (without.length === 0) return null
  for (const scene of scenesOf(holding(hands.site, held))) {
    const own = scene.cluster.services.filter(({ realServers }) => realServers.some((one) => isServer(one, without)))
    if (own.length === 0) continue
    const balances = await Promise.all(balancers(scene).map((host) => balanceOf(host, false, hands)))
    const unseen = balances.find(isUnseen)
    if (unseen) return unseen.why
    for (const balance of thoseThatBalance(scene, balances as readonly Balance[]))
      for (const service of own)
        if (!isServedBy(service, balance, without))
          return `${serviceName(service)} has no other real server in reach now`
  }
  return null
}

function isServedBy(
  service: Scene['cluster']['services'][number],
  { table }: Balance,
  without: readonly string[],
): boolean {
  const others = service.realServers.filter((one) => !isServer(one, without)).map(({ address }) => address)
  return service.endpoints.every((endpoint) => {
    const entry = table.find(({ key }) => key === entryKey(endpoint, service))
    return [...(entry?.servers ?? [])].some(
      ([server, words]) => !/(^| )-w 0( |$)/.test(words) && others.includes(server.replace(/^\[?(.*?)\]?:\d+$/, '$1')),
    )
  })
}
