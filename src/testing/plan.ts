import { playPlans } from '../engine/play-plan.ts'
import { declarationsOf } from '../engine/resolve.ts'
import type { Change } from '../model/change.ts'
import type { Facts } from '../model/facts.ts'
import type { Host, Inventory } from '../model/host.ts'
import { type Action, plan } from '../model/plan.ts'
import type { Assignment, Play } from '../model/play.ts'
import { label, type Observed } from '../model/resource.ts'
import type { Role } from '../model/role.ts'
import { fakeHost, fakeInventory } from './host.ts'
import { completed } from './params.ts'

/** For whom a role's plan is made. */
export interface PlanOptions {
  readonly facts: Facts
  /** As a playbook would give them; defaults are filled in. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Left out: `fakeHost('host1')`. */
  readonly host?: Host
  /** Left out: one of that host alone. */
  readonly inventory?: Inventory
  /** What a look at the host would see, by `kind[name]`; left out, and null: the thing is not there. */
  readonly found?: Readonly<Record<string, Observed>>
}

/** A step, as `--check` shows it. */
export interface PlannedStep {
  /** `kind[name]` */
  readonly resource: string
  /** `none`: it is as it should be. */
  readonly action: Action
  /** Attributes that differ, with secrets masked. */
  readonly changes: readonly Change[]
  /** Reloaded, restarted or run because something in its `refreshOn` changes. */
  readonly refresh: boolean
}

const where = { file: 'test', line: 1, column: 1 }

/**
 * What a run would do with a role on a host of these facts, step by step. All that a run asks of a role and its kinds before a change is asked for
 * here, too. Throws a ConfigError for params that do not fit, a role that throws and what can be no resource, an UnsupportedError where no
 * provider suits, a KindError where a kind throws.
 */
export function planOf<P>(role: Role<P>, options: PlanOptions): readonly PlannedStep[] {
  const { facts, params = {}, host = fakeHost('host1'), inventory = fakeInventory([host]), found = {} } = options
  const definition = role as Role<unknown>
  const assignment: Assignment = { role: 'role', definition, params: completed(role, params), tags: ['role'], where }
  const play: Play = { name: 'play', serial: null, assignments: new Map([[host, [assignment]]]), where }
  const declarations = declarationsOf({ inventory, plays: [play], secrets: [] }, host, facts)
  const resources = declarations.map(({ resource }) => resource)
  const seen = resources.map(
    (resource) => [resource, { observed: found[label(resource)] ?? null, pendingRefresh: false }] as const,
  )
  const steps = plan(resources, new Map(seen))
  playPlans(declarations, steps)
  return steps.map(({ resource, action, changes, refresh }) => ({
    resource: label(resource),
    action,
    changes,
    refresh,
  }))
}
