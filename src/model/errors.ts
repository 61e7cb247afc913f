import { type SourcePosition, showPosition } from './position.ts'
import type { Resource } from './resource.ts'

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

/** A file or folder of the user's that can't be made. Exit 3, and 1 where hosts may have been changed before. */
export class WriteError extends Error {
  override readonly name = 'WriteError'
  readonly problem: Problem
  readonly isLate: boolean

  constructor(problem: Problem, { isLate = false } = {}) {
    super(showProblem(problem))
    this.problem = problem
    this.isLate = isLate
  }
}

/** No provider of a kind suits a host. Exit 3: known before the first change. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError'
}

/** A function of a kind threw: a mistake in the kind, or in what a role gave it. `cause` is what was thrown. */
export class KindError extends Error {
  override readonly name = 'KindError'
  readonly resource: Resource

  constructor(message: string, resource: Resource, cause: unknown) {
    super(message, { cause })
    this.resource = resource
  }
}

/** An error by its name and message. */
export function saidBy(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${typeof error}`
}

/** What a report says of an error that nobody foresaw, be it thrown by lbprov or by a kind. The error itself goes to stderr. */
export function unforeseen(error: unknown): { readonly message: string; readonly hint: string } {
  if (error instanceof KindError)
    return { message: `${showPosition(error.resource.where)}: ${error.message}`, hint: kindHint }
  const said = saidBy(error)
  return {
    message: `a bug in lbprov: ${said}`,
    hint: 'please report it with what is on stderr and the command you ran',
  }
}

/** What to do about a KindError. */
export const kindHint = 'mend the kind, or what the role gives it; if the kind is one of lbprov, please report it'

/** Another run has hosts of this one. Exit 5: nothing was changed. */
export class LockedError extends Error {
  override readonly name = 'LockedError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(showProblem).join('\n'))
    this.problems = problems
  }
}

export type ConnectPhase = 'resolve' | 'connect' | 'host-key' | 'authenticate' | 'privilege' | 'shell'

/** A host could not be reached or entered. `hint` says what to try. Exit 4. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly phase: ConnectPhase
  readonly hint: string
  /** With what ssh itself might get in where lbprov's own client can't. */
  readonly forSsh: string | undefined

  constructor(
    phase: ConnectPhase,
    message: string,
    hint: string,
    options?: ErrorOptions & { readonly forSsh?: string | undefined },
  ) {
    super(message, options)
    this.forSsh = options?.forSsh
    this.phase = phase
    this.hint = hint
  }
}
