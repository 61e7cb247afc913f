import type { Path } from '../../model/host.ts'
import type { SourcePosition } from '../../model/position.ts'

/** A value of the user's that knows where it was written. Values are deep-frozen: hosts share them. */
export interface Variable {
  readonly value: unknown
  /** As typed, where the place it stands in knows no types: INI files and `-e name=value`. */
  readonly text?: string
  /** Where the value, or the place at `path` in it, was written; `key`: where the key of that place was. */
  readonly locate: (path?: Path, part?: 'key' | 'value') => SourcePosition
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

const expression = /\{\{|\{%|\{#/

/** True for text that Jinja would evaluate. */
export function isTemplated(value: unknown): boolean {
  return typeof value === 'string' && expression.test(value)
}

export const templatedMessage = 'lbprov does not evaluate Jinja expressions'
export const templatedHint =
  'Write the value itself, or where each director has its own, a mapping: { lb1: eth0, lb2: ens192 }; a role can work values out in TypeScript, and reach other hosts through its inventory.'
