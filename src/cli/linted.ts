import { ConfigError, type Problem, showProblem } from '../model/errors.ts'
import type { LintResult } from '../model/lint.ts'

/** The warnings of a result. Throws ConfigError with its errors. */
export function passed({ errors, warnings }: LintResult): readonly Problem[] {
  if (errors.length > 0) throw new ConfigError(errors)
  return warnings
}

/** Prints warnings on stderr, each once. */
export function warn(warnings: readonly Problem[]): void {
  for (const text of new Set(warnings.map(showProblem))) process.stderr.write(`warning: ${text}\n`)
}
