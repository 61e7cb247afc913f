import { type SourcePosition, showPosition } from './position.ts'

/** One thing that is wrong: where, what, and what to do about it. */
export interface Problem {
  readonly where?: SourcePosition | undefined
  readonly message: string
  /** What was expected or what to do; a sentence. */
  readonly hint?: string | undefined
  /** The lint rule that found it: `L13`. */
  readonly rule?: string | undefined
}

/** `file:1:2: what is wrong (L13)` and, on a line of its own, what to do. */
export function showProblem(problem: Problem): string {
  const { where, hint } = problem
  return (where ? `${showPosition(where)}: ` : '') + ruledMessage(problem) + (hint ? `\n    ${hint}` : '')
}

/** What is wrong and, in brackets, the rule that says so. */
export function ruledMessage({ message, rule }: Problem): string {
  return rule === undefined ? message : `${message} (${rule})`
}

/** What the user has to mend in a file, an inventory, an option. Carries every problem found, not the first. Exit 3. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(showProblem).join('\n'))
    this.problems = problems
  }
}

/** No provider of a kind suits a host. Exit 3: known before the first change. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError'
}

export type ConnectPhase = 'resolve' | 'connect' | 'host-key' | 'authenticate' | 'privilege' | 'shell'

/** A host could not be reached or entered. `hint` says what to try. Exit 4. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly phase: ConnectPhase
  readonly hint: string

  constructor(phase: ConnectPhase, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.phase = phase
    this.hint = hint
  }
}
