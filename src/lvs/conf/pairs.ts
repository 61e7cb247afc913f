import { canonicalAddress } from '../../model/ip-address.ts'
import type { Kind } from '../language/kinds.ts'
import { atLeast } from '../language/version.ts'
import type { Word } from './tree.ts'

/** The first of `tcp 900 udp 200` that is not one of the kind's words with its value, or is there again. */
export function wrongPair(
  given: readonly Word[],
  kind: Kind,
  version: string,
): readonly [word: Word, expected: string] | undefined {
  const words = given.slice(bare(given, kind.pairs!, version))
  const seen = new Set<string>()
  for (let i = 0; i < words.length; i += 2) {
    const [name, value] = [words[i]!, words[i + 1]]
    const expected = seen.has(name.text) ? `${name.text} once` : kind.expected(name.text, version)
    if (expected !== null) return [name, expected]
    if (name.text === 'inst' && !atLeast(version, '2.1.0')) return [name, 'the name alone']
    seen.add(name.text)
    const wanted = expectedOf(name.text, value?.text ?? '', version)
    if (wanted !== null) return [value ?? name, wanted]
  }
  return undefined
}

/** `lvs_sync_daemon em1 VI_1 5`: how many words come before the first pair; from 1.3.0 on a number has id before it. */
function bare(words: readonly Word[], pairs: readonly string[], version: string): number {
  if (!pairs.includes('inst')) return 0
  const first = words.findIndex(({ text }) => pairs.includes(text))
  return Math.min(atLeast(version, '1.3.0') ? 1 : 2, first < 0 ? words.length : first)
}

/** Most of a number; from 2.1.0 on of all but id at least 1. */
const most: Readonly<Record<string, number>> = { id: 255, maxlen: 65_507, port: 65_535, ttl: 255 }

function expectedOf(name: string, value: string, version: string): string | null {
  if (name === 'inst') return value === '' ? 'an instance' : null
  if (name === 'group')
    return /^(22[4-9]|23\d)\.|^ff/i.test(value) && canonicalAddress(value) ? null : 'a multicast address'
  const least = name in most && name !== 'id' && atLeast(version, '2.1.0') ? 1 : 0
  const limit = most[name] ?? Number.POSITIVE_INFINITY
  if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= limit) return null
  return name in most ? `a whole number from ${least} to ${limit}` : 'a whole number'
}
