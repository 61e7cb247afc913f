import { ConfigError, type Problem } from '../model/errors.ts'
import type { LintResult } from '../model/lint.ts'

/** The warnings of a result. Throws ConfigError with its errors. */
export function passed({ errors, warnings }: LintResult): readonly Problem[] {
  if (errors.length > 0) throw new ConfigError(errors)
  return warnings
}
