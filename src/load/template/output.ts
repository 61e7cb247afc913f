import { numberText, WholeFloat } from '../text/whole-float.ts'
import { instead, Refusal } from './tokens.ts'

/** What a name stands for that nothing is known of: an error unless a default takes its place. */
export class Missing {
  readonly what: string

  constructor(what: string) {
    this.what = what
  }

  refusal(): Refusal {
    const hint = /^ansible_/.test(this.what)
      ? 'Facts of a host are known only once it is entered; roles get them.'
      : `Set it, or give it a default: {{ ${this.what} | default(…) }}.`
    return new Refusal(`${this.what} is not defined`, /^[\w.]+$/.test(this.what) ? hint : instead)
  }
}

/** Longest text that an expression may make. */
export const longest = 1024 * 1024

/** A value as text, as Jinja puts it into text. Throws a Refusal for what has no text. */
export function outputOf(value: unknown): string {
  if (value instanceof Missing) throw value.refusal()
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value === null) return ''
  if (typeof value === 'number' || value instanceof WholeFloat) return numberText(value)
  if (typeof value === 'object') throw new Refusal('it puts a list or a mapping into text')
  const text = String(value)
  if (text.length > longest) throw new Refusal(`its result is longer than ${longest} characters`)
  return text
}
