import type { Cluster } from '../cluster/cluster.ts'
import type { Director } from '../cluster/director.ts'
import { type Node, print } from '../conf/block.ts'
import { checked } from './checked.ts'
import { globalBlock } from './globals.ts'
import { instanceBlock } from './instance.ts'
import { staticBlocks } from './routes.ts'
import { syncGroupBlock } from './sync-group.ts'
import { trackBlocks } from './track.ts'
import { groupBlocks, virtualServerBlock } from './virtual-server.ts'

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
    ...staticBlocks(words, director.name, version),
    ...trackBlocks(words, director, version),
    ...Object.entries(words.vrrp_sync_groups ?? {}).map(([name, group]) => syncGroupBlock(name, group, version)),
    ...cluster.instances.map((instance) => instanceBlock(instance, cluster, director, version)),
    ...groupBlocks(words.virtual_server_groups ?? {}),
    ...cluster.services.map((service) => virtualServerBlock(service, version)),
  ]
}
