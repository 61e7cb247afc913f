import { bound, type Worth } from './given.ts'
import { Lazy, listIn, partOf, settled } from './held.ts'
import { Missing, outputOf } from './output.ts'
import { replaced, split, trimmed } from './texts.ts'
import { Refusal } from './tokens.ts'

type Method = (text: string, given: readonly unknown[]) => unknown

/** Of Python's text: what is given by position, and what it comes to. */
const ofText = new Map<string, readonly [count: number, method: Method]>(
  Object.entries({
    split: [2, (text, [by, most]) => split(text, by, most)],
    replace: [2, (text, [old, other]) => replaced(text, old ?? '', other ?? '')],
    startswith: [1, (text, [word]) => text.startsWith(outputOf(word ?? ''))],
    endswith: [1, (text, [word]) => text.endsWith(outputOf(word ?? ''))],
    strip: [1, (text, [signs]) => trimmed(text, signs)],
    lower: [0, (text) => text.toLowerCase()],
    upper: [0, (text) => text.toUpperCase()],
    join: [1, (text, [list]) => outputOf(listIn(list).map(outputOf).join(text))],
  } satisfies Record<string, readonly [number, Method]>),
)

/** `value.name(given)`. Throws a Refusal for a method that lbprov has not. */
export function methodOf(name: string, value: unknown, given: readonly Worth[]): unknown {
  if (value instanceof Missing) throw value.refusal()
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (name === 'get' && isMapping) {
    const [key, otherwise = null] = bound('get', ['', ''], given)
    const found = partOf(value, key)
    return found instanceof Missing ? otherwise : found
  }
  if (name === 'keys' && isMapping && !(value instanceof Lazy)) return Object.keys(value)
  const [count, method] = (typeof value === 'string' && ofText.get(name)) || []
  if (count === undefined || !method) throw new Refusal(`there is no ${name}() here`)
  return method(
    value as string,
    bound(`${name}()`, Array(count).fill(''), given).map((one) => (one === undefined ? one : settled(one))),
  )
}
