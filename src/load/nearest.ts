import { distance } from 'fastest-levenshtein'

/** Nobody writes names of that length. */
const longest = 100

/** The candidate that `word` is most likely a slip for; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const flat = (text: string) => text.toLowerCase().replaceAll(/[-_. ]/g, '')
  // Of words of two letters every pair is near.
  if (word.length > longest) return undefined
  const limit = word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - word.length) > limit + 2) continue
    const steps = flat(candidate) === flat(word) ? 0 : swapped(candidate, word) ? 1 : distance(word, candidate)
    if (steps < least) [best, least] = [candidate, steps]
  }
  return best
}

function swapped(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}

/** `Did you mean x?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : `Did you mean ${near}?`
}

/** Sentences that say something, with a space between. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}

/** `a, b and c`; of a long list the first few and how many more. */
export function listed(words: readonly string[], most = 12): string {
  if (words.length > most) return `${words.slice(0, most - 1).join(', ')} and ${words.length - most + 1} more`
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
