import { distance } from '../../model/nearest.ts'
import type { Slip } from '../../model/play.ts'
import { allVariables, type KnownHost, type Layers } from '../connection/known-host.ts'
import type { KnownInventory } from '../inventory/known-inventory.ts'
import type { Variable } from '../text/variable.ts'
import type { Selection } from './plays.ts'
import type { FoundRole } from './role-files.ts'

/** Variables that lbprov itself reads of a host, whatever its roles are. */
const ownVariables = ['lint_ignore', 'hypervisor', 'rack', 'address', 'address6'] as const

/** Hosts that a play is for, with the names of what its roles take. */
interface Taking {
  readonly hosts: readonly KnownHost[]
  readonly params: readonly string[]
}

type FoundRoles = ReadonlyMap<string, FoundRole>

/** Variables that are most likely misspelt. Names that a role of another playbook takes are no slips; those roles, `others`, are imported only when a name is near. */
export async function findSlips(
  selections: readonly Selection[],
  { layers, host }: KnownInventory,
  roles: FoundRoles,
  others: () => Promise<FoundRoles>,
): Promise<readonly Slip[]> {
  const paramsOf = (found: FoundRoles) =>
    [...found.values()].flatMap(({ definition }) => Object.keys(definition.params))
  const takings = selections.map(({ play, hosts }) => ({
    hosts: hosts.map((name) => host(name)!),
    params: [
      ...play.roles.flatMap(({ name }) => Object.keys(roles.get(name)?.definition.params ?? {})),
      ...ownVariables,
    ],
  }))
  const known = new Set<string>([...paramsOf(roles), ...ownVariables])
  const slips = slipsIn(layers, takings, (name) => known.has(name))
  if (slips.length === 0) return []
  const elsewhere = new Set(paramsOf(await others()))
  return slips.filter(({ name }) => !elsewhere.has(name))
}

/** Variables of the inventory that no role takes, and that are named almost as one that a role of their hosts takes. Each place once. */
function slipsIn(layers: Layers, takings: readonly Taking[], isKnown: (name: string) => boolean): readonly Slip[] {
  const byName = Map.groupBy(allVariables({ ...layers, extraVars: new Map<string, Variable>() }), ([name]) => name)
  return [...byName].flatMap(([name, written]) => {
    if (name.startsWith('ansible_') || isKnown(name)) return []
    const near = takings.flatMap(({ hosts, params }) => {
      const meant = params.find((param) => isSlip(name, param))
      return meant === undefined ? [] : [{ hosts, meant }]
    })
    return written.flatMap(([, variable]) => {
      const reached = near.find(({ hosts }) => hosts.some((host) => host.variable(name) === variable))
      return reached ? [{ name, meant: reached.meant, where: variable.locate([], 'key') }] : []
    })
  })
}

/**
 * Whether one who wrote `name` most likely meant `param`. Short words have too many neighbours that are words, so of them
 * only the plural and two letters in the wrong order count; a number behind the name is meant.
 */
export function isSlip(name: string, param: string): boolean {
  const [a, b] = [flat(name), flat(param)]
  if (a === b || `${a}s` === b || a === `${b}s`) return true
  if (/^_?\d+$/.test(name.startsWith(param) ? name.slice(param.length) : '')) return false
  if (Math.abs(a.length - b.length) > 2) return false
  const steps = distance(a, b)
  if (steps === 2 && isSwap(a, b)) return true
  const shorter = Math.min(a.length, b.length)
  return shorter >= 9 ? steps <= 2 : shorter >= 6 && steps === 1
}

const flat = (text: string) => text.toLowerCase().replaceAll(/[-_.]/g, '')

/** Two letters beside each other, in the wrong order. */
function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  return a.length === b.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}
