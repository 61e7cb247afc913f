import { type Change, changesOf } from './change.ts'
import { inKind } from './in-kind.ts'
import type { Observed, Resource } from './resource.ts'

/** What is done about a resource; `refresh`: it is as it should be, but is reloaded, restarted or run. */
export type Action = 'create' | 'update' | 'delete' | 'refresh' | 'none'

/** One resource of a host, what differs, and what will be done about it. */
export interface Step {
  readonly resource: Resource
  readonly changes: readonly Change[]
  readonly action: Action
  /** Something in `refreshOn` changes, or changed in an earlier run that did not get as far as this resource. */
  readonly refresh: boolean
  /** Why part of it could not be looked at, and counts as it should be; undefined: all was. */
  readonly unseen?: string | undefined
  /** The command that a person types on the host, since a run can't mend what differs; undefined: it can. */
  readonly byHand?: string | undefined
}

/** What was seen of one resource. `pendingRefresh`: the mark that an earlier run left. */
export interface Sighting {
  readonly observed: Observed
  readonly pendingRefresh: boolean
  readonly unseen?: string | undefined
  readonly byHand?: string | undefined
}

/** The steps that bring `resources` about, in their order, one each; pure. Throws KindError. `seen` has an entry per resource. */
export function plan(resources: readonly Resource[], seen: ReadonlyMap<Resource, Sighting>): Step[] {
  const changing = new Set<Resource>()
  return resources.map((resource) => {
    const { observed, pendingRefresh, unseen, byHand } = seen.get(resource)!
    const changes = inKind(resource, 'same or mask', () => changesOf(resource, observed))
    const triggered = pendingRefresh || resource.refreshOn.some((other) => changing.has(other))
    const refresh = triggered && resource.desired !== null
    if (changes.length > 0) changing.add(resource)
    return { resource, changes, action: actionOf(resource, observed, changes, refresh), refresh, unseen, byHand }
  })
}

/** True for steps of which none does anything. */
export const isIdle = (steps: readonly Step[]): boolean => steps.every(({ action }) => action === 'none')

function actionOf(resource: Resource, observed: Observed, changes: readonly Change[], refresh: boolean): Action {
  if (changes.length === 0) return refresh ? 'refresh' : 'none'
  if (resource.desired === null || resource.leftover) return 'delete'
  return observed === null ? 'create' : 'update'
}
