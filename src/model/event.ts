import type { Phase } from './phase.ts'
import type { HostReport, Report, StepReport } from './report.ts'

/** Progress, one way from the engine to whoever shows it. */
export type RunEvent =
  | { readonly type: 'start'; readonly hosts: readonly string[]; readonly check: boolean }
  | { readonly type: 'phase'; readonly host: string; readonly phase: Phase }
  /** A stage begins; `number` from 1 on. Not sent where the run is not cut into stages. */
  | { readonly type: 'stage'; readonly number: number; readonly of: number; readonly title: string }
  | { readonly type: 'play'; readonly name: string; readonly hosts: readonly string[] }
  /** A step begins to be applied; `resource` is `kind[name]`. */
  | { readonly type: 'step'; readonly host: string; readonly resource: string }
  /** The step waits for something on the host, as for a lock: said once, after some seconds. */
  | { readonly type: 'wait'; readonly host: string; readonly what: string }
  /** A step has ended, verified; sent in check mode for what would be. */
  | { readonly type: 'result'; readonly host: string; readonly step: StepReport }
  | { readonly type: 'host'; readonly report: HostReport }
  | { readonly type: 'end'; readonly report: Report }

export type Listener = (event: RunEvent) => void
