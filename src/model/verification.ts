import { exitCodes, type Signal, signalCodes } from './report.ts'

/** `unchecked`: it could not be looked at, and `seen` says why. */
export type Verdict = 'ok' | 'failed' | 'unchecked'

/** One thing that must hold, on one host or between several. */
export interface Assertion {
  /** For programs; the same for every subject: `vip-holder`. */
  readonly id: string
  /** What has to hold: `one director has each virtual address`. */
  readonly claim: string
  /** Of what: an address, a service, a resource. */
  readonly subject: string
  /** Where it was looked for or, once it failed, where to look. */
  readonly hosts: readonly string[]
  readonly verdict: Verdict
  readonly expected: string
  readonly seen: string
  /** What to run or to do; null where there is nothing to do. */
  readonly remedy: string | null
  /** Without it nothing is proven: unchecked counts as not verified. */
  readonly essential: boolean
}

/** What clients noticed of a failover and of the way back. Seconds. */
export interface Drill {
  readonly from: string
  readonly to: string
  readonly gap: number | null
  readonly gapBack: number | null
}

export interface Verification {
  readonly playbook: string
  /** The client that looked, too; null: none did. */
  readonly from: string | null
  readonly startedAt: string
  readonly seconds: number
  readonly assertions: readonly Assertion[]
  readonly unreachable: readonly string[]
  readonly drill: Drill | null
  /** The signal that broke it off: what was not looked at until then is unchecked. */
  readonly stoppedBy?: Signal | undefined
}

/** As of a program that the signal ends, where one broke it off. 0 only when all that was looked at holds and nothing essential was left out; 4 when that is because of an unreachable host. */
export function verificationExitCode({ assertions, unreachable, stoppedBy }: Verification): number {
  if (stoppedBy) return signalCodes[stoppedBy]
  if (assertions.some(({ verdict }) => verdict === 'failed')) return exitCodes.failed
  if (unreachable.length > 0) return exitCodes.unreachable
  return assertions.some(isGap) ? exitCodes.failed : exitCodes.done
}

/** Something essential that nobody has looked at. */
export function isGap({ verdict, essential }: Assertion): boolean {
  return verdict === 'unchecked' && essential
}
