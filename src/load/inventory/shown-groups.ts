import type { KnownHost } from '../connection/known-host.ts'
import { shownValue } from './explain.ts'
import { notShown } from './given-names.ts'
import type { KnownInventory } from './known-inventory.ts'

/** Without what Ansible gives by itself, as ansible-inventory has it. */
export const varsOf = ({ vars }: KnownHost): unknown =>
  shownValue(Object.fromEntries(Object.entries(vars).filter(([one]) => !notShown.has(one))))

/** As `ansible-inventory --list` has it: without what is empty. */
export function inJson(known: KnownInventory): unknown {
  const { groups } = known.layers.draft
  const hostvars = known.hosts.map((host) => [host.name, varsOf(host)] as const)
  const entries = [...groups.keys()].map((name) => {
    const children = childrenOf(known, name)
    return [name, filled({ hosts: ownHosts(known, name), children })] as const
  })
  return { _meta: { hostvars: filled(Object.fromEntries(hostvars)) }, ...filled(Object.fromEntries(entries)) }
}

/** As `ansible-inventory --list --yaml` has it: an inventory. What a host or a group has stands where it is first met. */
export function inYaml(known: KnownInventory): unknown {
  const met = new Set<string>()
  const each = (kind: string, names: readonly string[], first: (name: string) => unknown) =>
    Object.fromEntries(
      names.map((name) => {
        const isFirst = !met.has(`${kind} ${name}`)
        met.add(`${kind} ${name}`)
        return [name, isFirst ? first(name) : {}]
      }),
    )
  const groupOf = (name: string): unknown =>
    filled({
      children: each('group', childrenOf(known, name), groupOf),
      hosts: each('host', ownHosts(known, name), (host) => varsOf(known.host(host)!)),
    })
  return { all: groupOf('all') }
}

/** Without lists and mappings that have nothing in them. */
const filled = (map: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => Object.keys(value as object).length > 0))

/** Those of `all` are in another group or in `ungrouped`. */
function ownHosts({ layers }: KnownInventory, name: string): readonly string[] {
  if (name === 'all') return []
  return name === 'ungrouped'
    ? (layers.tree.members.get(name) ?? [])
    : [...(layers.draft.groups.get(name)?.hosts ?? [])]
}

function childrenOf({ layers }: KnownInventory, name: string): readonly string[] {
  const { groups } = layers.draft
  const given = [...(groups.get(name)?.children.keys() ?? [])]
  if (name !== 'all') return given
  const below = new Set(
    [...groups.values()].filter((group) => group.name !== 'all').flatMap(({ children }) => [...children.keys()]),
  )
  const orphans = [...groups.keys()].filter((group) => group !== 'all' && !below.has(group))
  return [...new Set(['ungrouped', ...given, ...orphans])]
}

/** As `ansible-inventory --graph` has it, a line for each. */
export function treeOf(known: KnownInventory, name: string, indent: string): readonly string[] {
  const inner = indent === '' ? '  |--' : `  |${indent}`
  return [
    `${indent}@${name}:`,
    ...childrenOf(known, name).flatMap((child) => treeOf(known, child, inner)),
    ...ownHosts(known, name).map((host) => `${inner}${host}`),
  ]
}
