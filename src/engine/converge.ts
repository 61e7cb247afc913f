import { ConnectError, unforeseen } from '../model/errors.ts'
import { isIdle, plan, type Step } from '../model/plan.ts'
import type { StepFailure } from '../model/report.ts'
import { label } from '../model/resource.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import { deadlines } from './deadlines.ts'
import { didNotConverge, lookFailure, rest, stepFailure, unfinished } from './failures.ts'
import { whyMovedOn, whyNotOurs } from './holder.ts'
import type { Answer, AskOptions, Link } from './link.ts'
import { recordId } from './record.ts'
import type { Rendered } from './rendered.ts'
import type { Declaration } from './resolve.ts'
import { actId, isLook, markId, readSightings } from './scripts.ts'
import { brokenOff, type Stop } from './stop.ts'

/** `done`: applied, or in need of nothing, and seen to be so. `step` is the plan's, or a later pass's that found more to do. */
export interface StepResult {
  readonly step: Step
  readonly status: 'done' | 'failed' | 'skipped'
  readonly failure?: StepFailure | undefined
}

/** How bringing one play about on one host went. `results` has an entry per declaration. */
export interface Convergence {
  readonly outcome: 'ok' | 'failed' | 'unreachable' | 'skipped'
  readonly results: readonly StepResult[]
  readonly notes: readonly string[]
  readonly message?: string | undefined
  readonly hint?: string | undefined
  /** What nobody foresaw and ended it, as it was thrown. */
  readonly bug?: unknown
}

/** Told how it goes: the step that begins, a fresh look after a lost connection, each script as it may be shown. */
export interface Watch {
  /** `number` of `of` that are to be done. */
  readonly onStep?: (step: Step, number: number, of: number) => void
  readonly onApplied?: () => void
  /** Told the last line that the step has printed until now. */
  readonly onLine?: (line: string) => void
  /** Told once a step what it waits for. */
  readonly onWait?: (what: string) => void
  readonly onVerifying?: () => void
  readonly onProbingAgain?: () => void
  readonly onScript?: (script: Script) => void
  /** How it is broken off. */
  readonly stop?: Stop | undefined
}

/** What is to be brought about: a step per declaration. */
export interface Intent {
  readonly declarations: readonly Declaration[]
  readonly steps: readonly Step[]
  readonly scripts: Rendered
}

interface Work {
  readonly link: Link
  readonly declarations: readonly Declaration[]
  readonly scripts: Rendered
  readonly watch: Watch
  readonly results: { step: Step; status: StepResult['status']; failure?: StepFailure | undefined }[]
  readonly notes: string[]
}

/** Ends a convergence before its time. */
class End extends Error {
  readonly outcome: 'failed' | 'unreachable' | 'skipped'
  readonly hint: string | undefined

  constructor(outcome: End['outcome'], message = '', hint?: string, options?: ErrorOptions) {
    super(message, options)
    this.outcome = outcome
    this.hint = hint
  }
}

/** Apply and look, then once more for what the look finds wanting, before it is said not to converge. */
const passes = 2

/**
 * Applies the steps and looks again with the same probes; what still differs gets one more pass. A connection lost
 * midway is opened once more and the host probed: that second probe is the truth. Never rejects.
 */
export async function converge(
  link: Link,
  { declarations, steps: planned, scripts }: Intent,
  watch: Watch = {},
): Promise<Convergence> {
  const results = planned.map((step) => ({
    step,
    status: step.action === 'none' ? ('done' as const) : ('skipped' as const),
  }))
  const work: Work = { link, declarations, scripts, watch, results, notes: [] }
  try {
    await pass(work, planned, passes)
    return { outcome: 'ok', results, notes: work.notes }
  } catch (error) {
    const { outcome, message, hint, cause } = endOf(error, watch.stop)
    return { outcome, results, notes: work.notes, message: message || undefined, hint, bug: cause }
  }
}

async function pass(work: Work, steps: readonly Step[], left: number): Promise<void> {
  const { transcript, lost } = await applied(work, steps, left)
  recordActs(work, steps, transcript)
  const { stop } = work.watch
  if (!transcript.ended && stop?.now.aborted) throw new End('failed', unknownEnd(transcript, work), unfinished)
  const look = lost === undefined ? transcript : await probedAgain(work, lost)
  const remaining = replan(work, look)
  if (isIdle(remaining)) return
  const why = brokenOff(stop)
  if (why !== undefined) throw new End('skipped', leaveOut(work, remaining, why))
  if (left > 1) return pass(work, remaining, left - 1)
  remaining.forEach((step, i) => {
    if (step.action !== 'none') fail(work, i, didNotConverge(step, work.declarations[i]!.provider))
  })
  throw new End('failed')
}

