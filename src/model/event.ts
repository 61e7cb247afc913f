import type { HostReport, Report, StepReport } from './report.ts'

/** The parts of getting into a host over SSH. `queued`: for the logins of other hosts. */
export type EntryPhase = 'queued' | 'connecting' | 'agreeing on keys' | 'logging in'

export type Phase =
  | EntryPhase
  | 'facts'
  | 'probing'
  | 'listening'
  | 'waiting'
  | 'applying'
  | 'verifying'
  | 'probing again'

/** Progress, one way from the engine to whoever shows it. */
export type RunEvent =
  | { readonly type: 'start'; readonly hosts: readonly string[]; readonly check: boolean }
  | { readonly type: 'phase'; readonly host: string; readonly phase: Phase }
  | { readonly type: 'play'; readonly name: string; readonly hosts: readonly string[] }
  /** A step begins to be applied; `resource` is `kind[name]`. */
  | { readonly type: 'step'; readonly host: string; readonly resource: string }
  /** A step has ended, verified; sent in check mode for what would be. */
  | { readonly type: 'result'; readonly host: string; readonly step: StepReport }
  | { readonly type: 'host'; readonly report: HostReport }
  | { readonly type: 'end'; readonly report: Report }

export type Listener = (event: RunEvent) => void
