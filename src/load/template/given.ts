import { Missing } from './output.ts'
import { Refusal } from './tokens.ts'

/** What is given in brackets, worked out. */
export interface Worth {
  readonly name?: string
  readonly value: unknown
}

/** What is given, in the order of `names`, undefined where it is left out. A name that is empty can't be written. Throws a Refusal for what is not taken. */
export function bound(what: string, names: readonly string[], given: readonly Worth[]): readonly unknown[] {
  const values: unknown[] = names.map(() => undefined)
  for (const [position, { name, value }] of given.entries()) {
    const index = name === undefined ? position : name === '' ? -1 : names.indexOf(name)
    if (index < 0 || index >= names.length)
      throw new Refusal(name === undefined ? `${what} takes less than is given` : `${what} takes no ${name} here`)
    if (value instanceof Missing) throw value.refusal()
    values[index] = value
  }
  return values
}
