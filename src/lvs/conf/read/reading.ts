import type { Path } from '../../../model/host.ts'
import { own } from '../../../model/own.ts'
import type { SourcePosition } from '../../../model/position.ts'
import { confBlocks } from '../../language/blocks.ts'
import { checkerNames } from '../../language/checker.ts'
import { furtherEntries } from '../../language/further-entries.ts'
import { keywords } from '../../language/keywords.ts'
import { keywordOf, type Statement, shownWord, statements, titleOf, type Word, whereOf } from '../tree.ts'
import { nearestOrigin, type Origins, originsIn } from './origins.ts'

/** Something of a keepalived.conf that the cluster's variables do not have. */
export interface LeftOut {
  /** `vrrp_instance VI_1: debug 1` */
  readonly text: string
  readonly where: SourcePosition
  readonly reason: string
}

/** What is filled while one file is read. */
export interface Reading {
  /** The director that the file is of. */
  readonly director: string
  /** By variable. */
  readonly origins: Origins
  readonly leftOut: LeftOut[]
  /** What is carried over as something else than was written. */
  readonly changed: LeftOut[]
  readonly peers: UnicastPeer[]
  /** The names that blocks of the file have, each with its variable: `vrrp_scripts chk`. */
  readonly named: Set<string>
  /** Words that the file has with another value than the variables can hold, a checker for all in it; each with the entries that have it (`entryOf`). */
  readonly short: Map<string, Set<string>>
}

/** An address that adverts of an instance are sent to. */
export interface UnicastPeer {
  readonly instance: string
  readonly address: string
  readonly where: SourcePosition
}

/** A place in the variables, and what was read of it. */
export interface Place {
  readonly variable: string
  readonly path: Path
  readonly reading: Reading
  readonly origins: Origins
}

/** The place of a value in a variable. */
export function placeOf(reading: Reading, variable: string, ...path: Path): Place {
  return { variable, path, reading, origins: path.reduce(originsIn, originsIn(reading.origins, variable)) }
}

/** The place of a value that is further in. */
export function inside({ variable, path, reading, origins }: Place, ...steps: Path): Place {
  return { variable, path: path.concat(steps), reading, origins: steps.reduce(originsIn, origins) }
}

/** Notes where the value of a place was written, or one in it. */
export function note({ origins }: Place, where: SourcePosition, ...steps: Path): void {
  steps.reduce(originsIn, origins).where = where
}

/** Why a word of the variables is not carried over. */
export const reasons = {
  other: 'it has another value than lbprov takes',
  incomplete: 'a word that it needs is missing, or has no value',
} as const

/** Why a statement that the variables do not have is not carried over: whether keepalived has its word in that block; empty: the outermost. */
export function strange(statement: Statement, block: string): string {
  const word = keywordOf(statement)
  const kind = block === '' ? 'block' : 'word'
  const here = [...keywords].filter(([path]) => path.slice(path.lastIndexOf(' ') + 1) === block)
  const spans = here.flatMap(([, words]) => words.get(word) ?? [])
  const homes = Object.entries(confBlocks).filter(([path]) => path.slice(path.lastIndexOf(' ') + 1) === block)
  const reason = homes.map(([, words]) => own(words, word)?.instead).find((text) => text !== undefined)
  if (reason !== undefined) return reason
  if (spans.length === 0) return `keepalived has no such ${kind} here${ignored(statement, block)}`
  const [last] = spans.every(({ until }) => until !== null) ? spans : []
  return last ? `keepalived has it up to ${last.until} only` : `lbprov has no such ${kind}`
}

/** No version passes over the braces of a block that it does not know. */
const ignored = ({ body }: Statement, block: string) =>
  body === null || block === ''
    ? ', and passes over it'
    : `; the } of its block closes ${block}, and what stands behind it is lost`

/** The entry of a variable that a place is in. */
export const entryOf = (variable: string, [entry = '']: Path): string => `${variable} ${entry}`

/** Notes that the variables can't hold what a statement says. */
export function noteShort({ variable, path, reading: { short } }: Place, statement: Statement): void {
  const word = checkerNames.find((name) => path.includes(name)) ?? keywordOf(statement)
  const entries = short.get(word) ?? new Set()
  short.set(word, entries.add(entryOf(variable, path)))
}

/** Notes that a statement is not carried over, nor is anything inside of it. */
export function leaveOut(place: Place, statement: Statement, block: string, reason: string): void {
  const { reading } = place
  if (reason === reasons.other || reason === reasons.incomplete) noteShort(place, statement)
  reading.leftOut.push({ text: textOf(statement, block), where: whereOf(statement), reason })
  const inner = `${block} ${titleOf(statement)}`.trim()
  for (const each of statements(statement.body)) leaveOut(nowhere(reading), each, inner, reason)
}

/** Notes that a part of a statement's value, at `path` in it, is not carried over. */
export function lose(place: Place, path: Path, statement: Statement, block: string): void {
  const { reading, origins } = place
  noteShort(place, statement)
  const where = nearestOrigin({ ...origins, where: whereOf(statement) }, path)!
  reading.leftOut.push({ text: `${block}: ${path.join(' ')}`, where, reason: reasons.other })
}

/** Notes that some words of a statement are not carried over. */
export function loseWords(place: Place, statement: Statement, words: readonly Word[]): void {
  if (words.length === 0) return
  losePhrases(
    place,
    statement,
    words.map((word) => [word]),
    '',
  )
}

/** The same of words with their values, in an entry of that list. */
export function losePhrases(
  { reading }: Place,
  statement: Statement,
  phrases: readonly (readonly Word[])[],
  list: string,
): void {
  const lost = new Set(phrases.flat())
  const rest = statement.words.filter((word) => !lost.has(word)).map(({ text }) => shownWord(text))
  for (const phrase of phrases) {
    const text = `${rest.join(' ')}: ${phrase.map(({ text }) => shownWord(text)).join(' ')}`
    const reason = reasonOfEntry(list, phrase) ?? 'lbprov has no such word here'
    reading.leftOut.push({ text, where: phrase[0]!.where, reason })
  }
}

/** Why the variables do not have a word of an entry; undefined: none of them is left out on purpose. */
export function reasonOfEntry(list: string, words: readonly Word[]): string | undefined {
  const further = own(furtherEntries, list) ?? {}
  return words.map(({ text }) => own(further, text)?.instead).find((reason) => reason !== undefined)
}

/** Notes that a statement is carried over as something else than was written. */
export function change({ reading }: Place, statement: Statement, block: string, reason: string): void {
  reading.changed.push({ text: textOf(statement, block), where: whereOf(statement), reason })
}

/** For what is no variable. */
export const nowhere = (reading: Reading): Place => ({ variable: '', path: [], reading, origins: {} })

/** Secrets are not shown: of auth_pass only the name. */
function textOf(statement: Statement, block: string): string {
  const text = /pass|key/.test(keywordOf(statement)) ? keywordOf(statement) : titleOf(statement)
  return block === '' ? text : `${block}: ${text}`
}
