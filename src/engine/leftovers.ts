import type { Facts } from '../model/facts.ts'
import type { Host, Inventory } from '../model/host.ts'
import { type Owned, ownedLabel, recordFile, siteKind } from '../model/owned.ts'
import type { Assignment, Play } from '../model/play.ts'
import type { Kind, Resource } from '../model/resource.ts'
import { ownKinds } from '../resources/own-kinds.ts'
import { lineResource, recordKind } from './record-kind.ts'
import { type Declaration, providerOf } from './resolve.ts'

/** For which site a run looks after what is left over. */
export interface Owner {
  /** Its name in the records of hosts. */
  readonly site: string
  /** Packages are taken away, too. */
  readonly purge: boolean
  /** Names of the hosts that are in some play, be they in this run or not, or serve without. */
  readonly playing: ReadonlySet<string>
}

/** The play that takes away what is left over, once all others are done: nothing goes before what takes its place is there. */
export type LeftoverPlay = Play & { readonly assignments: Map<Host, readonly Assignment[]> }

const where = { file: recordFile, line: 1, column: 1 }

/** One without hosts yet; a run enters those on which something is left over. */
export const leftoverPlay = (): LeftoverPlay => ({
  name: 'what is left over',
  serial: null,
  assignments: new Map(),
  where,
})

/** What stands for a role in that play. */
const assignment: Assignment = {
  role: 'leftover',
  definition: { params: {}, resources: () => [] },
  params: {},
  tags: ['leftover'],
  where,
}

/** What a site has left on a host. */
export interface Leftover {
  /** In the order in which it is taken away. */
  readonly declarations: readonly Declaration[]
  /** What stays, and why: it goes from the record alone. */
  readonly stays: ReadonlyMap<Owned, string>
}

export const nothingLeft: Leftover = { declarations: [], stays: new Map() }

/** What is known of a host when it is asked what is left over there. */
export interface Known {
  readonly owner: Owner
  readonly play: LeftoverPlay
  readonly record: readonly Owned[]
  /** Whether a line is this site's for this host. */
  readonly isOwn: (owned: Owned) => boolean
  /** What roles want of it. */
  readonly declared: readonly Declaration[]
  /** The site's hosts. */
  readonly names: readonly string[]
}

/** Lines of the host, and those of a host that the inventory has no more: it has got another name. */
export function ownLines({ site }: Owner, host: Host, inventory: Inventory): Known['isOwn'] {
  return (one) => one.site === site && (one.host === host.name || !inventory.host(one.host))
}

/**
 * What a site's lines of a host's record have that none of the declarations is about. Nothing goes that another site's runs
 * see to, and nothing that was there before lbprov.
 */
export function leftoversOn(host: Host, facts: Facts, { owner, play, record, isOwn, declared }: Known): Leftover {
  const { kinds, identity } = identities(declared)
  const wanted = new Set(
    declared.flatMap(({ resource: { kind, name } }) => [
      identity({ kind: kind.name, name }),
      kind.leftovers?.within?.(name),
    ]),
  )
  const shared = new Set(record.filter((one) => !isOwn(one)).map(identity))
  const rank = ({ kind }: Owned) => kinds.get(kind)?.leftovers?.rank ?? 0
  const fates = record
    .filter((one) => one.kind !== siteKind && isOwn(one) && !wanted.has(identity(one)))
    .toReversed()
    .toSorted((a, b) => rank(a) - rank(b))
    .map((owned) => {
      const fate = shared.has(identity(owned))
        ? 'another playbook sees to it'
        : fateOf(owned, kinds.get(owned.kind), owner.purge)
      return { owned, fate: fate && typeof fate !== 'string' ? suiting(fate, host, facts) : fate }
    })
  const declarations = fates.flatMap(({ owned, fate }) =>
    !fate || typeof fate === 'string' ? [] : [leftOver(owned, fate, { play, record })],
  )
  const stays = fates.flatMap(({ owned, fate }) => (typeof fate === 'string' ? [[owned, fate] as const] : []))
  return { declarations, stays: new Map(stays) }
}

/** The declarations by which lines go from the record, and nothing else. */
export function released(lines: readonly Owned[], known: Known): readonly Declaration[] {
  return lines.map((owned) =>
    leftOver(owned, { resource: lineResource(owned), provider: recordKind.providers[0]! }, known),
  )
}

function leftOver(
  owned: Owned,
  { resource, provider }: Pick<Declaration, 'resource' | 'provider'>,
  { play, record }: Pick<Known, 'play' | 'record'>,
): Declaration {
  const place = { ...where, line: record.indexOf(owned) + 1 }
  return { resource: { ...resource, leftover: owned, where: place }, provider, play, assignment }
}

/** Most hosts of a site that each of them has on record. */
const mostNames = 256

/** The line that names the site's hosts, and those that were; undefined where they are too many, or none is a host of the site any more. */
export function siteLine(host: Host, { owner, record, isOwn, declared, names }: Known): Owned | undefined {
  if (declared.length === 0 || names.length > mostNames) return undefined
  const all = [...new Set([...namesIn(record, isOwn), ...names])].toSorted()
  if (all.length > mostNames) return undefined
  return { site: owner.site, host: host.name, kind: siteKind, name: 'hosts', origin: 'found', kept: all.join(' ') }
}

/** The hosts that the site had when it last changed something there. */
export function namesIn(record: readonly Owned[], isOwn: Known['isOwn']): readonly string[] {
  return record.filter((one) => one.kind === siteKind && isOwn(one)).flatMap(({ kept }) => kept.split(' '))
}

/** The kinds that are known by name, and which names mean one thing. */
export function identities(declared: readonly Declaration[]) {
  const all = [...declared.map(({ resource }) => resource.kind), ...ownKinds]
  const kinds: ReadonlyMap<string, Kind> = new Map(all.map((kind) => [kind.name, kind]))
  const identity = (one: Pick<Owned, 'kind' | 'name'>) =>
    kinds.get(one.kind)?.leftovers?.identity?.(one.name) ?? ownedLabel(one)
  return { kinds, identity }
}

/** What becomes of one: it is taken away; it stays, and why; undefined: not now. */
type Fate = ReturnType<NonNullable<Kind['leftovers']>['take']>

function fateOf(owned: Owned, kind: Kind | undefined, purge: boolean): Fate {
  if (!kind) return 'no role has a resource of this kind any more, so nothing is known of it'
  if (!kind.leftovers) return 'how it was before is not known'
  try {
    return kind.leftovers.take(owned, { purge })
  } catch {
    return `${recordFile} says of it what lbprov does not write`
  }
}

function suiting(resource: Resource, host: Host, facts: Facts): Pick<Declaration, 'resource' | 'provider'> | string {
  try {
    return { resource, provider: providerOf(resource, host, facts) }
  } catch {
    return 'nothing that can take it away suits the host'
  }
}
