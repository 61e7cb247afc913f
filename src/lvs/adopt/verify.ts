import type { Host } from '../../model/host.ts'
import type { Assignment, Site } from '../../model/play.ts'
import { type Cluster, type ClusterData, resolveCluster } from '../cluster.ts'
import { type ConfDifference, compareConf } from '../conf/compare.ts'
import { parseConf } from '../conf/parse.ts'
import { sameConf } from '../conf/same.ts'
import type { ConfNode } from '../conf/tree.ts'
import { directorFor } from '../director.ts'
import { type Drift, tableDrift } from '../drift.ts'
import type { TableService } from '../ipvsadm.ts'
import { keepalivedConf } from '../keepalived.ts'

/** A director's configuration as it was given. */
export interface GivenDirector {
  readonly name: string
  readonly text: string
  /** Its tree, with the files that it includes. */
  readonly nodes: readonly ConfNode[]
  /** Its keepalived. */
  readonly version: string
  /** The live table there; null where nobody asked. */
  readonly table: readonly TableService[] | null
}

/** In what the keepalived.conf that lbprov would write differs from the one given, and the table that it means from the live one. `conf` is empty where the two mean the same and the file stays. */
export interface DirectorDifference {
  readonly name: string
  readonly conf: readonly ConfDifference[]
  /** Null: no table was given. */
  readonly table: readonly Drift[] | null
}

/** The differences of each director that the site has. */
export function adoptionDifferences(given: readonly GivenDirector[], site: Site): readonly DirectorDifference[] {
  return given.flatMap(({ name, text: own, nodes, version, table }) => {
    const found = assigned(site, name, 'keepalived-')
    if (!found) return []
    const { cluster, text } = rendered(found, site, version)
    return [
      {
        name,
        conf: sameConf(own, text, { name, version }) ? [] : compareConf(nodes, parseConf(text, { file: name }).nodes),
        table: table === null ? null : tableDrift(cluster, table),
      },
    ]
  })
}

interface Found {
  readonly host: Host
  readonly params: Assignment['params']
}

/** The cluster as the host's role of that name, or so beginning, has it; undefined: it has no such role. */
export function clusterOf(site: Site, name: string, role: string): Cluster | undefined {
  const found = assigned(site, name, role)
  return found && resolveCluster(found.params as ClusterData, site.inventory).cluster
}

function assigned({ plays }: Site, name: string, prefix: string): Found | undefined {
  const found = plays.flatMap(({ assignments }) =>
    [...assignments].flatMap(([host, roles]) =>
      roles.flatMap(({ role, params }) => (host.name === name && role.startsWith(prefix) ? [{ host, params }] : [])),
    ),
  )
  return found[0]
}

function rendered({ host, params }: Found, { inventory }: Site, version: string) {
  const { priority, director_group } = params as { readonly priority: number; readonly director_group: string }
  const { cluster } = resolveCluster(params as ClusterData, inventory)
  return { cluster, text: keepalivedConf(cluster, directorFor(host, inventory, priority, director_group), version) }
}
