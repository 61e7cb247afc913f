import { didYouMean } from '../../model/nearest.ts'
import type { Problems } from '../text/problems.ts'
import { sentences } from '../text/sentences.ts'
import type { Draft, DraftGroup } from './draft.ts'
import { membersOf } from './group-members.ts'

/** The groups of an inventory, put in order. */
export interface GroupTree {
  /** Every group but `all`, weakest first: by depth, priority, name. */
  readonly order: readonly string[]
  /** A host's groups and all their parents but `all`, weakest first. */
  readonly groupsOf: (host: string) => readonly string[]
  /** Group to its hosts, those of child groups included, in Ansible's order: its own first, then those of its children. */
  readonly members: ReadonlyMap<string, readonly string[]>
}

/** Works out who belongs where. Undefined groups and groups inside themselves are problems. */
export function groupTree(draft: Draft, problems: Problems): GroupTree {
  tellUndeclared(draft, problems)
  const parents = parentsOf(draft)
  const depths = depthsOf(draft, parents, problems)
  const rank = ({ name, priority }: DraftGroup) => [depths.get(name) ?? 1, priority, name] as const
  const order = [...draft.groups.values()]
    .filter(({ name }) => name !== 'all')
    .map(rank)
    .sort(compare)
    .map(([, , name]) => name)
  const groupsOf = memberships(draft, parents, order)
  return { order, groupsOf, members: problems.incomplete() ? noMembers(draft) : membersOf(draft, parents) }
}

const noMembers = ({ groups }: Draft) => new Map([...groups.keys()].map((name) => [name, [] as readonly string[]]))

type Rank = readonly [number, number, string]

function compare(a: Rank, b: Rank): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1)
}

function tellUndeclared({ groups }: Draft, problems: Problems): void {
  const declared = [...groups.values()].filter((group) => group.declared).map(({ name }) => name)
  for (const { name, where } of [...groups.values()].filter((group) => !group.declared)) {
    const hint = sentences(didYouMean(name, declared), `Declare it with a [${name}] section.`)
    problems.lose(where, `there is no group ${name}`, hint)
  }
}

function parentsOf({ groups }: Draft): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>([...groups.keys()].map((name) => [name, []]))
  for (const { name, children } of groups.values()) {
    if (name !== 'all') for (const child of children.keys()) parents.get(child)?.push(name)
  }
  return parents
}

function depthsOf(
  draft: Draft,
  parents: ReadonlyMap<string, readonly string[]>,
  problems: Problems,
): ReadonlyMap<string, number> {
  const depths = new Map<string, number>([['all', 0]])
  const visit = (name: string, below: readonly string[]): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    if (below.includes(name)) return tellCycle(draft, [...below.slice(below.indexOf(name)), name].reverse(), problems)
    const depth = 1 + Math.max(0, ...parents.get(name)!.map((parent) => visit(parent, [...below, name])))
    depths.set(name, depth)
    return depth
  }
  for (const name of draft.groups.keys()) visit(name, [])
  return depths
}

function tellCycle({ groups }: Draft, path: readonly string[], problems: Problems): number {
  const [name = '', parent = ''] = [...path].reverse()
  const where = groups.get(parent)?.children.get(name)
  problems.lose(where, `the group ${name} is inside itself: ${path.join(' > ')}`, 'Take one of these children away.')
  return 1
}

function memberships(
  draft: Draft,
  parents: ReadonlyMap<string, readonly string[]>,
  order: readonly string[],
): (host: string) => readonly string[] {
  const direct = new Map<string, string[]>()
  for (const { name, hosts } of draft.groups.values()) {
    if (name !== 'all' && name !== 'ungrouped') for (const host of hosts) add(direct, host, name)
  }
  const known = new Map<string, readonly string[]>()
  return (host) => {
    const own = direct.get(host) ?? ['ungrouped']
    const key = own.join(' ')
    const all = known.get(key) ?? within(own, parents, order)
    known.set(key, all)
    return all
  }
}

function within(
  own: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
  order: readonly string[],
): readonly string[] {
  const found = new Set<string>()
  const climb = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const parent of parents.get(name) ?? []) climb(parent)
  }
  own.forEach(climb)
  return order.filter((name) => found.has(name))
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
