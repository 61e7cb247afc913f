import type { Inventory } from '../../model/host.ts'
import { type Cluster, resolveCluster } from '../cluster/cluster.ts'
import { parseConf } from '../conf/parse.ts'
import { readCluster } from '../conf/read/cluster.ts'
import { type TableService, tableOf } from '../table/ipvsadm.ts'

/** What a keepalived.conf means, as far as the variables have words for it. */
export interface Meaning {
  readonly cluster: Cluster
  readonly table: readonly (TableService & { readonly tolerated: readonly string[] })[]
}

const nobody: Inventory = { hosts: [], groups: new Map(), host: () => undefined }

/** Reads a keepalived.conf as that version does; never throws. */
export function meaningOf(text: string, director: string, version: string): Meaning {
  const { data } = readCluster(parseConf(text, { file: director }).nodes, director)
  const { cluster } = resolveCluster(data, nobody, director)
  return { cluster, table: tableOf(cluster, version) }
}
