import { isScript, type Script } from '../shell/script.ts'
import type { JsonSchema } from './schema.ts'

/** What a value must be; `expected` follows "must be". The same declaration is the TypeScript type and what is looked at when a role is called. */
export interface Type<T = unknown> {
  readonly expected: string
  accepts(value: unknown): value is T
  /** Of text: the same for a role's params. */
  readonly schema?: JsonSchema
  /** Of an object: what it may hold. */
  readonly attributes?: Attributes
  /** Of a list: what each of it must be. */
  readonly items?: Type
  readonly isNeeded?: boolean
}

/** What an object may hold, by name. One that is not `needed` may be left out, or undefined. */
export type Attributes = Readonly<Record<string, Type>>

/** A type for each attribute of an interface. */
export type AttributesOf<T> = { readonly [K in keyof Required<T>]: Type }

/** A type of what must be given. */
export type Needed<T> = Type<T> & { readonly isNeeded: true }
type Of<A> = A extends Type<infer T> ? T : never
type Plain<T> = { [K in keyof T]: T[K] }

/** The TypeScript type of what these attributes let through. */
export type Values<A extends Attributes> = Plain<
  { readonly [K in keyof A as A[K] extends Needed<unknown> ? K : never]: Of<A[K]> } & {
    readonly [K in keyof A as A[K] extends Needed<unknown> ? never : K]?: Of<A[K]> | undefined
  }
>

/** Text of a form; `expected` is a phrase with an example: `a user's name like deploy`. */
export function form(expected: string, pattern: RegExp): Type<string> & { readonly schema: TextSchema } {
  return {
    expected,
    // Not test: with the flag g that begins where the last one ended.
    accepts: (value): value is string => typeof value === 'string' && value.search(pattern) !== -1,
    schema: { type: 'string', title: expected, pattern: pattern.source },
  }
}

/** What a text looks like. */
export interface TextSchema extends JsonSchema {
  readonly type: 'string'
}

/** A value that a function knows. */
export function type<T>(expected: string, accepts: (value: unknown) => boolean): Type<T> {
  return { expected, accepts: accepts as Type<T>['accepts'] }
}

export const oneOf = <const T extends string | boolean>(...values: readonly T[]): Type<T> =>
  type(values.map((value) => JSON.stringify(value)).join(' or '), (value) => values.includes(value as T))

export const boolean: Type<boolean> = oneOf(true, false)
export const script: Type<Script> = type('a script, written with sh`...`', isScript)
// biome-ignore lint/complexity/noBannedTypes: its arguments are the declaration's
export const aFunction = <T extends Function>(): Type<T> => type('a function', (value) => typeof value === 'function')

export function integer(least: number, most: number): Type<number> {
  return type(
    `an integer from ${least} to ${most}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  )
}

export function listOf<T>(items: Type<T>): Type<readonly T[]> {
  return { ...type<readonly T[]>('a list', Array.isArray), items }
}

export function object<A extends Attributes>(attributes: A): Type<Values<A>> {
  return { ...type<Values<A>>(`an object with ${Object.keys(attributes).join(', ')}`, isObject), attributes }
}

/** The same, which must be given. */
export const needed = <T>(of: Type<T>): Needed<T> => ({ ...of, isNeeded: true })

/** The same, or null. */
export const orNull = <T>(of: Type<T>): Type<T | null> => ({
  ...of,
  expected: `${of.expected}, or null`,
  accepts: (value): value is T | null => value === null || of.accepts(value),
})

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isScript(value)
}
