import type { Severity } from '../../model/lint.ts'
import type { SourcePosition } from '../../model/position.ts'

/** Something wrong in a keepalived.conf: what it is, what was expected, what to do. */
export interface Flaw {
  /** `syntax`, or a lint rule: `L25`. */
  readonly rule: string
  readonly severity: Severity
  /** The first version that minds; to an older one the text is right, and it is worth knowing. */
  readonly from?: string
  readonly where: SourcePosition
  readonly message: string
  readonly hint: string
}

/** Text that can not be read as keepalived reads it. */
export function syntaxFlaw(where: SourcePosition, message: string, hint: string): Flaw {
  return { rule: 'syntax', severity: 'error', where, message, hint }
}
