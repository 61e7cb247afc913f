import { ConfigError } from '../model/errors.ts'
import { type Fault, faultsIn, faultsOf } from '../model/fault.ts'
import type { Confirm, ConfirmableMeta, Resource } from '../model/resource.ts'
import {
  type Attributes,
  type AttributesOf,
  integer,
  listOf,
  object,
  orNull,
  script,
  type Type,
  type,
  type Values,
} from '../model/type.ts'
import { caller } from './caller.ts'
import { line } from './names.ts'

const resource: Type<Resource> = type('a resource', (value) => {
  const { kind, refreshOn } = (value ?? {}) as Partial<Resource>
  return Array.isArray(kind?.providers) && Array.isArray(refreshOn)
})

const confirm: AttributesOf<Confirm> = { user: line, within: integer(1, 86_400), after: script }

/** What every constructor takes last. */
const meta: AttributesOf<ConfirmableMeta> = {
  refreshOn: listOf(resource),
  tags: listOf(line),
  confirm: object(confirm),
}

export const metaType = object(meta)

/** Throws a ConfigError with all that is wrong with a call, at the line of the role. */
export type CheckCall = (name: unknown, state: unknown, options: unknown) => void

/**
 * What looks at each call of a kind's constructor: its name, under the word that messages have for it, its state and,
 * besides what every kind takes, its options.
 */
export function callOf(
  kind: string,
  [word, nameType]: readonly [string, Type],
  state: Type = orNull(object({})),
  options: Attributes = {},
): CheckCall {
  const optionsType = object({ ...meta, ...options })
  return (name, given, last) => {
    const ofName = faultsOf(word, name, nameType)
    const ofState = argument('state', given, state)
    const ofOptions = argument('options', last, optionsType)
    if (ofName.length + ofState.length + ofOptions.length === 0) return
    refuse(ofName.length === 0 ? `${kind}[${name}]` : kind, [...ofName, ...ofState, ...ofOptions])
  }
}

/** Of an object, what is wrong with each attribute by its own name. */
export function argument(word: string, value: unknown, of: Type): readonly Fault[] {
  if (value === null || !of.attributes || !of.accepts(value)) return faultsOf(word, value, of)
  return faultsIn('', value as Values<Attributes>, of.attributes)
}

/** Throws all that is wrong with something that a role declares, at the line where it does. */
export function refuse(what: string, faults: readonly Fault[]): never {
  const where = caller()
  throw new ConfigError(faults.map(({ message, hint }) => ({ where, message: `${what}: ${message}`, hint })))
}
