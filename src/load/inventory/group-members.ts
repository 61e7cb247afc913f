import type { Draft, DraftGroup } from './draft.ts'

type Parents = ReadonlyMap<string, readonly string[]>

/** Group to its hosts as Ansible lists them: `group[0]`, `serial` and lists go by this order. Groups must not be inside themselves. */
export function membersOf(draft: Draft, parents: Parents): ReadonlyMap<string, readonly string[]> {
  const children = childrenOf(draft, parents)
  const own = ownHosts(draft)
  const hostsOf = (name: string) => [
    ...new Set(descendants(name, children).flatMap((group) => [...(own.get(group) ?? [])])),
  ]
  return new Map([...draft.groups.keys()].map((name) => [name, hostsOf(name)]))
}

/** Every group has `all` above it: `ungrouped` is its first child, then those it is given, then groups that have no other parent. */
function childrenOf({ groups }: Draft, parents: Parents): ReadonlyMap<string, readonly string[]> {
  const given = (group: DraftGroup) => [...group.children.keys()]
  const orphans = [...groups.keys()].filter((name) => name !== 'all' && parents.get(name)?.length === 0)
  const ofAll = ['ungrouped', ...given(groups.get('all')!), ...orphans]
  return new Map(
    [...groups.values()].map((group) => [group.name, group.name === 'all' ? [...new Set(ofAll)] : given(group)]),
  )
}

/** `ungrouped` has no host that is in another group, and every host that is in none. */
function ownHosts({ hosts, groups }: Draft): ReadonlyMap<string, ReadonlySet<string>> {
  const grouped = new Set([...groups.values()].flatMap((group) => (isReal(group) ? [...group.hosts] : [])))
  const loose = [...groups.get('ungrouped')!.hosts, ...hosts.keys()].filter((host) => !grouped.has(host))
  return new Map([...groups.values()].map(({ name, hosts }) => [name, name === 'ungrouped' ? new Set(loose) : hosts]))
}

const isReal = ({ name }: DraftGroup) => name !== 'all' && name !== 'ungrouped'

/** The group, its children, theirs, and so on: level by level. */
function descendants(name: string, children: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const first = children.get(name) ?? []
  const found = new Set([name, ...first])
  let level = first
  while (level.length > 0) {
    const next = new Set(level.flatMap((group) => (children.get(group) ?? []).filter((child) => !found.has(child))))
    for (const child of next) found.add(child)
    level = [...next]
  }
  return [...found]
}
