import type { Change } from './change.ts'
import type { Phase } from './phase.ts'
import type { SourcePosition } from './position.ts'
import type { Stage } from './stage.ts'

/** The resource has been … (`skipped`: not reached because an earlier step failed, or the run was a check of a stopped play). */
export type StepOutcome = 'created' | 'updated' | 'deleted' | 'refreshed' | 'unchanged' | 'failed' | 'skipped'

/** In a check, `outcome` says what a run would make of it. */
export interface StepReport {
  /** Number of the report's stage that it is done in, from 1 on; left out where there are none. */
  readonly stage?: number
  readonly play: string
  readonly role: string
  /** What `--tags` and `--skip-tags` go by. */
  readonly tags: readonly string[]
  /** `kind[name]` */
  readonly resource: string
  readonly outcome: StepOutcome
  readonly changes: readonly Change[]
  /** Also refreshed: reloaded, restarted or run because something it hangs on changed. */
  readonly refreshed: boolean
  /** The line of the role that declared the resource, and the line of the playbook that asked for the role. */
  readonly declared: SourcePosition
  readonly requested: SourcePosition
  /** Why part of the resource could not be looked at, and counts as it should be. */
  readonly unseen?: string | undefined
  /** The command that a person types on the host, where a run can't mend what differs. */
  readonly byHand?: string | undefined
  readonly failure?: StepFailure | undefined
}

export interface StepFailure {
  readonly message: string
  readonly exitCode: number | null
  /** The last lines of what the step wrote, stdout then stderr. */
  readonly output: string
  readonly hint: string
}

/** `skipped`: never started, because its play had stopped. */
export type HostOutcome = 'ok' | 'changed' | 'failed' | 'unreachable' | 'skipped'

export interface HostReport {
  readonly host: string
  /** Where it is entered, `192.168.1.220:22`; left out: it is this machine. */
  readonly address?: string | undefined
  readonly outcome: HostOutcome
  /** Why the host is unreachable, failed as a whole or was skipped. */
  readonly message?: string | undefined
  readonly hint?: string | undefined
  /** What a person should know though it ended well: "connection lost midway, probed again". */
  readonly notes: readonly string[]
  readonly steps: readonly StepReport[]
  readonly seconds: number
}

export interface Report {
  readonly playbook: string
  readonly check: boolean
  readonly startedAt: string
  readonly seconds: number
  /** What the run is cut into, in order; left out where it goes by the plays alone. */
  readonly stages?: readonly Stage[] | undefined
  /** The signal that broke the run off; left out where it came to its end. */
  readonly stoppedBy?: Signal | undefined
  /** The command that does the rest: it is left out where nothing is left, or nobody knows the command. */
  readonly rest?: string | undefined
  readonly hosts: readonly HostReport[]
}

/** Which of so many parts of a site, from 1 on. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Seconds that a host was in each phase. */
export type PhaseTimes = Readonly<Partial<Record<Phase, number>>>

/** Where the time of a run went. `startUp`: seconds from the start of the process to the first host. */
export interface Profile {
  readonly startUp: number
  readonly hosts: readonly { readonly host: string; readonly phases: PhaseTimes }[]
}

/** The document of `--format json`; `schemas/report.json` describes it. */
export interface ReportDocument extends Report {
  /** The version that wrote it. */
  readonly lbprov: string
  readonly exitCode: number
  readonly shard?: Shard | undefined
  readonly profile?: Profile | undefined
}

export const exitCodes = { done: 0, failed: 1, toChange: 2, config: 3, unreachable: 4, locked: 5 } as const

/** What breaks a run off, and its exit code: that of a program which the signal ends. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** What breaks a run off. */
export type Signal = keyof typeof signalCodes

/** design: 129, 130 and 143 broken off, 0 done, 1 failed, 2 something to change (`--check --detailed-exitcode`), 4 unreachable and none failed. */
export function exitCodeOf(report: Report, detailed = false): number {
  if (report.stoppedBy) return signalCodes[report.stoppedBy]
  const any = (outcome: HostOutcome) => report.hosts.some((host) => host.outcome === outcome)
  if (any('failed')) return exitCodes.failed
  if (any('unreachable')) return exitCodes.unreachable
  if (any('skipped')) return exitCodes.failed
  return report.check && detailed && any('changed') ? exitCodes.toChange : exitCodes.done
}

/** Of several runs' exit codes the one that says most: broken off, failed, unreachable, to change, done. */
export function worst(codes: readonly number[]): number {
  const order: readonly number[] = [
    ...Object.values(signalCodes),
    exitCodes.failed,
    exitCodes.unreachable,
    exitCodes.toChange,
  ]
  return order.find((code) => codes.includes(code)) ?? exitCodes.done
}
