import { resolve } from 'node:path'
import type { Owner } from '../engine/leftovers.ts'

/** Folders that say nothing of whose the files in them are. */
const usual = new Set(['playbooks', 'playbook', 'inventory', 'inventories'])

/** The site's name in the records of hosts: `lvs/site.yaml lvs/hosts`, of playbook and inventories the name with the folder above it, so that it is the same in every checkout. */
export function ownerOf(playbook: string, inventory: readonly string[], purge: boolean): Owner {
  return { site: [playbook, ...inventory.toSorted()].map(shortOf).join(' '), purge }
}

function shortOf(path: string): string {
  const parts = resolve(path).split('/')
  return parts
    .filter((part, i) => part !== '' && (i === parts.length - 1 || !usual.has(part)))
    .slice(-2)
    .join('/')
}
