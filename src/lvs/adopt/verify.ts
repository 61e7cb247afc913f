import type { Host } from '../../model/host.ts'
import type { Assignment, Site } from '../../model/play.ts'
import { type ClusterData, resolveCluster } from '../cluster.ts'
import { parseConf } from '../conf/parse.ts'
import type { ConfNode } from '../conf/tree.ts'
import { directorFor } from '../director.ts'
import { tableDrift } from '../drift.ts'
import { parseIpvsadm } from '../ipvsadm.ts'
import { keepalivedConf } from '../keepalived.ts'
import { compareConf } from './compare.ts'

/** A director's configuration as it was given. */
export interface GivenDirector {
  readonly name: string
  readonly nodes: readonly ConfNode[]
}

/**
 * In what the keepalived.conf that lbprov would write differs from the one given, and its table from the live one:
 * title and lines. `tables`: director to what `ipvsadm -Sn` says.
 */
export function adoptionDifferences(
  given: readonly GivenDirector[],
  site: Site,
  version: string,
  tables: ReadonlyMap<string, string>,
): readonly (readonly [string, readonly string[]])[] {
  return given.flatMap(({ name, nodes }) => {
    const found = assigned(site, name)
    if (!found) return []
    const { cluster, text } = rendered(found, site, version)
    const differences = compareConf(nodes, parseConf(text, { file: name }).nodes)
    const table = tables.get(name)
    const drift = table === undefined ? [] : tableDrift(cluster, parseIpvsadm(table))
    return [
      [
        `on ${name} keepalived.conf would change`,
        differences.map(({ side, statement }) => `${side === 'given' ? '-' : '+'} ${statement}`),
      ],
      [
        `on ${name} the IPVS table differs`,
        drift.map(
          ({ entry, expected, found: live, cause }) =>
            `${entry}: ${live ?? 'not there'}, expected ${expected ?? 'none'} (${cause})`,
        ),
      ],
    ] as const
  })
}

interface Found {
  readonly host: Host
  readonly params: Assignment['params']
}

function assigned({ plays }: Site, name: string): Found | undefined {
  const found = plays.flatMap(({ assignments }) =>
    [...assignments].flatMap(([host, roles]) =>
      roles.flatMap(({ role, params }) =>
        host.name === name && role.startsWith('keepalived-') ? [{ host, params }] : [],
      ),
    ),
  )
  return found[0]
}

function rendered({ host, params }: Found, { inventory }: Site, version: string) {
  const { priority, director_group } = params as { readonly priority: number; readonly director_group: string }
  const { cluster } = resolveCluster(params as ClusterData, inventory)
  return { cluster, text: keepalivedConf(cluster, directorFor(host, inventory, priority, director_group), version) }
}
