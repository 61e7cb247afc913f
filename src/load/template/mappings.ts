import { plainScalar } from '../text/yaml-scalars.ts'
import { allOfHost, Lazy, listIn } from './held.ts'
import { keyOf } from './operators.ts'
import { outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

type Mapping = Readonly<Record<string, unknown>>

/** A mapping of the user's. Throws a Refusal for all else. */
function mappingIn(value: unknown): Mapping {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    throw value instanceof Lazy ? allOfHost() : new Refusal('it needs a mapping, and the value is none')
  return value as Mapping
}

/** dict2items. */
export function itemsOf(value: unknown, [key = 'key', worth = 'value']: readonly unknown[]): readonly Mapping[] {
  return Object.entries(mappingIn(value)).map(([name, one]) => {
    if (typeof plainScalar(name).value !== 'string') throw new Refusal(`the key ${name} may be a number in Ansible`)
    return { [outputOf(key)]: name, [outputOf(worth)]: one }
  })
}

/** items2dict. */
export function mappingOf(value: unknown, [key = 'key', worth = 'value']: readonly unknown[]): Mapping {
  const names = [outputOf(key), outputOf(worth)] as const
  const entries = listIn(value).map((one): readonly [string, unknown] => {
    const item = mappingIn(one)
    const [name, held] = names.map((part) => (Object.hasOwn(item, part) ? item[part] : undefined))
    if (typeof name !== 'string' || held === undefined)
      throw new Refusal(`items2dict wants mappings with ${names[0]}, which is text, and ${names[1]}`)
    return [name, held]
  })
  return Object.fromEntries(entries)
}

/** flatten: all levels, or as many as asked for. As in Ansible, null entries are left out. */
export function flat(value: readonly unknown[], levels: unknown): readonly unknown[] {
  if (levels !== undefined && levels !== null && !Number.isInteger(levels))
    throw new Refusal('flatten takes a whole number of levels')
  const depth = typeof levels === 'number' ? levels : Number.POSITIVE_INFINITY
  return value.flat(depth).filter((one) => one !== null && one !== 'None' && one !== 'null')
}

const listMerges = new Map<unknown, (old: readonly unknown[], other: readonly unknown[]) => readonly unknown[]>([
  ['replace', (_, other) => other],
  ['keep', (old) => old],
  ['append', (old, other) => [...old, ...other]],
  ['prepend', (old, other) => [...other, ...old]],
  ['append_rp', (old, other) => [...without(old, other), ...other]],
  ['prepend_rp', (old, other) => [...other, ...without(old, other)]],
])

function without(list: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const keys = new Set(others.map(keyOf))
  return list.filter((one) => !keys.has(keyOf(one)))
}

/** combine: a later mapping wins; with `recursive` mappings inside are combined, too. */
export function combined(all: readonly unknown[], recursive: boolean, listMerge: unknown): Mapping {
  const merge = listMerges.get(listMerge)
  if (!merge) throw new Refusal(`list_merge is one of ${[...listMerges.keys()].join(', ')}`)
  const joined = (old: Mapping, other: Mapping): Mapping => {
    const both = Object.entries(other).map(([key, value]): [string, unknown] => {
      const before = Object.hasOwn(old, key) ? old[key] : undefined
      if (Array.isArray(before) && Array.isArray(value)) return [key, merge(before, value)]
      const areMappings =
        recursive && [before, value].every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
      return [key, areMappings ? joined(mappingIn(before), mappingIn(value)) : value]
    })
    return { ...old, ...Object.fromEntries(both) }
  }
  return all
    .flatMap((one) => (Array.isArray(one) ? one : [one]))
    .map(mappingIn)
    .reduce(joined, {})
}
