import type { Change } from './change.ts'
import type { Problem } from './errors.ts'
import type { HostReport, Report, ReportDocument, Shard, StepReport } from './report.ts'

/** What a plan was made of, so that the run for it needs no more words. */
export interface PlanOptions {
  readonly playbook: string
  readonly inventory: readonly string[]
  readonly limit?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly skipTags?: readonly string[] | undefined
  readonly rolesPath?: readonly string[] | undefined
  readonly purge?: boolean | undefined
  readonly shard?: Shard | undefined
  readonly drainWait: number
}

/** The document of `--check --out`; `schemas/plan.json` describes it. */
export interface KeptPlan {
  readonly plan: 1
  readonly options: PlanOptions
  /** By host the SHA-256 of what it would be sent, secrets masked; those that would be sent nothing are left out. */
  readonly scripts: Readonly<Record<string, string>>
  /** scrypt of all that would be sent, secrets and all: a value that may not be shown may have become another. */
  readonly proof: { readonly salt: string; readonly hash: string }
  readonly report: ReportDocument
}

/** Where a run would do anything else than the plan has: a line a thing, up to twelve. Empty: it would do exactly that. */
export function differences(plan: Report, now: Report): readonly Problem[] {
  const before = new Map(plan.hosts.map((one) => [one.host, one]))
  const after = new Map(now.hosts.map((one) => [one.host, one]))
  const all = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
    hostDifferences(name, before.get(name), after.get(name)),
  )
  const stages = JSON.stringify(plan.stages) === JSON.stringify(now.stages) ? [] : ['the run is cut into other stages']
  const lines = [...all, ...(all.length === 0 ? stages : [])]
  const more = lines.length > most ? [`and ${lines.length - most} more`] : []
  return [...lines.slice(0, most), ...more].map((message) => ({ message }))
}

const most = 12

function hostDifferences(name: string, plan: HostReport | undefined, now: HostReport | undefined): string[] {
  if (!plan) return [`${name} is in the run and not in the plan`]
  if (!now) return [`${name} is in the plan and not in the run`]
  if (now.outcome !== 'ok' && now.outcome !== 'changed') return [`${name} is ${now.outcome}: ${now.message ?? ''}`]
  const before = new Map(due(plan).map((step) => [keyOf(step), step]))
  const after = new Map(due(now).map((step) => [keyOf(step), step]))
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const why = stepDifference(before.get(key), after.get(key))
    return why === undefined ? [] : [`${name}: ${why}`]
  })
}

const due = ({ steps }: HostReport) => steps.filter(({ outcome }) => outcome !== 'unchanged')
const keyOf = ({ stage = 0, play, role, resource }: StepReport) => JSON.stringify([stage, play, role, resource])

function stepDifference(plan: StepReport | undefined, now: StepReport | undefined): string | undefined {
  if (!plan) return `${now!.resource} would be ${now!.outcome}, which is not in the plan`
  if (!now) return `${plan.resource} was to be ${plan.outcome}, and needs nothing any more`
  if (plan.outcome !== now.outcome || plan.refreshed !== now.refreshed)
    return `${now.resource} was to be ${done(plan)} and would be ${done(now)}`
  const [change] = unlike(plan.changes, now.changes)
  return change && `${now.resource}: ${change}`
}

const done = ({ outcome, refreshed }: StepReport) => `${outcome}${refreshed ? ' and refreshed' : ''}`

function unlike(plan: readonly Change[], now: readonly Change[]): string[] {
  const before = new Map(plan.map((one) => [one.attribute, one]))
  const after = new Map(now.map((one) => [one.attribute, one]))
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [one, other] = [before.get(name), after.get(name)]
    if (!one || !other) return [`${name} ${other ? 'differs, too' : 'is as it should be by now'}`]
    if (one.from !== other.from) return [`${name} was ${shown(one.from)}, is now ${shown(other.from)}`]
    return one.to === other.to ? [] : [`${name} was to become ${shown(one.to)}, would become ${shown(other.to)}`]
  })
}

/** Long texts are not repeated. */
function shown(value: string | null): string {
  if (value === null) return 'not there'
  return value.includes('\n') || value.length > 60 ? 'other text' : value
}
