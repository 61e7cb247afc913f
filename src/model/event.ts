import type { Phase } from './phase.ts'
import type { HostReport, Report, StepReport } from './report.ts'

/** Progress, one way from the engine to whoever shows it; `schemas/event.json` describes it. Resources are `kind[name]`. */
export type RunEvent =
  | { readonly type: 'start'; readonly hosts: readonly string[]; readonly check: boolean }
  /** `why`: why it is done in another way than usual. */
  | { readonly type: 'phase'; readonly host: string; readonly phase: Phase; readonly why?: string }
  /** A stage begins; `number` from 1 on. Not sent where the run is not cut into stages. */
  | { readonly type: 'stage'; readonly number: number; readonly of: number; readonly title: string }
  | { readonly type: 'play'; readonly name: string; readonly hosts: readonly string[] }
  /** These hosts wait, for a play or for a batch of one: `for play directors`. */
  | { readonly type: 'waiting'; readonly hosts: readonly string[]; readonly what: string }
  /** A step begins to be applied: the `number`th of `of` that the host has to do in this play. */
  | {
      readonly type: 'step'
      readonly host: string
      readonly resource: string
      readonly play: string
      readonly number: number
      readonly of: number
    }
  /** The step still goes on: sent after 5 s and then every 30 s, with the last line that it printed, if any. */
  | {
      readonly type: 'output'
      readonly host: string
      readonly resource: string
      readonly seconds: number
      readonly line: string
    }
  /** The step has been applied. Whether it is as it should be is looked at when the play's last one is. */
  | { readonly type: 'applied'; readonly host: string; readonly resource: string; readonly seconds: number }
  /** The step waits for something on the host, as for a lock: said once, after some seconds. */
  | { readonly type: 'wait'; readonly host: string; readonly what: string }
  /** A step has ended, verified; sent in check mode for what would be. */
  | { readonly type: 'result'; readonly host: string; readonly step: StepReport }
  | { readonly type: 'host'; readonly report: HostReport }
  | { readonly type: 'end'; readonly report: Report }

export type Listener = (event: RunEvent) => void
