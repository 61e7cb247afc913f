import type { ErrorObject } from 'ajv'
import type { Path } from '../../model/host.ts'
import { didYouMean } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import type { JsonSchema } from '../../model/schema.ts'
import { listed, sentences } from '../text/sentences.ts'
import { shown } from '../text/variable.ts'
import { dereferenced } from './schema-walk.ts'
import { expected } from './schema-words.ts'

/** What is wrong at a place inside a value. `message` follows the place's name. */
export interface Fault {
  readonly path: Path
  /** `key`: it is about the key at the end of the path, not about what is under it. */
  readonly part: 'key' | 'value'
  readonly message: string
  readonly hint: string
}

/** Everything ajv found at one place, in words: of several things wrong with a value, one sentence. */
export function faultsAt(path: Path, errors: readonly ErrorObject[], root: JsonSchema): readonly Fault[] {
  const aboutValue = errors.find(({ keyword }) => !(keyword in aboutKeys) && keyword !== 'not')
  if (aboutValue) return [mustBe(path, aboutValue.parentSchema as JsonSchema, aboutValue.data)]
  return errors.map(
    (error) => aboutKeys[error.keyword]?.(path, error, root) ?? fault(path, error.message ?? 'is not allowed', {}),
  )
}

/** `must be …, but is …`, with the slip that is most likely. */
export function mustBe(path: Path, schema: JsonSchema, data: unknown): Fault {
  const hidden = typeof data === 'string' ? 'other text' : `a ${typeof data}`
  const seen = schema.writeOnly === true ? hidden : shown(data)
  const made = fault(path, `must be ${expected(schema)}, but is ${seen}`, schema)
  return { ...made, hint: sentences(slipHint(schema, data), made.hint) }
}

/** A fault of a value, with its schema's description as the hint. */
export function fault(path: Path, message: string, { description }: JsonSchema): Fault {
  return { path, part: 'value', message, hint: sentence(description) }
}

const aboutKeys: Readonly<Record<string, (path: Path, error: ErrorObject, root: JsonSchema) => Fault>> = {
  required: missingKey,
  additionalProperties: unknownKey,
  propertyNames: wrongName,
}

function missingKey(path: Path, { params, parentSchema }: ErrorObject, root: JsonSchema): Fault {
  const property = dereferenced(propertiesOf(parentSchema)[params.missingProperty] ?? {}, root)
  const words = expected(property)
  const hint = sentences(words === 'something else' ? '' : `It must be ${words}.`, sentence(property.description))
  return { path, part: 'value', message: `needs ${params.missingProperty}`, hint }
}

function unknownKey(path: Path, { params, parentSchema }: ErrorObject): Fault {
  const key = String(params.additionalProperty)
  const known = Object.keys(propertiesOf(parentSchema))
  const instead = own(leftOutOf(parentSchema), key)
  if (instead !== undefined) return { path: [...path, key], part: 'key', message: elsewhere, hint: instead }
  const keys = known.length > 0 ? `Keys are ${listed(known, 30)}.` : ''
  const hint = didYouMean(key, known) || sentences('Take it out.', keys)
  return { path: [...path, key], part: 'key', message: 'is not a key that is known here', hint }
}

const elsewhere = 'is a word of keepalived that the variables do not have'

/** Words that are no keys on purpose, and what to write. */
function leftOutOf(schema: ErrorObject['parentSchema']): Readonly<Record<string, string>> {
  return (schema?.['x-left-out'] ?? {}) as Readonly<Record<string, string>>
}

function wrongName(path: Path, { params, schema }: ErrorObject): Fault {
  const message = `is not a name that may stand here: it must be ${expected(schema as JsonSchema)}`
  return { path: [...path, String(params.propertyName)], part: 'key', message, hint: '' }
}

function propertiesOf(schema: ErrorObject['parentSchema']): Readonly<Record<string, JsonSchema>> {
  return (schema?.properties ?? {}) as Readonly<Record<string, JsonSchema>>
}

function sentence(text: unknown): string {
  return typeof text === 'string' && text !== '' ? text.replace(/[^.!?]$/, '$&.') : ''
}

function slipHint({ type, enum: words, additionalProperties, properties }: JsonSchema, data: unknown): string {
  const isByName = type === 'object' && typeof additionalProperties === 'object' && properties === undefined
  if (Array.isArray(words) && typeof data === 'string') {
    return didYouMean(
      data,
      words.filter((word) => typeof word === 'string'),
    )
  }
  if (typeof data !== 'object' && isByName) return 'Write a value for each name: { lb1: …, lb2: … }.'
  if (Array.isArray(data) && ['string', 'integer', 'number', 'boolean'].includes(String(type))) return oneValue
  const seen = `${type} ${typeof data === 'string' ? data.toLowerCase() : typeof data}`
  return slips.find(([slip]) => slip.test(seen))?.[1] ?? (type === 'array' && typeof data === 'string' ? asList : '')
}

const oneValue = 'Write one value: what is for several needs an entry for each.'
const asList = 'Write one value as a list too: [value].'

// The type that is wanted, and the text or else the type that is there.
const slips: readonly (readonly [RegExp, string])[] = [
  [/^string (number|boolean)$/, 'Put it in quotes.'],
  [/^boolean (yes|on|true)$/, 'Write true, without quotes.'],
  [/^boolean (no|off|false)$/, 'Write false, without quotes.'],
  [/^(integer|number) -?\d+$/, 'Write it without quotes.'],
]
