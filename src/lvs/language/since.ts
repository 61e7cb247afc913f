import { own } from '../../model/own.ts'
import { modelBlocks } from './blocks.ts'
import type { Entry } from './entry.ts'

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
