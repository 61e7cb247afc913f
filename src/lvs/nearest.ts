/** `did you mean X?` for the candidate that is at most a third of the letters away; empty when none is near. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const limit = Math.max(1, Math.floor(text.length / 3))
  const possible = candidates.filter((name) => text.length <= 100 && Math.abs(name.length - text.length) <= limit)
  const ranked = possible.map((name) => ({ name, distance: editDistance(text, name) }))
  const best = ranked.toSorted((a, b) => a.distance - b.distance)[0]
  if (!best || best.distance > limit) return ''
  return `did you mean ${best.name}?`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + Number(a[i - 1] !== b[j - 1])
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, swap))
    }
    row = next
  }
  return row[b.length]!
}
