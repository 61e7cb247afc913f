/** Nobody writes names of that length. */
const longest = 100

/** The candidate that `word` is most likely a slip for; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const flat = (text: string) => text.toLowerCase().replaceAll(/[-_. ]|0+(?=\d)/g, '')
  if (word.length > longest) return undefined
  // Of words of two letters every pair is near.
  const limit = word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))
  const own = flat(word)
  let best: string | undefined
  let least = limit + 1
  for (const candidate of new Set(candidates)) {
    const longer = Math.abs(candidate.length - word.length)
    if (longer > limit + 2) continue
    const isSame = flat(candidate) === own
    if (!isSame && longer >= least) continue
    const steps = isSame ? 0 : swapped(candidate, word) ? 1 : distance(word, candidate)
    if (steps < least) [best, least] = [candidate, steps]
  }
  return best
}

/** True of words of the same letters: `hots` is one slip away from `host`. */
export function swapped(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('')
}

/** Letters that must be added, taken away or exchanged to get from one word to the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const exchanged = row[j - 1]! + Number(a[i - 1] !== b[j - 1])
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, exchanged))
    }
    row = next
  }
  return row[b.length]!
}

/** `Did you mean x?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : `Did you mean ${near}?`
}
