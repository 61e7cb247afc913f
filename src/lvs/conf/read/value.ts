import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { type Statement, statements, valuesOf } from '../tree.ts'

/** The value of a statement as the schema has it; undefined when it has no such value. */
export function valueFor(schema: JsonSchema, statement: Statement): unknown {
  if (Array.isArray(schema.anyOf)) {
    const values = (schema.anyOf as readonly JsonSchema[]).map((each) => valueFor(each, statement))
    return values.find((value) => value !== undefined)
  }
  if (schema.type === 'array' && statement.body !== null) return entriesFor(schema.items as JsonSchema, statement)
  if (statement.body !== null) return undefined
  const text = valuesOf(statement)
  if (Array.isArray(schema.enum)) return schema.enum.find((each) => String(each) === text)
  switch (schema.type) {
    case 'boolean':
      return truth(text)
    case 'integer':
      return withinLimits(schema, /^-?\d+$/.test(text) ? Number(text) : undefined)
    case 'number':
      return withinLimits(schema, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined)
    case 'string':
      return text !== '' && fits(schema, text) ? text : undefined
    default:
      return undefined
  }
}

const truths: Readonly<Record<string, boolean>> = {
  '': true,
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
}

const truth = (text: string) => own(truths, text)

/** The number where the schema's limits have it. */
export function withinLimits(
  { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE }: JsonSchema,
  value?: number,
): unknown {
  return value !== undefined && value >= Number(minimum) && value <= Number(maximum) ? value : undefined
}

/** Whether a text is as the schema's pattern and length say. */
export function fits({ pattern, maxLength = Infinity, minLength = 0 }: JsonSchema, text: string): boolean {
  const isLong = text.length >= Number(minLength) && text.length <= Number(maxLength)
  return isLong && (pattern === undefined || patternOf(String(pattern)).test(text))
}

const patterns = new Map<string, RegExp>()

function patternOf(text: string): RegExp {
  const pattern = patterns.get(text) ?? new RegExp(text)
  patterns.set(text, pattern)
  return pattern
}

/** A list: each entry a string, or what `name weight N` says; null one that says something else. */
function entriesFor(items: JsonSchema, statement: Statement): readonly unknown[] {
  const weighted = Array.isArray(items.anyOf) && JSON.stringify(items).includes('"weight"')
  return statements(statement.body).map(({ words }) => {
    const [name, word, weight] = words.map(({ text }) => text)
    if (words.length === 1 || !weighted) return words.map(({ text }) => text).join(' ')
    return words.length === 3 && word === 'weight' && /^-?\d+$/.test(weight!) ? { name, weight: Number(weight) } : null
  })
}
