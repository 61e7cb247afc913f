import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import type { Scene } from '../cluster/scene.ts'
import { compareTables, ipvsadmRules, parseIpvsadm, type TableDifference, type TableService } from '../table/ipvsadm.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { barriersTo, withoutRule } from './barrier.ts'
import { balancers } from './cast.ts'
import { drainedKeys } from './drained.ts'
import { socketName } from './entry.ts'
import { deafServers } from './listening.ts'
import { keepalivedLog } from './log.ts'
import type { Sights } from './sight.ts'

/** The kernel's table on each director against the model. */
export function tableAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const expected = parseIpvsadm(ipvsadmRules(scene.cluster).join('\n'))
  const entries = expected.reduce((sum, { servers }) => sum + 1 + servers.size, 0)
  return balancers(scene).map(({ name }) => {
    const about: About = {
      id: 'ipvs-table',
      subject: name,
      hosts: [name],
      expected: `${entries} entries, as the model says`,
    }
    const table = sights.hosts.get(name)?.table ?? { why: `${name} could not be asked` }
    if (isUnseen(table)) return unchecked(about, table.why)
    const differences = differencesOn(scene, table)
    const seen = differences.length === 0 ? `${entries} entries` : differences.map(differenceWords).join('; ')
    return judged(about, { ok: differences.length === 0, seen, remedy: remedyFor(name, differences, scene, sights) })
  })
}

/** In what a director's table is not the model; one that is drained may be out of it. */
export function differencesOn(scene: Scene, table: readonly TableService[]): readonly TableDifference[] {
  const expected = parseIpvsadm(ipvsadmRules(scene.cluster).join('\n'))
  const drained = drainedKeys(scene)
  return compareTables(expected, table).filter(({ entry, found }) => found !== null || !drained.has(entry))
}

export function differenceWords({ entry, expected, found }: TableDifference): string {
  if (found === null) return `${entry} is missing`
  return expected === null ? `${entry} ${found} is too many` : `${entry} is ${found}, not ${expected}`
}

/** The steps of a run that change the table, by themselves or by what keepalived makes of them. */
export const tableKinds = ['ipvs-service', 'file', 'service', 'pkg', 'kernel-module']

/** A real server that does not listen is rightly out; what others put in the table a run does not know. */
function remedyFor(name: string, differences: readonly TableDifference[], scene: Scene, sights: Sights): string {
  const deaf = deafServers(scene, sights)
  const isDeaf = ({ entry, found }: TableDifference) => found === null && deaf.some((at) => entry.endsWith(`-r ${at}`))
  if (differences.length > 0 && differences.every(isDeaf))
    return 'start what it serves (see listening); keepalived takes it back by itself'
  const strange = differences.find(({ entry, expected }) => expected === null && !entry.includes(' -r '))
  if (strange) return `on ${name}: ipvsadm -D ${strange.entry}; and what put it there?`
  const out = differences.some(({ entry, found }) => found === null && entry.includes(' -r '))
  const way = out ? checksBlocked(name, differences, scene, sights) : null
  if (way !== null) return way
  const log = `on ${name}, ${keepalivedLog([name], sights)}`
  const run = sights.mend([name], tableKinds)
  if (run === null) return `keepalived has it so, since a check fails or too few real servers are up: ${log}`
  return `${run}${out ? `; if it is out because its check fails: ${log}` : ''}`
}

/** What keeps this director's health checks from the real servers that it has taken out: a rule of its own, or of theirs; null: none that is known. */
function checksBlocked(
  name: string,
  differences: readonly TableDifference[],
  { cluster }: Scene,
  { hosts }: Sights,
): string | null {
  const gone = cluster.services.flatMap(({ realServers }) =>
    realServers.filter((server) =>
      differences.some(({ entry, found }) => found === null && entry.endsWith(`-r ${socketName(server)}`)),
    ),
  )
  const rules = gone.flatMap(({ address, host, port }) => [
    ...barriersTo(hosts.get(name), [address], [port]).map((rule) => withoutRule(name, rule)),
    ...(host === null ? [] : barriersTo(hosts.get(host), [address], [port]).map((rule) => withoutRule(host, rule))),
  ])
  return rules.length === 0 ? null : `its checks do not get there: ${[...new Set(rules)].join('; ')}`
}
