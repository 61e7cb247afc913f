import { elapsed } from '../engine/elapsed.ts'
import { brokenOff, given, type Stop } from '../engine/stop.ts'
import type { DayReport, StageReport, Went } from '../model/day-report.ts'
import { unforeseen } from '../model/errors.ts'
import type { Signal } from '../model/report.ts'
import type { Stage } from './stage.ts'

export interface Performance {
  readonly verb: string
  readonly playbook: string
  readonly check: boolean
  /** Does what a stage says; in a check it looks, and changes nothing. */
  readonly does: (stage: Stage) => Promise<Went>
  /** Told each stage before it begins, and how it went. */
  readonly onStage: (stage: Stage, index: number, count: number) => void
  readonly onWent: (report: StageReport) => void
  readonly onBug: (error: unknown) => void
  /** How it is broken off. */
  readonly stop?: Stop | undefined
}

/**
 * Goes through the stages up to the first that does not end well, or to the signal that breaks it off; those behind it are skipped. What has been kept
 * beside the inventory is still brought about, so that the two agree. Rejects with a ConfigError, UnsupportedError or LockedError of a stage, which say that
 * no host was changed, and only as long as none was; whatever else a stage throws is its failure.
 */
export async function perform(stages: readonly Stage[], performance: Performance): Promise<DayReport> {
  const { verb, playbook, check, onStage, onWent, stop } = performance
  const startedAt = new Date()
  const reports: StageReport[] = []
  for (const [index, stage] of stages.entries()) {
    const isDue = reports.every(wentWell) && (!stop?.soon.aborted || isOwed(stage, reports.at(-1), stop))
    if (isDue) onStage(stage, index, stages.length)
    const { title, clients, seconds } = stage
    const isBegun = reports.some(({ outcome }, i) => outcome === 'done' && onHosts.has(stages[i]!.act.do))
    const report = { title, clients, seconds, ...(isDue ? await one(stage, performance, isBegun) : skipped) }
    reports.push(report)
    onWent(report)
  }
  const seconds = (Date.now() - startedAt.getTime()) / 1000
  const stoppedBy = stop?.soon.aborted && { stoppedBy: stop.soon.reason as Signal }
  return { verb, playbook, check, startedAt: startedAt.toISOString(), seconds, ...stoppedBy, stages: reports }
}

const wentWell = ({ outcome }: Went) => outcome === 'done' || outcome === 'planned'

/** What was kept in the stage before is brought about. */
function isOwed({ act }: Stage, before: Went | undefined, { now }: Stop): boolean {
  return (act.do === 'converge' || act.do === 'take') && before?.outcome === 'done' && !now.aborted
}

const skipped: Went = { outcome: 'skipped', said: '' }

/** In which what is closed under a stage says how far it was. */
const graceSeconds = 2

async function one(stage: Stage, { does, onBug, stop }: Performance, isBegun: boolean): Promise<Went> {
  try {
    const over = given(stop?.now).then(() => elapsed(graceSeconds))
    const went = (await Promise.race([does(stage), over])) || unknown
    const why = brokenOff(stop)
    if (why === undefined || went.outcome === 'done' || changing.has(stage.act.do)) return went
    return { outcome: 'skipped', said: went.said.includes(why) || went === unknown ? why : `${why}: ${went.said}` }
  } catch (error) {
    if (error instanceof Error && ['ConfigError', 'UnsupportedError', 'LockedError'].includes(error.name)) {
      if (!isBegun) throw error
      return { outcome: 'failed', said: error.message }
    }
    onBug(error)
    const { message, hint } = unforeseen(error)
    return { outcome: 'failed', said: message, hint }
  }
}

const onHosts: ReadonlySet<Stage['act']['do']> = new Set(['converge', 'take', 'work'])

/** Acts that leave something other than it was. */
export const changing: ReadonlySet<Stage['act']['do']> = new Set(['hold', ...onHosts])

const unknown: Went = {
  outcome: 'failed',
  said: 'given up while it was at work: what was done there is not known',
  hint: 'lbprov verify says how it stands',
}
