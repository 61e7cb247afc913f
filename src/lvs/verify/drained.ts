import { nothingHeld, showNote } from '../../model/held.ts'
import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import { drainOf } from '../cluster/held.ts'
import type { Scene } from '../cluster/scene.ts'
import type { RealServer } from '../cluster/service.ts'
import { entryKey, serverName, type TableService } from '../table/ipvsadm.ts'
import { judged, unchecked } from './assertion.ts'
import { balancers } from './cast.ts'
import type { Sights } from './sight.ts'

/** A server that is drained has weight 0 on every director, or is out. */
export function drainedAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const entries = drainedEntries(scene)
  const names = balancers(scene).map(({ name }) => name)
  const tables = names.map((name) => sights.hosts.get(name)?.table ?? { why: `${name} could not be asked` })
  return [...entries].map(([subject, { server, keys }]) => {
    const why = showNote(drainOf(server, scene.inventory.held ?? nothingHeld)!)
    const about = { id: 'drained', subject, hosts: names, expected: 'weight 0, or out' } as const
    const unseen = tables.find(isUnseen)
    if (unseen) return unchecked(about, unseen.why)
    const weighty = names.filter((_, i) => hasWeight(tables[i] as readonly TableService[], keys))
    const seen = weighty.length === 0 ? `drained ${why}` : `has a weight on ${weighty.join(', ')}`
    const remedy = sights.mend(weighty, ['ipvs-service', 'file']) ?? `lbprov drain ${subject} again`
    return judged(about, { ok: weighty.length === 0, seen, remedy })
  })
}

/** `-t 192.168.1.225:80 -r 192.168.1.222:80` of the servers that are drained: a table may have them or not. */
export function drainedKeys(scene: Scene): ReadonlySet<string> {
  return new Set([...drainedEntries(scene).values()].flatMap(({ keys }) => keys))
}

function drainedEntries({ cluster }: Scene) {
  const found = new Map<string, { readonly server: RealServer; readonly keys: string[] }>()
  for (const service of cluster.services)
    for (const server of service.realServers.filter(({ drained }) => drained)) {
      const name = server.host ?? server.address
      const entry = found.get(name) ?? { server, keys: [] }
      for (const endpoint of service.endpoints)
        entry.keys.push(`${entryKey(endpoint, service)} -r ${serverName(server, endpoint)}`)
      found.set(name, entry)
    }
  return found
}

function hasWeight(table: readonly TableService[], keys: readonly string[]): boolean {
  return table.some(({ key, servers }) =>
    [...servers].some(([server, words]) => keys.includes(`${key} -r ${server}`) && !/(^| )-w 0( |$)/.test(words)),
  )
}
