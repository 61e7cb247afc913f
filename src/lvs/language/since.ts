import { own } from '../../model/own.ts'
import { modelBlocks } from './blocks.ts'
import type { Entry } from './entry.ts'
import { atLeast } from './version.ts'

/** The oldest keepalived that is known: on EL6, installed by hand. */
const oldest = '1.2.2'

/** What is known of a word of the variables. */
export function entryOf(block: string, word: string): Entry | undefined {
  return own(own(modelBlocks, block) ?? {}, word)
}

/**
 * The first version for which the variables may have a word, or a word with that value (`lb_algo mh`); undefined: every
 * one that is known.
 */
export function firstVersion(block: string, word: string): string | undefined {
  const [name = '', ...value] = word.split(' ')
  const entry = entryOf(block, name)
  const first = value.length === 0 ? (entry?.from ?? entry?.since) : own(entry?.values ?? {}, value.join(' '))
  return first === oldest ? undefined : first
}

/** Every first version that firstVersion has, of words and of values. */
export function firstVersions(): readonly string[] {
  return Object.values(modelBlocks).flatMap((block) =>
    Object.values(block)
      .flatMap(({ since, from = since, values = {} }) => [from ?? oldest, ...Object.values(values)])
      .filter((version) => version !== oldest),
  )
}

/** Words of the variables, by their block. */
export type WordsByBlock = ReadonlyMap<string, ReadonlySet<string>>

const newer = new Map<string, WordsByBlock>()

/** The words that came after that version, or have a value that did. */
export function newerWords(version: string): WordsByBlock {
  const found =
    newer.get(version) ??
    wordsWhere(({ since = oldest, from = since, values = {} }) =>
      [from, ...Object.values(values)].some((first) => !atLeast(version, first)),
    )
  newer.set(version, found)
  return found
}

/** The words that keepalived may be built without. */
export const wordsBuiltIn: WordsByBlock = wordsWhere(({ needs = [] }) => needs.length > 0)

function wordsWhere(holds: (entry: Entry) => boolean): WordsByBlock {
  const blocks = Object.entries(modelBlocks).map(([block, words]) => {
    const found = Object.entries(words).filter(([, entry]) => holds(entry))
    return [block, new Set(found.map(([word]) => word))] as const
  })
  return new Map(blocks.filter(([, words]) => words.size > 0))
}
