import type { JsonSchema } from '../../model/schema.ts'
import { formats } from './formats.ts'

/** True for values that are certainly as a schema wants them. */
export type Fit = (value: unknown) => boolean

/**
 * A quick test for a schema written in the plain words alone; undefined for any other, and for one that is not valid.
 * Only its yes counts: why a value does not fit, and whether it really does not, says ajv, which takes long to start.
 */
export function fitOf(schema: unknown): Fit | undefined {
  if (schema === true) return () => true
  if (schema === false) return () => false
  if (!isRecord(schema)) return undefined
  if (!made.has(schema)) made.set(schema, allOf(Object.entries(schema).map(([word, said]) => test(word, said, schema))))
  return made.get(schema)
}

/** Schemas share parts: each is read once. */
const made = new WeakMap<object, Fit | undefined>()

function test(word: string, said: unknown, schema: JsonSchema): Fit | undefined {
  const silence = silent.get(word)
  if (silence) return silence(said) ? () => true : undefined
  return words.get(word)?.(said, schema)
}

/** Words that say nothing of what fits, and what they may say. */
const silent: ReadonlyMap<string, Fit> = new Map([
  ['title', isText],
  ['description', isText],
  ['writeOnly', isBoolean],
  ['default', () => true],
  ['x-left-out', isRecord],
])

const words: ReadonlyMap<string, (said: unknown, schema: JsonSchema) => Fit | undefined> = new Map(
  Object.entries({
    type: (said: unknown) => someOf([said].flat().map((type) => types.get(type))),
    const: (said: unknown) => (isScalar(said) ? (value: unknown) => value === said : undefined),
    enum: enumFit,
    minimum: (said: unknown) => bounded(said, isNumber, (value, least) => value >= least),
    maximum: (said: unknown) => bounded(said, isNumber, (value, most) => value <= most),
    minLength: (said: unknown) => counted(said, isText, (text) => [...text].length, atLeast),
    maxLength: (said: unknown) => counted(said, isText, (text) => [...text].length, atMost),
    minItems: (said: unknown) => counted(said, Array.isArray, (list) => list.length, atLeast),
    maxItems: (said: unknown) => counted(said, Array.isArray, (list) => list.length, atMost),
    minProperties: (said: unknown) => counted(said, isRecord, (map) => Object.keys(map).length, atLeast),
    maxProperties: (said: unknown) => counted(said, isRecord, (map) => Object.keys(map).length, atMost),
    pattern: patternFit,
    format: (said: unknown) => {
      const format = isText(said) && Object.hasOwn(formats, said) ? formats[said] : undefined
      return format && when(isText, format.test)
    },
    anyOf: (said: unknown) => (Array.isArray(said) ? someOf(said.map(fitOf)) : undefined),
    items: (said: unknown) => inside(said, Array.isArray, (fit, list) => list.every((item) => fit(item))),
    propertyNames: (said: unknown) => inside(said, isRecord, (fit, map) => Object.keys(map).every(fit)),
    required: requiredFit,
    properties: propertiesFit,
    additionalProperties: (said: unknown, { properties = {} }: JsonSchema) => {
      const isNamed = (key: string) => Object.hasOwn(properties as object, key)
      return inside(said, isRecord, (fit, map) => Object.keys(map).every((key) => isNamed(key) || fit(map[key])))
    },
  }),
)

const types: ReadonlyMap<unknown, Fit> = new Map<string, Fit>([
  ['string', isText],
  ['number', isNumber],
  ['integer', Number.isInteger],
  ['boolean', isBoolean],
  ['null', (value) => value === null],
  ['array', Array.isArray],
  ['object', isRecord],
])

const atLeast = (count: number, least: number) => count >= least

const atMost = (count: number, most: number) => count <= most

function allOf(fits: readonly (Fit | undefined)[]): Fit | undefined {
  return fits.every((fit) => fit !== undefined) ? (value) => fits.every((fit) => fit(value)) : undefined
}

function someOf(fits: readonly (Fit | undefined)[]): Fit | undefined {
  const known = fits.filter((fit) => fit !== undefined)
  return known.length > 0 && known.length === fits.length ? (value) => known.some((fit) => fit(value)) : undefined
}

type Guard<T> = (value: unknown) => value is T

// A word holds for every value that it is not about.
function when<T>(about: Guard<T>, holds: (value: T) => boolean): Fit {
  return (value) => !about(value) || holds(value)
}

function inside<T>(said: unknown, about: Guard<T>, holds: (fit: Fit, value: T) => boolean): Fit | undefined {
  const fit = fitOf(said)
  return fit && when(about, (value) => holds(fit, value))
}

function bounded<T>(said: unknown, about: Guard<T>, holds: (value: T, bound: number) => boolean): Fit | undefined {
  return isNumber(said) ? when(about, (value) => holds(value, said)) : undefined
}

function counted<T>(
  said: unknown,
  about: Guard<T>,
  count: (value: T) => number,
  holds: (count: number, bound: number) => boolean,
): Fit | undefined {
  if (!Number.isInteger(said) || Number(said) < 0) return undefined
  return bounded(said, about, (value, bound) => holds(count(value), bound))
}

function enumFit(said: unknown): Fit | undefined {
  return Array.isArray(said) && said.length > 0 && said.every(isScalar) ? (value) => said.includes(value) : undefined
}

function patternFit(said: unknown): Fit | undefined {
  if (!isText(said)) return undefined
  try {
    const pattern = new RegExp(said, 'u')
    return when(isText, (text) => pattern.test(text))
  } catch {
    return undefined
  }
}

function requiredFit(said: unknown): Fit | undefined {
  if (!Array.isArray(said) || !said.every(isText) || new Set(said).size < said.length) return undefined
  return when(isRecord, (map) => said.every((name) => Object.hasOwn(map, name)))
}

function propertiesFit(said: unknown): Fit | undefined {
  if (!isRecord(said)) return undefined
  const tests = Object.entries(said).map(([name, schema]) =>
    inside(schema, isRecord, (fit, map) => !Object.hasOwn(map, name) || fit(map[name])),
  )
  return allOf(tests)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isScalar(value: unknown): boolean {
  return value === null || isText(value) || isNumber(value) || isBoolean(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
