import type { Host } from '../../model/host.ts'
import { optionPlace } from '../../model/position.ts'
import { stopOn } from '../text/problems.ts'
import { everybodyOf, hostsOf } from './hosts.ts'
import { type InventoryOptions, newReading, readKnownInventory } from './known-inventory.ts'
import { nobodyHint, selectHosts } from './pattern.ts'

/** The hosts of an inventory that a pattern selects; of the others no connection is asked for. Throws ConfigError. */
export async function loadChosen(options: InventoryOptions, pattern: string): Promise<readonly Host[]> {
  const reading = newReading(options)
  const known = readKnownInventory(options, options.playbookDirectory, reading)
  const where = optionPlace('pattern', pattern)
  if (reading.problems.incomplete()) stopOn(reading.problems)
  const told = reading.problems.list().length
  const everybody = everybodyOf(known)
  const names = selectHosts([{ text: pattern, where }], everybody, reading.problems)
  if (names.length === 0 && reading.problems.list().length === told)
    reading.problems.add(where, 'no host matches', nobodyHint(everybody, 'all stands for every host of the inventory.'))
  const hosts = new Map(hostsOf(known, options, { used: new Set(names) }, reading).map((host) => [host.name, host]))
  stopOn(reading.problems)
  return names.map((name) => hosts.get(name)!)
}

/** The names of an inventory's hosts and groups, whatever is wrong with their variables. */
export function namesIn(options: InventoryOptions): {
  readonly hosts: readonly string[]
  readonly groups: readonly string[]
} {
  const { hosts, layers } = readKnownInventory(options, undefined, newReading(options))
  return { hosts: hosts.map(({ name }) => name), groups: [...layers.tree.members.keys()] }
}
