import type { Path } from '../../../model/host.ts'
import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { fits, withinLimits } from './value.ts'

type Words = Readonly<Record<string, unknown>>

/** Is told the place, in the value, of each word and list entry that is gone. */
export type Lost = (path: Path) => void

/**
 * What of a value is as its schema says: words that are unknown or have another value are gone, and of a list the entries.
 * Undefined: nothing is left, or a word is missing that is required. Names of blocks are left as they are: rules show them.
 */
export function fitting(schema: JsonSchema, value: unknown, lost: Lost = () => {}): unknown {
  if (isFit(schema, value)) return value
  if (Array.isArray(schema.anyOf)) return fittingOne(schema.anyOf as readonly JsonSchema[], value, lost)
  if (schema.type === 'object' && isObject(value)) return fittingWords(schema, value, lost)
  if (schema.type !== 'array' || !Array.isArray(value)) return undefined
  const items = schema.items as JsonSchema
  return value.flatMap((entry, i) => fittingEntry(items, entry, (path) => lost([i, ...path])) ?? [])
}

/** Whether nothing of the value would be gone. */
function isFit(schema: JsonSchema, value: unknown): boolean {
  if (Array.isArray(schema.anyOf)) {
    for (const form of schema.anyOf as readonly JsonSchema[]) if (isFit(form, value)) return true
    return false
  }
  if (Array.isArray(schema.enum)) return schema.enum.includes(value)
  switch (schema.type) {
    case 'array':
      return Array.isArray(value) && areFitEntries(schema.items as JsonSchema, value)
    case 'object':
      return isObject(value) && hasFitWords(schema, value)
    case 'integer':
      return Number.isInteger(value) && withinLimits(schema, value as number) !== undefined
    case 'number':
      return Number.isFinite(value) && withinLimits(schema, value as number) !== undefined
    case 'string':
      return typeof value === 'string' && fits(schema, value)
    default:
      return typeof value === schema.type
  }
}

function areFitEntries(schema: JsonSchema, entries: readonly unknown[]): boolean {
  return entries.every((entry) => isFit(schema, entry) && !(isObject(entry) && Object.keys(entry).length === 0))
}

function hasFitWords({ properties, additionalProperties, required = [] }: JsonSchema, given: Words): boolean {
  const further = typeof additionalProperties === 'object' ? (additionalProperties as JsonSchema) : undefined
  for (const key of Object.keys(given)) {
    const schema = own(properties as Readonly<Record<string, JsonSchema>> | undefined, key) ?? further
    if (!schema || !isFit(schema, given[key])) return false
  }
  return (required as readonly string[]).every((key) => Object.hasOwn(given, key))
}

/** An entry of a list; undefined: it is gone. A name stays as it is, so that a rule sees that nothing has it. */
export function fittingEntry(schema: JsonSchema, entry: unknown, lost: Lost): unknown {
  const kinds = Array.isArray(schema.anyOf) ? (schema.anyOf as readonly JsonSchema[]) : [schema]
  const isName = typeof entry === 'string' && kinds.some(({ type }) => type === 'string')
  const fit = isName ? entry : fitting(schema, entry, lost)
  // Of a mark that is none nothing is left.
  const left = isObject(fit) && Object.keys(fit).length === 0 ? undefined : fit
  if (left === undefined) lost([])
  return left
}

/** The first form that the value has, wholly or else in part. */
function fittingOne(forms: readonly JsonSchema[], value: unknown, lost: Lost): unknown {
  const found = forms.flatMap((form) => {
    const paths: Path[] = []
    const fit = fitting(form, value, (path) => paths.push(path))
    return fit === undefined ? [] : [{ fit, paths }]
  })
  const best = found.find(({ paths }) => paths.length === 0) ?? found[0]
  best?.paths.forEach(lost)
  return best?.fit
}

function fittingWords(
  { properties, additionalProperties, required = [] }: JsonSchema,
  given: Words,
  lost: Lost,
): unknown {
  const further = typeof additionalProperties === 'object' ? (additionalProperties as JsonSchema) : undefined
  const words = Object.entries(given).flatMap(([key, value]) => {
    const schema = own(properties as Readonly<Record<string, JsonSchema>> | undefined, key) ?? further
    const fit = inner(schema, value, key, lost)
    return fit === undefined ? [] : [[key, fit] as const]
  })
  const fit = Object.fromEntries(words)
  return (required as readonly string[]).every((key) => Object.hasOwn(fit, key)) ? fit : undefined
}

function inner(schema: JsonSchema | undefined, value: unknown, step: string | number, lost: Lost): unknown {
  const fit = schema && fitting(schema, value, (path) => lost([step, ...path]))
  if (fit === undefined && value !== undefined) lost([step])
  return fit
}

function isObject(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
