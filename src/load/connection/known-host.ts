import { type Draft, newDraft } from '../inventory/draft.ts'
import { beatenGroups, beatenHosts } from '../inventory/given-names.ts'
import type { GroupTree } from '../inventory/group-tree.ts'
import type { VarsBeside } from '../inventory/vars-files.ts'
import { isDynamic, type Variable, type Variables } from '../text/variable.ts'

/** A host with its variables merged, before it is known how to enter it. */
export interface KnownHost {
  readonly name: string
  /** Weakest first, without `all`. */
  readonly groups: readonly string[]
  /** The file of the inventory that it is in. */
  readonly file: string | undefined
  /** As they are written: expressions are text. */
  readonly vars: Plain
  readonly variable: (name: string) => Variable | undefined
  /** Names of those that are more than plain data: expressions, vaults, and what is doubtful. */
  readonly dynamic: () => readonly string[]
  readonly names: () => readonly string[]
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

/** Every host in the order of `all`, with Ansible's precedence; a variable replaces another whole. */
export function mergeHosts(layers: Layers): readonly KnownHost[] {
  const known = new Map<readonly string[], Merged>()
  return layers.tree.members.get('all')!.map((name) => {
    const { vars: inside, file } = layers.draft.hosts.get(name)!
    const groups = layers.tree.groupsOf(name)
    const shared = known.get(groups) ?? merged(groupLayers(layers, groups).map((layer) => without(beatenGroups, layer)))
    known.set(groups, shared)
    const beside = [...layers.besideInventory, ...layers.besidePlaybook].flatMap(({ hosts }) => hosts.get(name) ?? [])
    const own = merged([without(beatenHosts, inside), ...beside, layers.extraVars])
    let vars: Plain | undefined
    return {
      name,
      groups,
      file,
      // Thousands of hosts with hundreds of variables each: few are asked for all of theirs, and V8 copies an object whole much faster than key by key.
      get vars() {
        vars ??= Object.freeze({ ...shared.plain, ...own.plain })
        return vars
      },
      dynamic: () => [...new Set([...shared.dynamic, ...own.dynamic])],
      names: () => [...new Set([...shared.variables.keys(), ...own.variables.keys()])],
      variable: (variable) => own.variables.get(variable) ?? shared.variables.get(variable),
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

function without(names: readonly string[], layer: Variables): Variables {
  return names.some((name) => layer.has(name)) ? new Map([...layer].filter(([name]) => !names.includes(name))) : layer
}

type Plain = Readonly<Record<string, unknown>>

interface Merged {
  readonly variables: Variables
  readonly plain: Plain
  readonly dynamic: readonly string[]
}

function merged(layers: readonly Variables[]): Merged {
  const variables = new Map<string, Variable>()
  for (const layer of layers) for (const [name, variable] of layer) variables.set(name, variable)
  let plain: Plain | undefined
  let dynamic: readonly string[] | undefined
  return {
    variables,
    get dynamic() {
      dynamic ??= [...variables].filter(([, one]) => one.doubt || isDynamic(one)).map(([name]) => name)
      return dynamic
    },
    get plain() {
      plain ??= Object.fromEntries([...variables].map(([name, { value }]) => [name, value]))
      return plain
    },
  }
}
