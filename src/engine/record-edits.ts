import type { Host } from '../model/host.ts'
import { inKind } from '../model/in-kind.ts'
import { type Owned, ownedLabel, siteKind } from '../model/owned.ts'
import type { Sighting, Step } from '../model/plan.ts'
import type { Play } from '../model/play.ts'
import { label, type Observed, type Resource } from '../model/resource.ts'
import { identities, type Known, siteLine } from './leftovers.ts'
import type { RecordEdit } from './record.ts'

interface Seen extends Known {
  readonly host: Host
  /** Of what roles declare, each. */
  readonly steps: readonly Step[]
  readonly seen: ReadonlyMap<Resource, Sighting>
  /** Nothing that roles declare is left out. */
  readonly isWhole: boolean
  /** Lines that go on the occasion. */
  readonly stale: readonly Owned[]
}

/** What each play enters in the record before its first change: all that it sees to and the record does not have, or in other words. Throws KindError. */
export function recordEdits(about: Seen): (play: Play) => RecordEdit {
  const { owner, host, record, isOwn, declared, steps, seen, isWhole, stale } = about
  const { identity } = identities(declared)
  const own = record.filter(isOwn)
  const known = Map.groupBy(record, identity)
  const named = ({ kind, name }: Resource) => ({ kind: kind.name, name })
  const labels = new Set(declared.flatMap(({ resource }) => (resource.desired === null ? [] : [label(resource)])))
  const wanted = new Set(declared.map(({ resource }) => identity(named(resource))))
  const renamed = own.filter((one) => isWhole && wanted.has(identity(one)) && !labels.has(ownedLabel(one)))
  const edits = declared.flatMap(({ resource, play }, i) => {
    if (resource.desired === null) return []
    const { observed } = seen.get(resource)!
    const old = own.find((one) => ownedLabel(one) === label(resource))
    const first = old ?? known.get(identity(named(resource)))?.[0]
    const origin = first?.origin ?? originOf(observed, steps[i]!)
    const kept = keptOf(resource, observed, first?.kept)
    const add: Owned = { site: owner.site, host: host.name, ...named(resource), origin, kept }
    return old?.kept === kept && old.host === host.name ? [] : [{ play, add, drop: old ? [old] : [] }]
  })
  const names = siteLine(host, about)
  const old = own.filter(({ kind, kept }) => kind === siteKind && kept !== names?.kept)
  const isNew = names !== undefined && (old.length > 0 || !own.some(({ kind }) => kind === siteKind))
  return (play) => {
    const due = edits.filter((edit) => edit.play === play)
    return {
      add: [...(isNew ? [names] : []), ...due.map(({ add }) => add)],
      drop: [...stale, ...old, ...renamed, ...due.flatMap(({ drop }) => drop)],
    }
  }
}

function keptOf(resource: Resource, observed: Observed, kept: string | undefined): string {
  const { leftovers } = resource.kind
  return inKind(resource, 'leftovers.keep', () => leftovers?.keep?.(resource, { observed, kept })) ?? ''
}

function originOf(observed: Observed, { action }: Step): Owned['origin'] {
  if (observed === null) return 'made'
  return action === 'none' ? 'found' : 'changed'
}
