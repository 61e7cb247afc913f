import { type SourcePosition, showPosition } from '../../model/position.ts'
import type { Layers } from '../connection/known-host.ts'
import { isDynamic, isTemplated, Tagged, type Variable, type Variables } from '../text/variable.ts'
import type { KnownInventory } from './known-inventory.ts'

/** A value of a variable, where it is written, and whom it is for there. */
export interface Written {
  readonly value: unknown
  readonly where: string
  readonly of: string
}

/** Everything that is written of a host's variable: the first holds, the others it has overridden, the strongest first. */
export function writtenOf(
  { layers }: KnownInventory,
  host: string,
  groups: readonly string[],
  name: string,
): readonly Written[] {
  return layersOf(layers, host, groups)
    .flatMap(({ of, vars }) => {
      const variable = vars?.get(name)
      return variable ? [{ value: shownValue(variable.value, name), where: placeOf(variable), of }] : []
    })
    .toReversed()
}

const placeOf = (variable: Variable) => showPosition(variable.locate([], 'key') as SourcePosition)

/** Weakest first, as hosts are merged. */
function layersOf(
  { draft, besideInventory, besidePlaybook, extraVars }: Layers,
  host: string,
  groups: readonly string[],
) {
  const beside = (names: readonly string[]) =>
    [...besideInventory, ...besidePlaybook].flatMap((place) => names.map((of) => ({ of, vars: place.groups.get(of) })))
  const own = [...besideInventory, ...besidePlaybook].map((place) => ({ of: host, vars: place.hosts.get(host) }))
  const layers: readonly { readonly of: string; readonly vars: Variables | undefined }[] = [
    ...['all', ...groups].map((of) => ({ of, vars: draft.groups.get(of)?.vars })),
    ...beside(['all']),
    ...beside(groups),
    { of: host, vars: draft.hosts.get(host)?.vars },
    ...own,
    { of: '--extra-vars', vars: extraVars },
  ]
  return layers
}

/** Names behind which passwords stand. */
const secretName = /(?:^|_)(?:pass|passwd|password|passphrase|secret|token)$/i

/** Vaults are not shown, nor opened; nor is what stands behind the name of a password, unless it is an expression. */
export function shownValue(value: unknown, name = ''): unknown {
  const isPlain = typeof value === 'string' ? value !== '' && !isTemplated(value) : typeof value === 'number'
  if (isPlain && secretName.test(name)) return '‹secret›'
  if (value instanceof Tagged) return value.tag === '!unsafe' ? value.text : '‹vault›'
  if (Array.isArray(value)) return value.map((item) => shownValue(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shownValue(item, key)]))
}

/** How many variables of these hosts are more than plain data: they are worked out only where they are used. */
export function countDynamic(hosts: KnownInventory['hosts']): number {
  const all = hosts.flatMap((host) => host.dynamic().map((name) => host.variable(name)!))
  return new Set(all.filter((variable) => variable.doubt || isDynamic(variable))).size
}
