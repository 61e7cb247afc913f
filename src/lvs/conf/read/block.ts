import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { keywordOf, type Statement, statements, whereOf } from '../tree.ts'
import { fitting } from './fit.ts'
import { inside, leaveOut, note, type Place } from './reading.ts'
import { valueFor } from './value.ts'

/** How a keyword becomes a variable's word where the schema alone does not say it: the words that it gives. */
export type Special = (statement: Statement, place: Place) => Readonly<Record<string, unknown>> | null

interface BlockReading {
  /** How the block is called where something of it is left out. */
  readonly label: string
  readonly properties: Readonly<Record<string, JsonSchema>>
  /** Other names of words: `lvs_sched` for `lb_algo`. */
  readonly synonyms?: Readonly<Record<string, string>>
  readonly special?: Readonly<Record<string, Special>>
}

/** The words of a block, each as its schema has it; a list that is there again goes on. What the schema does not have is left out, and told. */
export function readBlock(block: Statement, place: Place, how: BlockReading): Readonly<Record<string, unknown>> {
  note(place, whereOf(block))
  const words: Record<string, unknown> = {}
  for (const statement of statements(block.body)) {
    const keyword = keywordOf(statement)
    const key = own(how.synonyms, keyword) ?? keyword
    noteEntries(statement, inside(place, key), [words[key] ?? []].flat().length)
    const special = own(how.special, keyword)
    const found = special ? special(statement, place) : plainWord(key, statement, how)
    if (found === null) leaveOut(place, statement, how.label, reasonOf(own(how.properties, key)))
    for (const [name, value] of Object.entries(found ?? {})) {
      const schema = own(how.properties, name)
      const fit = schema ? fitting(schema, value) : value
      if (fit !== undefined) words[name] = schema?.type === 'array' ? [words[name] ?? [], fit].flat() : fit
      note(inside(place, name), whereOf(statement))
    }
  }
  return words
}

function plainWord(
  key: string,
  statement: Statement,
  { properties }: BlockReading,
): Readonly<Record<string, unknown>> | null {
  const schema = own(properties, key)
  const value = schema && valueFor(schema, withoutPrefix(key, statement))
  return value === undefined ? null : { [key]: value }
}

/** keepalived passes over the prefix of an address that it connects to or from. */
function withoutPrefix(key: string, statement: Statement): Statement {
  const [keyword, value, ...rest] = statement.words
  if (!/^(connect_ip|bindto|neighbor_ip)$/.test(key) || !value) return statement
  return { ...statement, words: [keyword, { ...value, text: value.text.split('/')[0]! }, ...rest] }
}

function reasonOf(schema: JsonSchema | undefined): string {
  return schema ? 'it has another value than lbprov takes' : 'lbprov has no such word'
}

function noteEntries({ body }: Statement, place: Place, from: number): void {
  statements(body).forEach((entry, i) => void note(inside(place, from + i), whereOf(entry)))
}
