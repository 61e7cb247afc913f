import type { DayReport, StageReport, Went } from '../model/day-report.ts'
import { unforeseen } from '../model/errors.ts'
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
}

/** Goes through the stages up to the first that does not end well; those behind it are skipped. Never rejects for what a stage throws but ConfigError and LockedError. */
export async function perform(stages: readonly Stage[], performance: Performance): Promise<DayReport> {
  const { verb, playbook, check, onStage, onWent } = performance
  const startedAt = new Date()
  const reports: StageReport[] = []
  for (const [index, stage] of stages.entries()) {
    const isOver = reports.some(({ outcome }) => outcome === 'failed' || outcome === 'unreachable')
    if (!isOver) onStage(stage, index, stages.length)
    const { title, clients, seconds } = stage
    const report = { title, clients, seconds, ...(isOver ? skipped : await one(stage, performance)) }
    reports.push(report)
    onWent(report)
  }
  const seconds = (Date.now() - startedAt.getTime()) / 1000
  return { verb, playbook, check, startedAt: startedAt.toISOString(), seconds, stages: reports }
}

const skipped: Went = { outcome: 'skipped', said: '' }

async function one(stage: Stage, { does, onBug }: Performance): Promise<Went> {
  try {
    return await does(stage)
  } catch (error) {
    if (error instanceof Error && ['ConfigError', 'UnsupportedError', 'LockedError'].includes(error.name)) throw error
    onBug(error)
    const { message, hint } = unforeseen(error)
    return { outcome: 'failed', said: message, hint }
  }
}
