import type { Path } from '../../../model/host.ts'
import { own } from '../../../model/own.ts'
import type { JsonSchema } from '../../../model/schema.ts'
import { strayWords } from '../heads.ts'
import { keywordOf, type Statement, statements, valuesOf, whereOf } from '../tree.ts'
import { fitting, fittingEntry } from './fit.ts'
import {
  inside,
  leaveOut,
  lose,
  loseWords,
  note,
  noteShort,
  type Place,
  reasonOfEntry,
  reasons,
  strange,
} from './reading.ts'
import { valueFor } from './value.ts'

/**
 * How a keyword becomes a variable's word where the schema alone does not say it: the words that it gives. Of a list one
 * entry for each of the statement's. Null: it can't be carried over. `before`: the block's words above it.
 */
export type Special = (statement: Statement, place: Place, before: Words) => Words | null

type Words = Readonly<Record<string, unknown>>

interface BlockReading {
  /** How the block is called where something of it is left out; without one by its own words. */
  readonly label?: string
  readonly properties: Readonly<Record<string, JsonSchema>>
  /** Other names of words: `lvs_sched` for `lb_algo`. */
  readonly synonyms?: Readonly<Record<string, string>>
  readonly special?: Readonly<Record<string, Special>>
}

/** A block while it is read. */
interface Open {
  readonly block: Statement
  readonly place: Place
  readonly how: BlockReading
  readonly words: Record<string, unknown>
  /** The statement that a word is from; of several blocks at one place those of the last. */
  readonly by: Record<string, Statement>
}

/** The words of a block, each as its schema has it; a list that is there again goes on. What the schema does not have is left out, and told. */
export function readBlock(block: Statement, place: Place, how: BlockReading): Readonly<Record<string, unknown>> {
  note(place, whereOf(block))
  place.origins.by ??= {}
  const open: Open = { block, place, how, words: {}, by: place.origins.by }
  for (const statement of statements(block.body)) readStatement(statement, open)
  return open.words
}

function readStatement(statement: Statement, open: Open): void {
  const { place, how, words } = open
  const keyword = keywordOf(statement)
  const special = own(how.special, keyword)
  if (statement.body !== null) loseWords(place, statement, strayWords(statement, false))
  if (!special) {
    readPlain(statement, open)
    return
  }
  const found = special(statement, place, words) ?? inFirstWord(statement, special, open)
  if (found === null) leaveOut(place, statement, labelOf(open), reasonOf(statement, open, own(how.properties, keyword)))
  else for (const [name, value] of Object.entries(found)) put(open, name, value, statement)
}

function inFirstWord(statement: Statement, special: Special, { place, words }: Open): Words | null {
  return firstWord(statement, place, (one) => special(one, place, words))
}

function readPlain(statement: Statement, open: Open): void {
  const { place, how } = open
  const keyword = keywordOf(statement)
  const name = own(how.synonyms, keyword) ?? keyword
  const schema = own(how.properties, name)
  const value = schema && (plainValue(name, schema, statement) ?? plainInFirstWord(name, schema, statement, place))
  if (value === undefined || value === null)
    leaveOut(place, statement, labelOf(open), reasonOf(statement, open, schema))
  // What is no list is as the schema has it.
  else if (typeof value === 'object') put(open, name, value, statement)
  else putWord(open, name, value, statement)
}

const plainValue = (name: string, schema: JsonSchema, statement: Statement) =>
  valueFor(schema, withoutPrefix(name, statement))

function plainInFirstWord(name: string, schema: JsonSchema, statement: Statement, place: Place): unknown {
  return firstWord(statement, place, (one) => plainValue(name, schema, one))
}

/** keepalived takes the first word behind most keywords, and passes over the others. */
function firstWord<T>(statement: Statement, place: Place, read: (statement: Statement) => T): T | null {
  const [keyword, value, ...further] = statement.words
  if (value === undefined || further.length === 0 || statement.body !== null) return null
  const found = read({ ...statement, words: [keyword, value] })
  if (found !== null && found !== undefined) loseWords(place, statement, further)
  return found
}

function put(open: Open, name: string, value: unknown, statement: Statement): void {
  const { place } = open
  const schema = own(open.how.properties, name)
  const list = schema && listIn(schema)
  if (list) {
    putList(open, name, value as readonly unknown[], statement, list.items as JsonSchema)
    return
  }
  const lost = (path: Path) => lose(inside(place, name), path, statement, `${labelOf(open)} ${name}`)
  const fit = schema ? fitting(schema, value, lost) : value
  if (fit === undefined) leaveOut(place, statement, labelOf(open), reasonOf(statement, open, schema))
  else putWord(open, name, fit, statement)
}

/** keepalived adds to a list that is there already. */
function putList(open: Open, name: string, value: readonly unknown[], statement: Statement, items: JsonSchema): void {
  const { place, words } = open
  const inner = statements(statement.body)
  const entries = inner.length === value.length ? inner : []
  const kept = [...((words[name] ?? []) as readonly unknown[])]
  note(place, whereOf(statement), name)
  for (const [i, entry] of value.entries()) {
    const by = entries[i] ?? statement
    const index = kept.length
    const label = () => `${labelOf(open)} ${name}`
    const lost = (path: Path) => path.length > 0 && lose(inside(place, name, index), path, by, label())
    const fit = fittingEntry(items, entry, lost)
    if (fit === undefined) {
      noteShort(place, by)
      leaveOut(place, by, label(), reasonOfEntry(name, by.words) ?? reasons.other)
    } else {
      kept.push(fit)
      if (by !== statement) note(place, whereOf(by), name, index)
      if (by !== statement) for (const each of statements(by.body)) leaveOut(place, each, keywordOf(by), reasons.other)
    }
  }
  words[name] = kept
}

/** Of a word that is there again the last one counts, of a program that is run on a change the first. */
function putWord(open: Open, name: string, value: unknown, statement: Statement): void {
  const { place, words, by } = open
  const before = Object.hasOwn(words, name) ? own(by, name) : undefined
  if (before && !Array.isArray(value) && JSON.stringify(words[name]) !== JSON.stringify(value)) {
    const isFirst = /^(notify|quorum)_/.test(name)
    const reason = `${name} is there twice, and the ${isFirst ? 'first' : 'last'} counts`
    leaveOut(place, isFirst ? statement : before, labelOf(open), reason)
    if (isFirst) return
  }
  words[name] = value
  by[name] = statement
}

function labelOf({ block, how }: Open): string {
  return how.label ?? `${keywordOf(block)} ${valuesOf(block)}`
}

/** The schema of a list, also of one that each director may have of its own: the list comes first then. */
function listIn(schema: JsonSchema): JsonSchema | undefined {
  const [first = schema] = (schema.anyOf ?? []) as readonly JsonSchema[]
  return first.type === 'array' ? first : undefined
}

const bare = new Set(['connect_ip', 'bindto', 'neighbor_ip'])

/** keepalived passes over the prefix of an address that it connects to or from. */
function withoutPrefix(key: string, statement: Statement): Statement {
  if (!bare.has(key)) return statement
  const [keyword, value, ...rest] = statement.words
  if (!value) return statement
  return { ...statement, words: [keyword, { ...value, text: value.text.split('/')[0]! }, ...rest] }
}

function reasonOf(statement: Statement, { block }: Open, schema: JsonSchema | undefined): string {
  if (!schema) return strange(statement, keywordOf(block))
  return statement.body === null ? reasons.other : reasons.incomplete
}
