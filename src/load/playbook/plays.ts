import type { Host } from '../../model/host.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { Assignment, Play } from '../../model/play.ts'
import type { KnownHost } from '../connection/known-host.ts'
import { type Everybody, nobodyHint, selectHosts } from '../inventory/pattern.ts'
import type { Param } from '../schema/role-schema.ts'
import type { Resolve } from '../template/resolver.ts'
import type { Problems } from '../text/problems.ts'
import { listed, sentences } from '../text/sentences.ts'
import type { Variables } from '../text/variable.ts'
import { paramsOn } from './params.ts'
import type { Order, PlayDraft, RoleEntry, Serial } from './play-draft.ts'
import type { FoundRole } from './role-files.ts'

/** A play and the hosts it is for, `--limit` applied. */
export interface Selection {
  readonly play: PlayDraft
  readonly hosts: readonly string[]
}

/** A role with the params it takes. */
export interface UsableRole extends FoundRole {
  readonly params: ReadonlyMap<string, Param>
}

/** Who each play is for. A play for nobody is a problem, unless it is the limit that leaves nobody. */
export function selectPlays(
  plays: readonly PlayDraft[],
  everybody: Everybody,
  limit: ReadonlySet<string> | undefined,
  problems: Problems,
): readonly Selection[] {
  return plays.map((play) => {
    const told = problems.list().length
    const hosts = inOrder(selectHosts(play.hosts, everybody, problems), play.order)
    if (hosts.length === 0 && play.hosts[0] && problems.list().length === told) {
      const hint = nobodyHint(everybody, 'Groups without hosts and exclusions of everybody match nothing.')
      problems.add(play.hosts[0].where, `no host matches ${play.hosts.map(({ text }) => text).join(', ')}`, hint)
    }
    return { play, hosts: limit ? hosts.filter((host) => limit.has(host)) : hosts }
  })
}

function inOrder(hosts: readonly string[], order: Order): readonly string[] {
  if (order === 'shuffle') return shuffled(hosts)
  const given = order.endsWith('sorted') ? hosts.toSorted((a, b) => (a < b ? -1 : 1)) : hosts
  return order.startsWith('reverse_') ? given.toReversed() : given
}

/** Each order is as likely as any other. */
function shuffled(hosts: readonly string[]): readonly string[] {
  const drawn = new Map(hosts.map((host) => [host, Math.random()]))
  return hosts.toSorted((a, b) => drawn.get(a)! - drawn.get(b)!)
}

export interface PlayParts {
  readonly known: ReadonlyMap<string, KnownHost>
  readonly hosts: ReadonlyMap<string, Host>
  readonly roles: ReadonlyMap<string, UsableRole>
  readonly extraVars: Variables
  readonly resolve: Resolve
  readonly problems: Problems
}

/** The play with every role's params worked out for every host. */
export function makePlay({ play, hosts: names }: Selection, parts: PlayParts): Play {
  tellUnused(play, parts)
  const hosts = names.map((name) => parts.known.get(name)!)
  const assigners = play.roles.flatMap((entry) => assigner(entry, play, hosts, parts) ?? [])
  const assignments = hosts.map(
    (host) => [parts.hosts.get(host.name)!, assigners.map((assign) => assign(host))] as const,
  )
  return {
    name: play.name,
    serial: serialOf(play.serial, hosts.length),
    assignments: new Map(assignments),
    where: play.where,
  }
}

function assigner(
  entry: RoleEntry,
  play: PlayDraft,
  hosts: readonly KnownHost[],
  parts: PlayParts,
): ((host: KnownHost) => Assignment) | undefined {
  const role = parts.roles.get(entry.name)
  if (role === undefined) return undefined
  const params = paramsOn(hosts, role.params, { ...parts, entry, play }, parts.problems)
  const tags = [...new Set([entry.name, ...entry.tags, ...play.tags])]
  return (host) => ({ role: entry.name, definition: role.definition, params: params(host), tags, where: entry.where })
}

function serialOf(serial: Serial | null, hosts: number): number | null {
  if (serial === null) return null
  return serial.percent ? Math.max(1, Math.floor((hosts * serial.number) / 100)) : serial.number
}

function tellUnused(play: PlayDraft, { roles, problems }: PlayParts): void {
  const params = play.roles.flatMap(({ name }) => [...(roles.get(name)?.params.keys() ?? [])])
  for (const [name, variable] of play.vars) {
    if (params.includes(name)) continue
    const hint = name.startsWith('ansible_')
      ? 'lbprov enters a host once: set it in the inventory.'
      : sentences(didYouMean(name, params), params.length > 0 ? `Params are ${listed([...new Set(params)], 30)}.` : '')
    problems.add(variable.locate([], 'key'), `no role of this play has a param ${name}`, hint)
  }
}
