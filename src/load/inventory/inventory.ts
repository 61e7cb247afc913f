import type { Inventory } from '../../model/host.ts'
import { stopOn } from '../text/problems.ts'
import { everybodyOf, hostsOf, inventoryOf } from './hosts.ts'
import { type InventoryOptions, newReading, readKnownInventory } from './known-inventory.ts'
import { readLimit } from './limit.ts'

/** Reads the inventory alone, for commands that need no playbook. Throws a ConfigError with everything that is wrong. */
export async function loadInventory(options: InventoryOptions): Promise<Inventory> {
  const reading = newReading(options)
  const known = readKnownInventory(options, undefined, reading)
  const everybody = everybodyOf(known)
  const used = readLimit(options.limit ?? [], everybody, reading) ?? everybody.hosts
  const hosts = hostsOf(known, options, { used }, reading)
  stopOn(reading.problems)
  return inventoryOf(hosts, known)
}
