import { inKind } from '../model/in-kind.ts'
import { type Owned, ownedLabel } from '../model/owned.ts'
import type { Sighting, Step } from '../model/plan.ts'
import type { Play } from '../model/play.ts'
import { label, type Observed, type Resource } from '../model/resource.ts'
import { identities } from './leftovers.ts'
import type { RecordEdit } from './record.ts'
import type { Declaration } from './resolve.ts'

interface Seen {
  /** What new lines begin with. */
  readonly site: string
  readonly host: string
  readonly record: readonly Owned[]
  readonly isOwn: (owned: Owned) => boolean
  /** What roles declare, with a step each. */
  readonly declared: readonly Declaration[]
  readonly steps: readonly Step[]
  readonly seen: ReadonlyMap<Resource, Sighting>
  /** Nothing that roles declare is left out. */
  readonly isWhole: boolean
}

/** What each play enters in the record before its first change: all that it sees to and the record does not have, or in other words. Throws KindError. */
export function recordEdits({
  site,
  host,
  record,
  isOwn,
  declared,
  steps,
  seen,
  isWhole,
}: Seen): (play: Play) => RecordEdit {
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
    const add: Owned = { site, host, ...named(resource), origin, kept }
    return old?.kept === kept && old.host === host ? [] : [{ play, add, drop: old ? [old] : [] }]
  })
  return (play) => {
    const due = edits.filter((edit) => edit.play === play)
    return { add: due.map(({ add }) => add), drop: [...renamed, ...due.flatMap(({ drop }) => drop)] }
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
