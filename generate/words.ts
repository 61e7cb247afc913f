import { clusterVariables } from '../src/lvs/language/cluster.ts'
import type { JsonSchema } from '../src/model/schema.ts'
import { table } from './table.ts'

type Properties = Readonly<Record<string, JsonSchema>>

/** The words of a mapping as a table. `path`: `virtual_servers/HTTP_GET/url`; lists, names and alternatives on the way are passed through. `which`: `only a b_` or `but a b_`, where `b_` is all that begin so. */
export function wordsTable(path: string, which: readonly string[] = []): string {
  const { properties, required } = mappingAt(path)
  const [mode, ...names] = which
  const isNamed = (word: string) => names.some((name) => word === name || (name.endsWith('_') && word.startsWith(name)))
  const words = Object.entries(properties).filter(([word]) => mode === undefined || isNamed(word) === (mode === 'only'))
  if (words.length === 0) throw new Error(`${path}: no word is left`)
  return table(
    ['word', 'value', 'meaning'],
    words.map(([word, schema]) => [`\`${word}\`${required.includes(word) ? ' (needed)' : ''}`, ...told(schema)]),
  )
}

/** Every checker with the words that it alone has. */
export function checkersTable(): string {
  return table(
    ['checker', 'succeeds when', 'words of its own'],
    Object.entries(checkers()).map(([name, schema]) => {
      const own = Object.keys(mappingIn(schema, name).properties).filter((word) => !(word in common()))
      return [`\`${name}\``, described(schema), own.map((word) => `\`${word}\``).join(', ') || '–']
    }),
  )
}

/** The words that single checkers have, each once. */
export function checkerWordsTable(): string {
  const all = Object.entries(checkers()).flatMap(([name, schema]) =>
    Object.entries(mappingIn(schema, name).properties)
      .filter(([word]) => !(word in common()))
      .map(([word, inner]) => ({ checker: name, word, cells: told(inner) })),
  )
  const first = all.filter(({ word, cells }, i) => all.findIndex((e) => e.word === word && same(e.cells, cells)) === i)
  return table(
    ['word', 'value', 'meaning'],
    first.map(({ checker, word, cells }) => {
      const isTwice = first.findIndex((each) => each.word === word) !== first.findIndex((each) => each.cells === cells)
      return [isTwice ? `\`${word}\` (${checker})` : `\`${word}\``, ...cells]
    }),
  )
}

const same = (one: readonly string[], other: readonly string[]) => one.join() === other.join()
const common = () => mappingAt('virtual_servers/TCP_CHECK').properties
const told = (schema: JsonSchema) => [shapeOf(schema), described(schema)]
const described = ({ description }: JsonSchema) => (description as string | undefined) ?? ''

function checkers(): Properties {
  const { properties } = mappingAt('virtual_servers')
  return Object.fromEntries(Object.entries(properties).filter(([word]) => /^[A-Z_]+$/.test(word)))
}

interface Mapping {
  readonly properties: Properties
  readonly required: readonly string[]
}

function mappingAt(path: string): Mapping {
  const variables: Mapping = { properties: clusterVariables, required: [] }
  return path.split('/').reduce<Mapping>((mapping, word) => {
    const schema = mapping.properties[word]
    if (!schema) throw new Error(`${path}: ${word} is not there`)
    return mappingIn(schema, path)
  }, variables)
}

function mappingIn(schema: JsonSchema, path: string): Mapping {
  const found = search(schema)
  if (!found) throw new Error(`${path} is no mapping`)
  return found
}

function search({
  properties,
  required = [],
  items,
  additionalProperties,
  anyOf = [],
}: JsonSchema): Mapping | undefined {
  if (properties) return { properties: properties as Properties, required: required as readonly string[] }
  const inside = [items, additionalProperties, ...(anyOf as readonly unknown[])]
  return inside
    .filter((each): each is JsonSchema => typeof each === 'object' && each !== null)
    .map(search)
    .find(Boolean)
}

/** What may stand behind a word, for a person. */
function shapeOf(schema: JsonSchema): string {
  const { type, minimum, maximum, items, anyOf } = schema
  if (schema.enum) return (schema.enum as readonly unknown[]).join(', ')
  if (anyOf) return (anyOf as readonly JsonSchema[]).map(shapeOf).join(' or ')
  if (type === 'array') return `list of ${shapeOf(items as JsonSchema)}`
  if (type === 'object') return 'mapping'
  if (type === 'boolean') return 'true, false'
  if (type === 'string') return 'text'
  return maximum === undefined ? `${minimum} or more` : `${minimum} to ${maximum}`
}
