import { type Draft, newDraft } from './draft.ts'
import type { GroupTree } from './group-tree.ts'
import type { Variable, Variables } from './variable.ts'
import type { VarsBeside } from './vars-files.ts'

/** A host with its variables merged, before it is known how to enter it. */
export interface KnownHost {
  readonly name: string
  /** Weakest first, without `all`. */
  readonly groups: readonly string[]
  readonly vars: Readonly<Record<string, unknown>>
  readonly variable: (name: string) => Variable | undefined
}

export interface Layers {
  readonly draft: Draft
  readonly tree: GroupTree
  /** Beside each inventory, in the order given. */
  readonly besideInventory: readonly VarsBeside[]
  /** Beside the playbook. */
  readonly besidePlaybook: readonly VarsBeside[]
  readonly extraVars: Variables
}

/** Every host in inventory order, with Ansible's precedence; a variable replaces another whole. */
export function mergeHosts(layers: Layers): readonly KnownHost[] {
  const groupVars = new Map<readonly string[], Variables>()
  return [...layers.draft.hosts.values()].map(({ name, vars }) => {
    const groups = layers.tree.groupsOf(name)
    const shared = groupVars.get(groups) ?? merged(groupLayers(layers, groups))
    groupVars.set(groups, shared)
    const beside = [...layers.besideInventory, ...layers.besidePlaybook].flatMap(({ hosts }) => hosts.get(name) ?? [])
    const own = merged([vars, ...beside, layers.extraVars])
    let plain: Readonly<Record<string, unknown>> | undefined
    return {
      name,
      groups,
      // Thousands of hosts with hundreds of variables each: few are asked for all of theirs.
      get vars() {
        plain ??= plainVars(shared, own)
        return plain
      },
      variable: (variable) => own.get(variable) ?? shared.get(variable),
    }
  })
}

/** Every variable that was written anywhere, also those that another replaces. */
export function allVariables({
  draft,
  besideInventory,
  besidePlaybook,
  extraVars,
}: Layers): readonly (readonly [string, Variable])[] {
  const inside = [...draft.groups.values(), ...draft.hosts.values()].map(({ vars }) => vars)
  const beside = [...besideInventory, ...besidePlaybook].flatMap(({ groups, hosts }) => [
    ...groups.values(),
    ...hosts.values(),
  ])
  return [...inside, ...beside, extraVars].flatMap((variables) => [...variables])
}

/** Layers of an inventory without a host. */
export const noLayers: Layers = {
  draft: newDraft(''),
  tree: { order: [], groupsOf: () => [], members: new Map([['all', []]]) },
  besideInventory: [],
  besidePlaybook: [],
  extraVars: new Map(),
}

// Ansible's order: inventory file (all, then groups), group_vars/all, the other group_vars; in each, the playbook's win.
function groupLayers({ draft, besideInventory, besidePlaybook }: Layers, groups: readonly string[]): Variables[] {
  const inline = (name: string) => draft.groups.get(name)?.vars ?? []
  const beside = (places: readonly VarsBeside[], names: readonly string[]) =>
    places.flatMap((place) => names.flatMap((name) => place.groups.get(name) ?? []))
  return [
    ...['all', ...groups].map((name) => new Map(inline(name))),
    ...[besideInventory, besidePlaybook].flatMap((places) => beside(places, ['all'])),
    ...[besideInventory, besidePlaybook].flatMap((places) => beside(places, groups)),
  ]
}

function merged(layers: readonly Variables[]): Variables {
  const result = new Map<string, Variable>()
  for (const layer of layers) for (const [name, variable] of layer) result.set(name, variable)
  return result
}

function plainVars(...layers: readonly Variables[]): Readonly<Record<string, unknown>> {
  const plain: Record<string, unknown> = {}
  for (const layer of layers) for (const [name, { value }] of layer) plain[name] = value
  return Object.freeze(plain)
}
