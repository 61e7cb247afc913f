import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { fits, withinLimits } from './value.ts'

type Words = Readonly<Record<string, unknown>>

/**
 * What of a value is as its schema says: words that are unknown or have another value are gone, and of a list the entries.
 * Undefined: nothing is left, or a word is missing that is required. Names of blocks are left as they are: rules show them.
 */
export function fitting(schema: JsonSchema, value: unknown): unknown {
  if (Array.isArray(schema.anyOf)) {
    const fits = (schema.anyOf as readonly JsonSchema[]).map((each) => fitting(each, value))
    return fits.find((fit) => fit !== undefined)
  }
  if (Array.isArray(schema.enum)) return schema.enum.includes(value) ? value : undefined
  switch (schema.type) {
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((entry) => fittingEntry(schema.items as JsonSchema, entry))
        : undefined
    case 'object':
      return isObject(value) ? fittingWords(schema, value) : undefined
    case 'integer':
      return Number.isInteger(value) ? withinLimits(schema, value as number) : undefined
    case 'number':
      return Number.isFinite(value) ? withinLimits(schema, value as number) : undefined
    case 'string':
      return typeof value === 'string' && fits(schema, value) ? value : undefined
    default:
      return typeof value === schema.type ? value : undefined
  }
}

/** A name stays as it is, so that a rule sees that nothing has it. */
function fittingEntry(schema: JsonSchema, entry: unknown): unknown {
  const kinds = Array.isArray(schema.anyOf) ? (schema.anyOf as readonly JsonSchema[]) : [schema]
  const isName = typeof entry === 'string' && kinds.some(({ type }) => type === 'string')
  return isName ? entry : (fitting(schema, entry) ?? [])
}

function fittingWords({ properties, additionalProperties, required = [] }: JsonSchema, given: Words): unknown {
  const further = typeof additionalProperties === 'object' ? (additionalProperties as JsonSchema) : undefined
  const words = Object.entries(given).flatMap(([key, value]) => {
    const schema = own(properties as Readonly<Record<string, JsonSchema>> | undefined, key) ?? further
    const fit = schema && fitting(schema, value)
    return fit === undefined ? [] : [[key, fit] as const]
  })
  const fit = Object.fromEntries(words)
  return (required as readonly string[]).every((key) => Object.hasOwn(fit, key)) ? fit : undefined
}

function isObject(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
