import { unforeseen } from '../model/errors.ts'
import type { Host } from '../model/host.ts'
import type { Step } from '../model/plan.ts'
import type { HostOutcome, HostReport, StepOutcome, StepReport } from '../model/report.ts'
import { label } from '../model/resource.ts'
import type { Convergence, StepResult } from './converge.ts'
import type { NoSurvey } from './enter.ts'
import type { Holder } from './holder.ts'
import type { LeftoverPlay } from './leftovers.ts'
import type { Link } from './link.ts'
import type { PlayPlan } from './play-plan.ts'
import type { Declaration } from './resolve.ts'
import type { StagedPlans, Turn } from './staged.ts'
import type { Survey } from './survey.ts'

/** Why a host is out of a run. */
interface End {
  readonly outcome: HostOutcome
  readonly message?: string | undefined
  readonly hint?: string | undefined
}

/** What is said of hosts together, once all is done on each of them. `failed`: it is not as it should be. */
export interface Afterword {
  readonly hosts: readonly string[]
  readonly failed: boolean
  readonly message: string
  readonly hint?: string
}

/** What becomes of one host in the course of a run. */
export interface HostRecord {
  readonly host: Host
  readonly link: Link
  readonly startedAt: number
  readonly steps: StepReport[]
  readonly notes: string[]
  survey?: Survey
  /** Its plan by stage and play, once it has been looked at. */
  plans?: StagedPlans
  /** The run is cut into stages. */
  staged: boolean
  /** Set when the host is out of the run. */
  ended?: End
  /** Another run has it. */
  held?: Holder
  /** Its line of the report, once nothing more can happen to it. */
  report?: HostReport
  /** In no play: what it has of the site is taken away. `noticed`: by what the others have on record; `asked`: by who runs it. */
  readonly left?: 'noticed' | 'asked'
  /** Something was changed on it in this run. */
  touched: boolean
}

export function recordOf(host: Host, link: Link, left?: HostRecord['left']): HostRecord {
  const about = left === undefined ? { host, link } : { host, link, left }
  return { ...about, startedAt: performance.now(), steps: [], notes: [], staged: false, touched: false }
}

/** The part of a host's plan that a turn brings about. */
export function partOf({ plans }: HostRecord, { stage, play }: Turn): PlayPlan {
  return plans?.get(stage)?.get(play) ?? { declarations: [], steps: [] }
}

/** Enters what was seen of the host; one on which something is left over gets into the play for that. */
export function recordSurvey(record: HostRecord, survey: Survey, leftovers: LeftoverPlay): void {
  record.survey = survey
  const [first] = survey.plays.get(leftovers)?.declarations ?? []
  if (first) leftovers.assignments.set(record.host, [first.assignment])
  record.notes.push(...survey.notes)
}

/** A host that is in no play and can't be looked at is no failure of the run: it may be gone for good. */
export function recordUnknown(record: HostRecord, { message }: NoSurvey): void {
  const hint = `if it is gone for good, take it out of the inventory; else lbprov retire ${record.host.name}`
  record.notes.push(`it is in no play any more, and could not be looked at: ${message}; ${hint}`)
}

/** Puts a host out of the run that could not be surveyed. */
export function recordNoSurvey(record: HostRecord, { outcome, message, hint, held }: NoSurvey): void {
  if (held) record.held = held
  end(record, { outcome, message, hint })
}

/** Forgets what was found out of a host that is looked at once more. */
export function renew(record: HostRecord): void {
  delete record.survey
  delete record.ended
  delete record.held
  delete record.report
}

/** Puts a host out of the run for what nobody foresaw on its path, even where its report was made already. */
export function recordBug(record: HostRecord, error: unknown): void {
  const { message, hint } = unforeseen(error)
  if (record.ended?.message?.includes(message)) return
  end(record, { outcome: 'failed', message, hint })
  if (record.report) record.report = { ...record.report, ...record.ended }
}

/** Enters what was said of the host after its report was made. */
export function recordAfterword(record: HostRecord, { failed, message, hint }: Afterword): void {
  if (failed) end(record, { outcome: 'failed', message, hint })
  else record.notes.push(message)
  record.report = { ...hostReport(record), seconds: record.report?.seconds ?? 0 }
}

/** A host may end for two reasons: what a listener threw, and its own. Both are told. */
function end(record: HostRecord, next: End): void {
  const { ended: before = next } = record
  const messages = new Set([before.message, next.message].filter((message) => message !== undefined))
  record.ended = {
    outcome: before.outcome === 'failed' ? 'failed' : next.outcome,
    message: messages.size === 0 ? undefined : [...messages].join('; '),
    hint: next.hint ?? before.hint,
  }
}

/** Enters how a turn went on the host; returns the new step reports. */
export function recordTurn(
  record: HostRecord,
  { stage }: Turn,
  declarations: readonly Declaration[],
  went: Convergence,
): StepReport[] {
  const reports = went.results.map((result, i) => ({
    ...(record.staged && { stage: stage + 1 }),
    ...stepReport(declarations[i]!, result),
  }))
  record.steps.push(...reports)
  record.notes.push(...went.notes)
  record.touched ||= reports.some(({ outcome }) => outcome !== 'unchanged' && outcome !== 'skipped')
  if (went.outcome !== 'ok') end(record, { outcome: went.outcome, message: went.message, hint: went.hint })
  return reports
}

/** Enters what a play would do (`done`), or would have done (`skipped`). */
export function recordPlanned(record: HostRecord, turn: Turn, status: 'done' | 'skipped'): StepReport[] {
  const { declarations, steps } = partOf(record, turn)
  const results = steps.map((step): StepResult => ({ step, status: step.action === 'none' ? 'done' : status }))
  return recordTurn(record, turn, declarations, { outcome: 'ok', results, notes: [] })
}

const outcomes: Readonly<Record<Step['action'], StepOutcome>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  refresh: 'refreshed',
  none: 'unchanged',
}

function stepReport({ resource, play, assignment }: Declaration, { step, status, failure }: StepResult): StepReport {
  return {
    play: play.name,
    role: assignment.role,
    tags: [...new Set([...assignment.tags, ...resource.tags])],
    resource: label(resource),
    outcome: status === 'done' ? outcomes[step.action] : status,
    changes: step.changes,
    refreshed: step.refresh && step.action !== 'create' && status === 'done',
    declared: resource.where,
    requested: assignment.where,
    unseen: step.unseen,
    byHand: step.byHand,
    failure,
  }
}

/** The host's line of the report. */
export function hostReport({ host, ended, steps, notes, startedAt }: HostRecord): HostReport {
  const changed = steps.some(({ outcome }) => outcome !== 'unchanged' && outcome !== 'skipped')
  const { transport, address, port } = host.connection
  return {
    host: host.name,
    ...(transport === 'ssh' && { address: `${address}:${port}` }),
    outcome: ended?.outcome ?? (changed ? 'changed' : 'ok'),
    message: ended?.message,
    hint: ended?.hint,
    notes,
    steps,
    seconds: Math.round(performance.now() - startedAt) / 1000,
  }
}
