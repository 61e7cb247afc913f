import { Missing, outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

/** A mapping whose values are worked out when they are asked for: `hostvars`, and a host in it. */
export class Lazy {
  readonly part: (key: string) => unknown

  constructor(part: (key: string) => unknown) {
    this.part = part
  }
}

/** A value that can be kept. Throws a Refusal for what is missing, and for all variables of a host. */
export function settled(value: unknown): unknown {
  if (value instanceof Missing) throw value.refusal()
  if (value instanceof Lazy) throw allOfHost()
  return Array.isArray(value) && value.some((one) => typeof one === 'object') ? value.map(settled) : value
}

export const allOfHost = (): Refusal => new Refusal('it stands for all variables of a host')

/** `of[key]`, a Missing where there is none. */
export function partOf(of: unknown, key: unknown): unknown {
  if (of instanceof Missing) return new Missing(typeof key === 'string' ? `${of.what}.${key}` : of.what)
  if (of instanceof Lazy) return of.part(outputOf(key))
  const held = typeof of === 'string' && typeof key === 'number' ? [...of] : of
  const index = Array.isArray(held) && typeof key === 'number' && key < 0 ? held.length + key : key
  const isHeld =
    typeof held === 'object' && held !== null && !(key instanceof Missing) && Object.hasOwn(held, index as string)
  if (isHeld && key !== 'length') return (held as Record<string, unknown>)[index as string]
  return key instanceof Missing ? key : new Missing(`${outputOf(key)} of what is asked for it`)
}

/** `of[from:to]`; null: from the beginning, to the end. */
export function sliced(of: unknown, from: unknown, to: unknown): unknown {
  const bound = (value: unknown) => (value === null ? undefined : value)
  const [begin, end] = [bound(from), bound(to)]
  if (![begin, end].every((one) => one === undefined || Number.isInteger(one)))
    throw new Refusal('a slice wants whole numbers')
  if (typeof of === 'string') return [...of].slice(begin as number, end as number).join('')
  if (Array.isArray(of)) return of.slice(begin as number, end as number)
  throw new Refusal('a slice is of text or a list, and the value is neither')
}

/** The items of a list, the characters of text, the keys of a mapping. */
export function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...value]
  if (typeof value === 'object' && value !== null && !(value instanceof Lazy)) return Object.keys(value)
  throw new Refusal('it needs a list, and the value is none')
}
