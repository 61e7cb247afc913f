import { exitCodes, type Report, type Signal, signalCodes } from './report.ts'

/** How a stage of a day-2 procedure went. `planned`: in a check, for what only a run does. */
export interface Went {
  readonly outcome: 'done' | 'planned' | 'failed' | 'unreachable' | 'skipped'
  /** What was seen, or why it failed; empty: nothing worth a word. */
  readonly said: string
  /** What to do where it went wrong. */
  readonly hint?: string | undefined
  /** Of a stage that runs some resources of some hosts. */
  readonly report?: Report | undefined
}

/** A stage and how it went. */
export interface StageReport extends Went {
  readonly title: string
  /** What clients notice of it. */
  readonly clients: string
  /** How long it takes at most; null: that is not known, or has no end. */
  readonly seconds: number | null
}

/** How a whole procedure went: `drain`, `failover`, …. */
export interface DayReport {
  readonly verb: string
  readonly playbook: string
  readonly check: boolean
  readonly startedAt: string
  readonly seconds: number
  readonly stages: readonly StageReport[]
  /** The signal that broke it off; left out where it came to its end. */
  readonly stoppedBy?: Signal | undefined
  /** The command for what is left to do; left out where nothing is. */
  readonly rest?: string | undefined
}

/** As of a program that the signal ends, where one broke it off; 1 where a stage failed, 4 where a host was unreachable, else 0. */
export function dayExitCode({ stages, stoppedBy }: DayReport): number {
  if (stoppedBy) return signalCodes[stoppedBy]
  if (stages.some(({ outcome }) => outcome === 'failed')) return exitCodes.failed
  return stages.some(({ outcome }) => outcome === 'unreachable') ? exitCodes.unreachable : exitCodes.done
}