function applied({ link, scripts, watch }: Work, steps: readonly Step[], left: number): Promise<Answer> {
  let verifying = false
  let waits = false
  // Each part once, and only those that were sent: the host says what it likes.
  const awaited = new Map(steps.flatMap((step, i) => (step.action === 'none' ? [] : [[actId(i), step]])))
  const due = awaited.size
  let at = ''
  const onPart = (id: string) => {
    if (awaited.has(id)) at = id
    const step = awaited.get(id)
    awaited.delete(id)
    if (step) watch.onStep?.(step, due - awaited.size, due)
    waits = false
    if (isLook(id) && !verifying) watch.onVerifying?.()
    verifying ||= isLook(id)
  }
  const onPartDone = (id: string) => {
    if (id === at) watch.onApplied?.()
  }
  const onWait = (what: string) => {
    if (!waits) watch.onWait?.(what)
    waits = true
  }
  const guard = link.lock ? [link.lock.still] : []
  const script = (token: string) => (left === passes ? scripts.apply(token, guard) : scripts.again(token, steps, guard))
  return ask(link, watch, script, deadlines.apply, {
    onPart,
    onPartDone,
    onWait,
    onLine: watch.onLine,
    stop: watch.stop?.soon,
  })
}

async function probedAgain({ link, scripts, watch, notes }: Work, lost: string): Promise<Transcript> {
  if (notes.length > 0) throw new End('unreachable', `${lost}, a second time`, unfinished)
  watch.onProbingAgain?.()
  const guard = link.lock ? [link.lock.taking] : []
  const look = (token: string) => scripts.look(token, guard)
  const answer = await ask(link, watch, look, deadlines.probe).catch((error) => {
    throw error instanceof ConnectError
      ? new End('unreachable', `${lost} midway; then ${error.message}`, unfinished)
      : error
  })
  notes.push(`${lost} midway; connected again and probed again`)
  if (answer.lost !== undefined) throw new End('unreachable', `${answer.lost}, a second time`, unfinished)
  const why = whyNotOurs(answer.transcript.sections)
  if (why !== null) throw new End('failed', why, rest)
  return answer.transcript
}

function ask(
  link: Link,
  { onScript }: Watch,
  script: (token: string) => Script,
  deadlineMs: number,
  told: Omit<AskOptions, 'deadlineMs' | 'onScript'> = {},
) {
  return link.ask(script, { deadlineMs, ...told, ...(onScript && { onScript }) })
}

/** What each step's own frame says. The first failure has stopped the script; throws End for it. */
function recordActs(work: Work, steps: readonly Step[], { sections }: Transcript): void {
  const why = whyMovedOn(sections)
  if (why !== null) throw new End('failed', why, 'run again: the plan is made anew then')
  for (const before of [sections.get(recordId), sections.get(markId)])
    if (before && before.exitCode !== 0 && before.exitCode !== null)
      throw new End('failed', `nothing was changed: ${before.stderr.trim()}`, rest)
  steps.forEach((step, i) => {
    const section = step.action === 'none' ? undefined : sections.get(actId(i))
    if (!section) return
    const { results } = work
    if (results[i]!.step.action === 'none') results[i] = { step, status: 'skipped' }
    if (section.exitCode === 0) results[i]!.status = 'done'
    else if (section.exitCode !== null) fail(work, i, stepFailure(step, section, work.declarations[i]!.provider))
  })
  if (work.results.some(({ status }) => status === 'failed')) throw new End('failed')
}

/** The plan for what the look saw. A step that is as it should be is done, whether or not its frame was seen to end. */
function replan({ declarations, results }: Work, transcript: Transcript): Step[] {
  const { seen, failed } = readSightings(declarations, transcript)
  const [first] = failed
  if (first) throw new End('failed', lookFailure(first).message, lookFailure(first).hint)
  const steps = plan(
    declarations.map(({ resource }) => resource),
    seen,
  )
  steps.forEach((step, i) => {
    if (step.action === 'none') results[i]!.status = 'done'
  })
  return steps
}

/** A step that was done and yet is not as it should be would have got another pass. */
function leaveOut({ results }: Work, remaining: readonly Step[], why: string): string {
  remaining.forEach((step, i) => {
    if (step.action !== 'none') results[i]!.status = 'skipped'
  })
  return `${why}: ${results.filter(({ status }) => status === 'skipped').length} of ${results.length} steps are left`
}

const givenUp = 'given up while it was at work: what was done there is not known'

/** The step that began and was not seen to end. */
function unknownEnd({ sections }: Transcript, { declarations }: Work): string {
  const at = declarations.find((_, i) => sections.get(actId(i))?.exitCode === null)
  if (!at) return givenUp
  return `given up in the middle of ${label(at.resource)}, which goes on there: how it ends is not known`
}

function fail({ results }: Work, index: number, failure: StepFailure): void {
  results[index]!.status = 'failed'
  results[index]!.failure = failure
}

function endOf(error: unknown, stop: Stop | undefined): End {
  if (error instanceof End) return error
  // The link has been closed under the script.
  if (stop?.now.aborted) return new End('failed', givenUp, unfinished)
  if (error instanceof ConnectError) return new End('unreachable', error.message, error.hint)
  const { message, hint } = unforeseen(error)
  return new End('failed', message, hint, { cause: error })
}
