import { longest, outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

/** Words between blanks or, where there is one, between each `by`; at most `most` cuts. */
export function split(text: string, by?: unknown, most?: unknown): readonly string[] {
  if (by === '') throw new Refusal('it splits at an empty text')
  if (by !== undefined && by !== null && typeof by !== 'string') throw new Refusal('split wants text to split at')
  const cuts = typeof most === 'number' && most >= 0 ? most : Number.POSITIVE_INFINITY
  if (by) {
    const parts = text.split(by)
    return parts.length > cuts + 1 ? [...parts.slice(0, cuts), parts.slice(cuts).join(by)] : parts
  }
  const words = text.trim() === '' ? [] : text.trim().split(/\s+/)
  if (words.length > cuts + 1) throw new Refusal('split at blanks takes no limit here')
  return words
}

/** Every `old` in the text replaced. */
export function replaced(text: string, old: unknown, other: unknown): string {
  const [from, to] = [outputOf(old), outputOf(other)]
  const times = from === '' ? text.length + 1 : text.split(from).length - 1
  if (text.length + times * (to.length - from.length) > longest)
    throw new Refusal(`its result is longer than ${longest} characters`)
  return text.replaceAll(from, () => to)
}

/** Without blanks, or the signs in `signs`, at its ends. */
export function trimmed(text: string, signs?: unknown): string {
  if (signs === undefined || signs === null) return text.trim()
  const all = [...text]
  const isOther = (char: string) => !outputOf(signs).includes(char)
  return all.slice(all.findIndex(isOther), all.findLastIndex(isOther) + 1).join('')
}

/** The first letter large, the others small. */
export function capitalized(text: string): string {
  const [first = '', ...others] = text
  return first.toUpperCase() + others.join('').toLowerCase()
}
