import { stringify } from 'yaml'
import { ConfigError } from '../../model/errors.ts'
import { didYouMean } from '../../model/nearest.ts'
import { placeOutside } from '../../model/position.ts'
import type { KnownHost } from '../connection/known-host.ts'
import { newProblems, stopOn } from '../text/problems.ts'
import { listed } from '../text/sentences.ts'
import { countDynamic, shownValue, type Written, writtenOf } from './explain.ts'
import { beatenGroups, neverBeaten, notShown } from './given-names.ts'
import { everybodyOf, hidePasswords } from './hosts.ts'
import { type InventoryOptions, type KnownInventory, newReading, readKnownInventory } from './known-inventory.ts'
import { nobodyHint } from './pattern.ts'

/** What is to be shown: everything where nothing is named. */
export interface Wanted {
  readonly graph?: boolean | undefined
  readonly host?: string | undefined
  readonly explain?: string | undefined
  readonly variable?: string | undefined
  readonly yaml: boolean
}

/** What an inventory says, as text. `clean` makes values fit to be shown. Throws a ConfigError. */
export function inventoryJson(
  options: InventoryOptions,
  wanted: Wanted,
  clean: (text: string) => string,
): { readonly text: string; readonly warning: string | undefined } {
  const reading = newReading(options)
  const known = readKnownInventory(options, options.playbookDirectory, reading)
  stopOn(reading.problems)
  hidePasswords(known, reading)
  if (wanted.graph) return { text: `${treeOf(known, 'all', '').map(clean).join('\n')}\n`, warning: undefined }
  const count = countDynamic(hostsShown(known, wanted))
  const warning =
    count > 0 ? `${count} of its values are expressions, vaults or doubtful: shown as they are written` : undefined
  const value = cleaned(askedOf(known, wanted), clean)
  return { text: wanted.yaml ? stringify(value) : `${JSON.stringify(value, null, 2)}\n`, warning }
}

function hostsShown({ hosts }: KnownInventory, { host, explain }: Wanted): readonly KnownHost[] {
  return explain === undefined ? hosts.filter(({ name }) => name === (host ?? name)) : []
}

function askedOf(known: KnownInventory, { host, explain, variable }: Wanted): unknown {
  if (explain !== undefined) return explained(known, explain, variable!)
  return host === undefined ? everything(known) : varsOf(known, host)
}

function hostIn(known: KnownInventory, name: string) {
  const host = known.host(name)
  if (host) return host
  const names = known.hosts.map((one) => one.name)
  const hint = didYouMean(name, names) || nobodyHint(everybodyOf(known), `Hosts are ${listed(names)}.`)
  throw new ConfigError([{ message: `the inventory has no host ${name}`, hint }])
}

/** Without what Ansible gives by itself, as ansible-inventory has it. */
const varsOf = (known: KnownInventory, name: string) =>
  shownValue(Object.fromEntries(Object.entries(hostIn(known, name).vars).filter(([one]) => !notShown.has(one))))

/** What an expression has under a name of Ansible, where nothing that is written is stronger. */
function ownValue({ resolve }: KnownInventory, host: KnownHost, name: string): Written | undefined {
  const isOwn = neverBeaten.includes(name) || (beatenGroups.includes(name) && !host.variable(name))
  const where = 'given to every host, as by Ansible'
  const expression = { value: `{{ ${name} }}`, locate: () => placeOutside(where) }
  const found = isOwn ? resolve(expression, { name, host }, newProblems()) : undefined
  return found && { value: found.value, where, of: host.name }
}

function explained(known: KnownInventory, name: string, variable: string): unknown {
  const host = hostIn(known, name)
  const written = writtenOf(known, name, host.groups, variable)
  const own = ownValue(known, host, variable)
  const [holds, ...overridden] = own === undefined ? written : [own, ...written]
  if (holds) return { host: name, variable, ...holds, overridden }
  const hint = didYouMean(variable, host.names())
  throw new ConfigError([{ message: `${name} has no variable ${variable}`, hint: hint || undefined }])
}

/** As ansible-inventory --list has it: without what is empty. */
function everything(known: KnownInventory): unknown {
  const { groups } = known.layers.draft
  const hostvars = known.hosts.map(({ name }) => [name, varsOf(known, name)] as const)
  const entries = [...groups.values()].map(({ name, hosts }) => {
    const children = childrenOf(known, name)
    return [name, filled({ hosts: ownHosts(known, name, hosts), children })] as const
  })
  return { _meta: { hostvars: filled(Object.fromEntries(hostvars)) }, ...filled(Object.fromEntries(entries)) }
}

/** Without lists and mappings that have nothing in them. */
const filled = (map: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => Object.keys(value as object).length > 0))

const ownHosts = (known: KnownInventory, name: string, hosts: ReadonlySet<string>) =>
  name === 'ungrouped' ? known.layers.tree.members.get(name) : [...hosts]

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

function treeOf(known: KnownInventory, name: string, indent: string): readonly string[] {
  const inner = indent === '' ? '  |--' : `  |${indent}`
  const hosts = ownHosts(known, name, known.layers.draft.groups.get(name)?.hosts ?? new Set()) ?? []
  return [
    `${indent}@${name}:`,
    ...childrenOf(known, name).flatMap((child) => treeOf(known, child, inner)),
    ...hosts.map((host) => `${inner}${host}`),
  ]
}

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map((item) => cleaned(item, clean))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleaned(item, clean)]))
}
