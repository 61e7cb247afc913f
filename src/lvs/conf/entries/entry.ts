import type { Severity } from '../../../model/lint.ts'
import { nearest } from '../../../model/nearest.ts'
import { atLeast } from '../../language/version.ts'
import type { Statement, Word } from '../tree.ts'

/** What is wrong with one entry of a list: the word, what is said of it, what was expected, and how bad it is where that is no error. */
export type Wrong = readonly [word: Word, message: string, expected: string, severity?: Severity]

/** Says what is wrong with an entry as that version reads it. */
export type Check = (entry: Statement, version: string) => readonly Wrong[]

/** `weight is "x"`, where the word is missing at the one before it. */
export function isWrong(what: string, word: Word | undefined, before: Word, expected: string): readonly Wrong[] {
  return [[word ?? before, `${what} is ${JSON.stringify(word?.text ?? '')}`, expected]]
}

/** The word is not read. */
export function notRead(word: Word, expected: string): readonly Wrong[] {
  return [[word, `${JSON.stringify(word.text)} is not read`, expected]]
}

type Known = ReturnType<typeof knownWords>

/** The word is none of these; the one of that version that it may be a slip for, or what else was expected. */
export function unknownWord(word: Word, tables: readonly Known[], version: string, expected: string): readonly Wrong[] {
  const known = tables.flatMap((table) =>
    [...table].flatMap(([text, since]) => (atLeast(version, since) ? [text] : [])),
  )
  return notRead(word, nearest(word.text, known) ?? expected)
}

/** A scope as iproute2 names it; what else /etc/iproute2/rt_scopes of the host has is not known. */
export function isScope(text: string): boolean {
  return /^(global|nowhere|host|link|site)$/.test(text) || (/^\d{1,3}$/.test(text) && Number(text) <= 255)
}

/** The words of an entry, written by the first version that knows them. */
export function knownWords(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const since = Object.entries(words).flatMap(([version, text]) =>
    text.split(/\s+/).map((word) => [word, version] as const),
  )
  return new Map(since)
}
