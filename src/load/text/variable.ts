import type { Path } from '../../model/host.ts'
import type { SourcePosition } from '../../model/position.ts'

/** A value of the user's that knows where it was written. Values are deep-frozen: hosts share them. */
export interface Variable {
  readonly value: unknown
  /** As typed, where the place it stands in knows no types: INI files and `-e name=value`. */
  readonly text?: string
  /** The value with a WholeFloat for each number that is written as 2.0; left out where it has no number. */
  readonly exact?: () => unknown
  /** Where the value, or the place at `path` in it, was written; `key`: where the key of that place was. */
  readonly locate: (path?: Path, part?: 'key' | 'value') => SourcePosition
  /** Why it must not be used as it is; of no interest while nobody uses it. */
  readonly doubt?: Doubt | undefined
}

/** Text under a tag of Ansible's: `!vault`, not opened yet, or `!unsafe`, which is no expression. */
export class Tagged {
  readonly tag: string
  readonly text: string

  constructor(tag: string, text: string) {
    this.tag = tag
    this.text = text
  }
}

/** What Ansible makes of a value is hardly what was meant, or can't be made here. */
export interface Doubt {
  readonly message: string
  readonly hint: string
  readonly where: SourcePosition
}

export type Variables = ReadonlyMap<string, Variable>

/** Freezes a plain value all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

/** A number, truth value or text as text; empty for a list or a mapping, whose `toString` may be anything. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? '' : String(value)
}

/** A value as a message shows it: text in quotes, collections by name. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'a mapping'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}

/** False for text, truth values and nothing. */
export const mayHoldNumbers = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'object' && value !== null)

const exact = new WeakMap<Variable, unknown>()

/** The value as Python has it, with a WholeFloat for each number that is written as 2.0. */
export function exactly(variable: Variable): unknown {
  if (!variable.exact) return variable.value
  if (!exact.has(variable)) exact.set(variable, deepFreeze(variable.exact()))
  return exact.get(variable)
}

const expression = /\{\{|\{%|\{#/

/** True for text that Jinja would evaluate. */
export function isTemplated(value: unknown): boolean {
  return typeof value === 'string' && expression.test(value)
}

const dynamic = new WeakMap<Variable, boolean>()

/** True for a variable with an expression or a tag anywhere in it. */
export function isDynamic(variable: Variable): boolean {
  const known = dynamic.get(variable) ?? holds(variable.value)
  dynamic.set(variable, known)
  return known
}

function holds(value: unknown): boolean {
  if (value instanceof Tagged || isTemplated(value)) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holds)
}

export const templatedMessage = 'an expression of Jinja, which lbprov works out in variables only'
export const templatedHint = 'Write the value itself.'
