import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { keywordOf, type Statement, statements, whereOf } from '../tree.ts'
import { fitting, fittingEntry } from './fit.ts'
import { inside, leaveOut, lose, loseWords, note, type Place, reasons } from './reading.ts'
import { valueFor } from './value.ts'

/**
 * How a keyword becomes a variable's word where the schema alone does not say it: the words that it gives. Of a list one
 * entry for each of the statement's. Null: it can't be carried over.
 */
export type Special = (statement: Statement, place: Place) => Readonly<Record<string, unknown>> | null

interface BlockReading {
  /** How the block is called where something of it is left out. */
  readonly label: string
  readonly properties: Readonly<Record<string, JsonSchema>>
  /** Other names of words: `lvs_sched` for `lb_algo`. */
  readonly synonyms?: Readonly<Record<string, string>>
  readonly special?: Readonly<Record<string, Special>>
}

interface Said {
  readonly words: Record<string, unknown>
  /** The statement that a word is from. */
  readonly by: Map<string, Statement>
}

/** The words of a block, each as its schema has it; a list that is there again goes on. What the schema does not have is left out, and told. */
export function readBlock(block: Statement, place: Place, how: BlockReading): Readonly<Record<string, unknown>> {
  note(place, whereOf(block))
  const said: Said = { words: {}, by: new Map() }
  for (const statement of statements(block.body)) {
    const keyword = keywordOf(statement)
    const key = own(how.synonyms, keyword) ?? keyword
    const read = own(how.special, keyword) ?? ((one: Statement) => plainWord(key, one, how))
    const found = read(statement, place) ?? firstWord(statement, place, read)
    if (found === null) leaveOut(place, statement, how.label, reasonOf(statement, own(how.properties, key)))
    for (const [name, value] of Object.entries(found ?? {})) {
      if (listIn(own(how.properties, name))) putList(said, name, value, { statement, place, how })
      else putWord(said, name, value, { statement, place, how })
    }
  }
  return said.words
}

/** keepalived takes the first word behind most keywords, and passes over the others. */
function firstWord(statement: Statement, place: Place, read: Special): ReturnType<Special> {
  const [keyword, value, ...further] = statement.words
  if (value === undefined || further.length === 0 || statement.body !== null) return null
  const found = read({ ...statement, words: [keyword, value] }, place)
  if (found !== null) loseWords(place, statement, further)
  return found
}

interface At {
  readonly statement: Statement
  readonly place: Place
  readonly how: BlockReading
}

/** keepalived adds to a list that is there already. */
function putList({ words }: Said, name: string, value: unknown, { statement, place, how }: At): void {
  const { items } = listIn(own(how.properties, name)) as { readonly items: JsonSchema }
  const inner = statements(statement.body)
  const entries = inner.length === (value as readonly unknown[]).length ? inner : []
  const kept = [...((words[name] ?? []) as readonly unknown[])]
  note(inside(place, name), whereOf(statement))
  for (const [i, entry] of (value as readonly unknown[]).entries()) {
    const by = entries[i] ?? statement
    const at = inside(place, name, kept.length)
    const label = `${how.label} ${name}`
    const fit = fittingEntry(items, entry, (path) => path.length > 0 && lose(at, path, by, label))
    if (fit === undefined) leaveOut(place, by, label, reasons.other)
    else {
      kept.push(fit)
      if (by !== statement) note(at, whereOf(by))
      if (by !== statement) for (const each of statements(by.body)) leaveOut(place, each, keywordOf(by), reasons.other)
    }
  }
  words[name] = kept
}

/** Of a word that is there again the last one counts, of a program that is run on a change the first. */
function putWord({ words, by }: Said, name: string, value: unknown, { statement, place, how }: At): void {
  const schema = own(how.properties, name)
  const at = inside(place, name)
  const fit = schema ? fitting(schema, value, (path) => lose(at, path, statement, `${how.label} ${name}`)) : value
  if (fit === undefined) {
    leaveOut(place, statement, how.label, reasonOf(statement, schema))
    return
  }
  const before = by.get(name)
  if (before && !Array.isArray(fit) && JSON.stringify(words[name]) !== JSON.stringify(fit)) {
    const isFirst = /^(notify|quorum)_/.test(name)
    leaveOut(
      place,
      isFirst ? statement : before,
      how.label,
      `${name} is there twice, and the ${isFirst ? 'first' : 'last'} counts`,
    )
    if (isFirst) return
  }
  words[name] = fit
  by.set(name, statement)
  note(at, whereOf(statement))
}

/** The schema of a list, also of one that each director may have of its own: the list comes first then. */
function listIn(schema: JsonSchema | undefined): JsonSchema | undefined {
  const [first = schema] = (schema?.anyOf ?? []) as readonly JsonSchema[]
  return first?.type === 'array' ? first : undefined
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

function reasonOf({ body }: Statement, schema: JsonSchema | undefined): string {
  if (!schema) return 'lbprov has no such word'
  return body === null ? reasons.other : reasons.incomplete
}
