import type { Cluster } from './cluster.ts'
import { type Node, print } from './keepalived/block.ts'
import { checked } from './keepalived/checked.ts'
import { globalBlock } from './keepalived/globals.ts'
import { instanceBlock } from './keepalived/instance.ts'
import { syncGroupBlock } from './keepalived/sync-group.ts'
import { trackBlocks } from './keepalived/track.ts'
import { groupBlocks, virtualServerBlock } from './keepalived/virtual-server.ts'

/** Another director as unicast knows it; `address` null: not known. */
export interface Peer {
  readonly name: string
  readonly address: string | null
}

/** A host that runs keepalived for the cluster. */
export interface Director {
  readonly name: string
  /** Its own address, from which unicast adverts come. Null: not known. */
  readonly address: string | null
  /** 1 to 254; what an instance says for this director goes first. */
  readonly priority: number
  /** The other directors, for unicast. */
  readonly peers: readonly Peer[]
}

/**
 * keepalived.conf of that director for that version of keepalived: definitions before what names them. Same input, same
 * text, to the byte; of two directors it differs in router_id, priority and addresses of the directors' own alone. Throws ConfigError for a
 * value that keepalived would read as more than a value.
 */
export function keepalivedConf(cluster: Cluster, director: Director, version: string): string {
  const head = '# Written by lbprov from vrrp_instances and virtual_servers; edits are overwritten.'
  return print([head, ...keepalivedNodes(cluster, director, version).map(checked)])
}

/** The same as a tree, whatever its values are. */
export function keepalivedNodes(cluster: Cluster, director: Director, version: string): readonly Node[] {
  const { words } = cluster
  return [
    globalBlock(cluster, director, version),
    ...trackBlocks(words, director, version),
    ...Object.entries(words.vrrp_sync_groups ?? {}).map(([name, group]) => syncGroupBlock(name, group)),
    ...cluster.instances.map((instance) => instanceBlock(instance, cluster, director, version)),
    ...groupBlocks(words.virtual_server_groups ?? {}),
    ...cluster.services.map((service) => virtualServerBlock(service, version)),
  ]
}
