import type { Host } from '../../model/host.ts'
import { stopOn } from '../text/problems.ts'
import { defaultsOf, hostOf, type InventoryOptions, newReading, readKnownInventory } from './inventory.ts'
import { selectHosts } from './pattern.ts'

/** The hosts of an inventory that a pattern selects; of the others no connection is asked for. Throws ConfigError. */
export async function loadChosen(options: InventoryOptions, pattern: string): Promise<readonly Host[]> {
  const reading = newReading(options)
  const known = readKnownInventory(options, undefined, reading)
  const everybody = { hosts: new Set(known.hosts.map(({ name }) => name)), groups: known.layers.tree.members }
  const where = { file: 'PATTERN', line: 1, column: 1 }
  const told = reading.problems.list().length
  const names = new Set(selectHosts([{ text: pattern, where }], everybody, reading.problems))
  if (names.size === 0 && reading.problems.list().length === told)
    reading.problems.add(where, `no host matches ${pattern}`, 'all stands for every host of the inventory.')
  const hosts = known.hosts
    .filter(({ name }) => names.has(name))
    .map((host) => hostOf(host, defaultsOf(options), reading, known))
  stopOn(reading.problems)
  return hosts
}
