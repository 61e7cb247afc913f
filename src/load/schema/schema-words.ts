import type { JsonSchema } from '../../model/schema.ts'
import { shown } from '../text/variable.ts'
import { formats } from './formats.ts'

/** What a schema lets through, in words that follow "must be". */
export function expected(schema: JsonSchema): string {
  if ('const' in schema) return shown(schema.const)
  if (Array.isArray(schema.enum))
    return anyOf(schema.enum.map((value) => (typeof value === 'string' ? value : shown(value))))
  const branches = branchesOf(schema)
  if (branches.length > 0) return anyOf([...new Set(branches.map(expected))])
  const types = typesOf(schema)
  return types.length === 0 ? 'something else' : anyOf(types.map((type) => (words[type] ?? (() => type))(schema)))
}

/** The alternatives of a `oneOf` or `anyOf`. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return (schema.oneOf ?? schema.anyOf ?? []) as readonly JsonSchema[]
}

/** The types that a schema names. */
export function typesOf(schema: JsonSchema): readonly string[] {
  return typeof schema.type === 'string' ? [schema.type] : ((schema.type as readonly string[] | undefined) ?? [])
}

function anyOf(alternatives: readonly string[]): string {
  if (alternatives.length < 2) return alternatives.join('')
  return `${alternatives.slice(0, -1).join(', ')} or ${alternatives.at(-1)}`
}

const words: Readonly<Record<string, (schema: JsonSchema) => string>> = {
  integer: (schema) => `an integer${range(schema)}`,
  number: (schema) => `a number${range(schema)}`,
  boolean: () => 'true or false',
  null: () => 'null',
  string: textWords,
  array: ({ minItems, maxItems, uniqueItems }) =>
    `a list${count(minItems, maxItems, 'items')}${uniqueItems ? ' without repeats' : ''}`,
  object: ({ minProperties, maxProperties }) => `a mapping${count(minProperties, maxProperties, 'keys')}`,
}

function textWords({ title, format, pattern, minLength, maxLength }: JsonSchema): string {
  if (typeof title === 'string') return title
  if (typeof format === 'string') return formats[format]?.expected ?? `text of the form ${format}`
  return `text${count(minLength, maxLength, 'characters')}${pattern === undefined ? '' : ` that matches ${pattern}`}`
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): string {
  const parts = [
    minimum !== undefined && maximum !== undefined ? `from ${minimum} to ${maximum}` : bounds(minimum, maximum),
    exclusiveMinimum === undefined ? '' : `above ${exclusiveMinimum}`,
    exclusiveMaximum === undefined ? '' : `below ${exclusiveMaximum}`,
    multipleOf === undefined ? '' : `that is a multiple of ${multipleOf}`,
  ]
  return parts
    .filter(Boolean)
    .map((part) => ` ${part}`)
    .join('')
}

function bounds(minimum: unknown, maximum: unknown): string {
  if (minimum !== undefined) return `of at least ${minimum}`
  return maximum === undefined ? '' : `of at most ${maximum}`
}

function count(least: unknown, most: unknown, what: string): string {
  if (least === undefined && most === undefined) return ''
  if (least === 1 && most === undefined)
    return what === 'characters' ? ' that is not empty' : ` of at least one ${what.slice(0, -1)}`
  if (least === most) return ` of ${least} ${what}`
  return least !== undefined && most !== undefined
    ? ` of ${least} to ${most} ${what}`
    : ` ${bounds(least, most)} ${what}`
}
