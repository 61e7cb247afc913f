import type { Problem } from '../model/errors.ts'
import type { LintResult, RuleInfo, Severity } from '../model/lint.ts'
import { concealer } from './clean.ts'
import { mapStrings } from './redact.ts'

/** What the documents need besides the result. */
export interface LintDocumentOptions {
  readonly rules: readonly RuleInfo[]
  /** Of lbprov. */
  readonly version: string
  readonly secrets: readonly string[]
}

/** A finding as JSON has it; `ignored`: the reason that the user gives. */
interface Finding extends Problem {
  readonly severity: Severity
  readonly ignored?: string
}

/** Every finding with its severity, errors first, those that are ignored last. */
export function findingsOf({ errors, warnings, infos, ignored }: LintResult): readonly Finding[] {
  const of = (severity: Severity, problems: readonly Problem[]) => problems.map((problem) => ({ ...problem, severity }))
  return [
    ...of('error', errors),
    ...of('warning', warnings),
    ...of('info', infos),
    ...ignored.map(({ problem, severity, reason }) => ({ ...problem, severity, ignored: reason })),
  ]
}

/** The document of `lint --format json`; `schemas/lint.json` describes it. */
export function lintJson(
  result: LintResult,
  { rules, version, secrets, exitCode }: LintDocumentOptions & { readonly exitCode: number },
): string {
  const titles = new Map(rules.map(({ id, title }) => [id, title]))
  const findings = findingsOf(result).map((finding) => ({ title: titles.get(finding.rule ?? ''), ...finding }))
  const own = new Set(['lbprov', 'severity', 'rule', 'title'])
  return `${JSON.stringify(mapStrings({ lbprov: version, exitCode, findings }, concealer(secrets), own), null, 2)}\n`
}
