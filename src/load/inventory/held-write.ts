import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../model/errors.ts'
import type { Held } from '../../model/held.ts'
import { writeOver } from '../text/written.ts'
import { yamlText } from '../text/yaml-text.ts'
import { heldName, readOne } from './held.ts'
import { readInventoryFiles } from './inventory-files.ts'
import { type InventoryOptions, newReading } from './known-inventory.ts'

const head =
  '# Written by lbprov drain and failover; run, lint and verify go by it. lbprov undrain and failover --back take it back.\n'

/**
 * Keeps `held` beside the inventory, each file whole or as it was; its path. What another inventory's file says stays there
 * while it holds. Throws ConfigError where there is no file of an inventory to be beside.
 */
export function writeHeld(options: InventoryOptions, held: Held): string {
  const reading = newReading(options)
  const [first, ...others] = readInventoryFiles(options.inventory, reading).directories.map((one) =>
    join(one, heldName),
  )
  if (first === undefined)
    throw new ConfigError([
      { message: 'a list of hosts has no place for what is to be kept', hint: 'give the inventory as a file' },
    ])
  let rest = held
  for (const path of others) {
    const own = readOne(path, reading)
    const { roll: _, ...kept } = select(held, (kind, name) => own[kind].has(name))
    write(path, kept)
    rest = select(rest, (kind, name) => !kept[kind].has(name))
  }
  write(first, rest)
  return first
}

function select({ drained, leads, ...rest }: Held, wanted: (kind: 'drained' | 'leads', name: string) => boolean): Held {
  return {
    ...rest,
    drained: new Map([...drained].filter(([name]) => wanted('drained', name))),
    leads: new Map([...leads].filter(([name]) => wanted('leads', name))),
  }
}

function write(path: string, { drained, leads, roll }: Held): void {
  if (drained.size + leads.size === 0 && !roll) {
    rmSync(path, { force: true })
    return
  }
  const content = {
    ...(drained.size > 0 && { drained: Object.fromEntries(drained) }),
    ...(leads.size > 0 && { lead: Object.fromEntries(leads) }),
    ...(roll && { roll }),
  }
  writeOver(path, head + yamlText(content), 0o644)
}
