import { isScript } from '../shell/script.ts'
import { didYouMean } from './nearest.ts'
import type { Attributes, Type, Values } from './type.ts'

/** A thing that is wrong with a value: a phrase, and what to do. */
export interface Fault {
  readonly message: string
  readonly hint?: string | undefined
}

/** Everything that is wrong with a value, with what is in it too; `at` names it. */
export function faultsOf(at: string, value: unknown, of: Type): readonly Fault[] {
  if (!of.accepts(value)) return [{ message: `${at} must be ${of.expected}, but is ${shown(value)}` }]
  if (value === null) return none
  if (of.items) return (value as readonly unknown[]).flatMap((one, i) => faultsOf(`${at}[${i}]`, one, of.items!))
  return of.attributes ? faultsIn(`${at}.`, value as Values<Attributes>, of.attributes) : none
}

const none: readonly Fault[] = []

/** The same of an object; `at` goes before each name. A role declares things for each of its hosts, so nothing is made where nothing is wrong. */
export function faultsIn(at: string, values: Values<Attributes>, attributes: Attributes): readonly Fault[] {
  let found = none
  for (const name in values) {
    const of = Object.hasOwn(attributes, name) ? attributes[name] : undefined
    const faults = of === undefined ? [unknownName(at + name, name, attributes)] : given(at + name, values[name], of)
    if (faults.length > 0) found = [...found, ...faults]
  }
  for (const name in attributes)
    if (attributes[name]!.isNeeded && values[name] === undefined)
      found = [...found, { message: `${at}${name} is missing: it must be ${attributes[name]!.expected}` }]
  return found
}

const given = (at: string, value: unknown, of: Type) => (value === undefined ? none : faultsOf(at, value, of))

function unknownName(at: string, name: string, attributes: Attributes): Fault {
  const known = Object.keys(attributes)
  const hint = [didYouMean(name, known), known.length === 0 ? '' : `There is ${known.join(', ')}.`]
  return { message: `${at} is not known here`, hint: hint.filter(Boolean).join(' ') || undefined }
}

const mostShown = 60

/** Of long text its length alone: it may be what nobody should see. */
function shown(value: unknown): string {
  if (isScript(value)) return 'a script'
  if (typeof value === 'string')
    return value.length > mostShown ? `${value.length} characters of text` : JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}
