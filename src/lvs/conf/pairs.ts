import { canonicalAddress } from '../../model/ip-address.ts'
import type { Kind } from '../language/kinds.ts'
import type { Word } from './tree.ts'

/** The first of `tcp 900 udp 200` that is not one of the kind's words with its value, or is there again. */
export function wrongPair(given: readonly Word[], kind: Kind): readonly [word: Word, expected: string] | undefined {
  const words = given.slice(bare(given, kind.pairs!))
  const seen = new Set<string>()
  for (let i = 0; i < words.length; i += 2) {
    const [name, value] = [words[i]!, words[i + 1]]
    const expected = seen.has(name.text) ? `${name.text} once` : kind.expected(name.text, false)
    if (expected !== null) return [name, expected]
    seen.add(name.text)
    const wanted = expectedOf(name.text, value?.text ?? '')
    if (wanted !== null) return [value ?? name, wanted]
  }
  return undefined
}

/** `lvs_sync_daemon em1 VI_1 5`: how many words come before the first pair. */
function bare(words: readonly Word[], pairs: readonly string[]): number {
  if (!pairs.includes('inst')) return 0
  const first = words.findIndex(({ text }) => pairs.includes(text))
  return Math.min(2, first < 0 ? words.length : first)
}

function expectedOf(name: string, value: string): string | null {
  if (name === 'inst') return value === '' ? 'an instance' : null
  if (name === 'group') return canonicalAddress(value) === null ? 'an address' : null
  return /^\d+$/.test(value) ? null : 'a whole number'
}
