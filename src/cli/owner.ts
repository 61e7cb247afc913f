import { resolve } from 'node:path'
import type { Owner } from '../engine/leftovers.ts'
import { hostsOf, scenesOf } from '../lvs/cluster/scene.ts'
import type { Site } from '../model/play.ts'

/** Folders that say nothing of whose the files in them are. */
const usual = new Set(['playbooks', 'playbook', 'inventory', 'inventories'])

/** The site's name in the records of hosts: `lvs/site.yaml lvs/hosts`, of playbook and inventories the name with the folder above it, so that it is the same in every checkout. `site`: the whole, no shard of it. */
export function ownerOf(
  playbook: string,
  { inventory, purge = false }: { readonly inventory: readonly string[]; readonly purge?: boolean | undefined },
  site: Site,
): Owner {
  const { plays, unlimited = plays } = site
  const hosts = unlimited.flatMap(({ assignments }) => [...assignments.keys()])
  const serving = scenesOf(site).flatMap(hostsOf)
  const playing = new Set([...hosts, ...serving].map(({ name }) => name))
  return { site: [playbook, ...inventory.toSorted()].map(shortOf).join(' '), purge, playing }
}

function shortOf(path: string): string {
  const parts = resolve(path).split('/')
  return parts
    .filter((part, i) => part !== '' && (i === parts.length - 1 || !usual.has(part)))
    .slice(-2)
    .join('/')
}
