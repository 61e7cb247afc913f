import type { Problem } from './errors.ts'

/** error: the cluster would not do what it is for. warning: it would, until something happens. info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** What is to be known of a lint rule without running it. */
export interface RuleInfo {
  /** `L12`; a word where the data could not be read at all. */
  readonly id: string
  readonly severity: Severity
  /** What must hold, in a few words. */
  readonly title: string
  /** What happens to a cluster that breaks it, and how that is known. */
  readonly explanation: string
  /** Whether the test of keepalived 2.2.7 (`keepalived -t`) finds it. It sees one file on one host. */
  readonly keepalivedTest: 'catches' | 'misses' | 'partly'
  /** No reason makes it right: `lint_ignore` does not take it. */
  readonly always?: true
}

/** A finding that the user's own `lint_ignore` puts aside. */
export interface IgnoredProblem {
  readonly problem: Problem
  readonly severity: Severity
  readonly reason: string
}

/** Everything that lint found, by severity; each problem names its rule. */
export interface LintResult {
  /** The run must not start. */
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
  readonly infos: readonly Problem[]
  readonly ignored: readonly IgnoredProblem[]
}
