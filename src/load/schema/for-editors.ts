import type { JsonSchema } from '../../model/schema.ts'

/** What editors are told of values of an enum, by the value. */
export type Meanings = Readonly<Record<string, string>>

/**
 * The schema with what only editors read: each property, in each of its forms, has its name for a title (else the hover has that of the file), a number without a
 * default is completed with one that is valid (else with 0), and values of an enum say what they mean.
 */
export function forEditors(schema: JsonSchema, meanings: Meanings): JsonSchema {
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, ''))
    if (typeof value !== 'object' || value === null) return value
    const inner = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
      if (name === 'default' && isEmpty(one) && !mapWords.has(key)) return []
      if (dataWords.has(name) && !mapWords.has(key)) return [[name, one]]
      return [[name, mapWords.has(key) ? titled(name, visit(one, '')) : visit(one, name)]]
    })
    const seen = Object.fromEntries(inner) as Record<string, unknown>
    return mapWords.has(key) ? seen : { ...seen, ...snippetOf(seen), ...meaningsOf(seen, meanings) }
  }
  return visit(schema, '') as JsonSchema
}

/** A mapping with nothing in it would be written as one that is null. */
const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0

/** Under these stand names with a schema each. */
const mapWords = new Set(['properties', 'definitions', 'patternProperties'])
/** Under these stand values, whatever they look like. */
const dataWords = new Set(['default', 'const', 'enum', 'examples', 'required'])

function titled(name: string, schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || '$ref' in schema) return schema
  // A definition that roles share is named after the first of them: `director-vip.vrrp_instances`.
  const title = name.replace(/^.*\./, '')
  const { title: _, anyOf, ...rest } = schema as JsonSchema
  return { title, ...rest, ...(Array.isArray(anyOf) && { anyOf: formsOf(anyOf, title, rest.description) }) }
}

/**
 * The hover has the title and the text of the form that fits before those of the whole. All forms look the same to it that have the
 * same title, text and properties, and of two of them it shows both: so only the first has the text.
 */
function formsOf(forms: readonly JsonSchema[], title: string, description: unknown): readonly JsonSchema[] {
  return forms.map((form, i) => {
    if ('$ref' in form) return form
    return { ...form, title, ...(i === 0 && description !== undefined && { description }) }
  })
}

function snippetOf(schema: Readonly<Record<string, unknown>>): object {
  const { minimum, maximum } = schema
  const [type] = [schema.type].flat()
  if ((type !== 'integer' && type !== 'number') || 'default' in schema || 'enum' in schema) return {}
  const least = typeof minimum === 'number' ? minimum : 1
  const body = Math.min(Math.max(least, 1), typeof maximum === 'number' ? maximum : Number.MAX_SAFE_INTEGER)
  return { defaultSnippets: [{ label: String(body), body }] }
}

function meaningsOf(schema: Readonly<Record<string, unknown>>, meanings: Meanings): object {
  const { enum: values } = schema
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string' && Object.hasOwn(meanings, value)))
    return {}
  return { enumDescriptions: values.map((value: string) => meanings[value]) }
}
