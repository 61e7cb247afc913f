import { ConfigError } from '../../model/errors.ts'
import { didYouMean } from '../../model/nearest.ts'
import { placeOutside } from '../../model/position.ts'
import type { KnownHost } from '../connection/known-host.ts'
import { newProblems, stopOn } from '../text/problems.ts'
import { listed } from '../text/sentences.ts'
import { yamlText } from '../text/yaml-text.ts'
import { countDynamic, type Written, writtenOf } from './explain.ts'
import { beatenGroups, neverBeaten } from './given-names.ts'
import { everybodyOf, hidePasswords } from './hosts.ts'
import { type InventoryOptions, type KnownInventory, newReading, readKnownInventory } from './known-inventory.ts'
import { nobodyHint } from './pattern.ts'
import { inJson, inYaml, treeOf, varsOf } from './shown-groups.ts'

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
  return { text: wanted.yaml ? yamlText(value) : `${JSON.stringify(value, null, 2)}\n`, warning }
}

function hostsShown({ hosts }: KnownInventory, { host, explain }: Wanted): readonly KnownHost[] {
  return explain === undefined ? hosts.filter(({ name }) => name === (host ?? name)) : []
}

function askedOf(known: KnownInventory, { host, explain, variable, yaml }: Wanted): unknown {
  if (explain !== undefined) return explained(known, explain, variable!)
  if (host !== undefined) return varsOf(hostIn(known, host))
  return yaml ? inYaml(known) : inJson(known)
}

function hostIn(known: KnownInventory, name: string) {
  const host = known.host(name)
  if (host) return host
  const names = known.hosts.map((one) => one.name)
  const hint = didYouMean(name, names) || nobodyHint(everybodyOf(known), `Hosts are ${listed(names)}.`)
  throw new ConfigError([{ message: `the inventory has no host ${name}`, hint }])
}

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

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map((item) => cleaned(item, clean))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleaned(item, clean)]))
}
