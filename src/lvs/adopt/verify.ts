import type { Host } from '../../model/host.ts'
import type { Site } from '../../model/play.ts'
import { type Cluster, resolveCluster } from '../cluster/cluster.ts'
import { type Part, type PartKind, partOf } from '../cluster/part.ts'
import { type ConfDifference, compareConf } from '../conf/compare.ts'
import type { PassedLine } from '../conf/condition.ts'
import type { Flaw } from '../conf/flaw.ts'
import { parseConf } from '../conf/parse.ts'
import type { ConfNode } from '../conf/tree.ts'
import { directorFor } from '../keepalived/director.ts'
import { keepalivedConf } from '../keepalived/keepalived-conf.ts'
import { sameConf } from '../lint/same-conf.ts'
import { type Drift, tableDrift } from '../table/drift.ts'
import type { TableService } from '../table/ipvsadm.ts'
import type { StartedWith } from './started-with.ts'

/** A director's configuration as it was given. */
export interface GivenDirector {
  readonly name: string
  /** What its file is called where it is spoken of. */
  readonly file: string
  readonly text: string
  /** Its tree, with the files that it includes. */
  readonly nodes: readonly ConfNode[]
  /** What of the text can't be read. */
  readonly flaws: readonly Flaw[]
  /** Lines that are for other nodes. */
  readonly passed: readonly PassedLine[]
  /** Its keepalived. */
  readonly version: string
  /** Those that the host has. */
  readonly addresses: readonly string[]
  /** Whether it has the user keepalived_script, whom keepalived from 1.3.0 on takes for scripts. */
  readonly hasScriptUser: boolean
  /** What it was told on its command line. */
  readonly started: Omit<StartedWith, 'file'>
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
    const found = partIn(site, name, 'director')
    if (!found) return []
    const { cluster, text } = rendered(found, site, version)
    return [
      {
        name,
        conf: sameConf(own, text, { name, version })
          ? []
          : compareConf(nodes, parseConf(text, { file: name }).nodes, version),
        table: table === null ? null : tableDrift(cluster, table),
      },
    ]
  })
}

interface Found {
  readonly host: Host
  readonly part: Part
}

/** The cluster as the role has it that makes the host that; undefined: none does. */
export function clusterOf(site: Site, name: string, kind: PartKind): Cluster | undefined {
  const found = partIn(site, name, kind)
  return found && resolveCluster(found.part.cluster!, site.inventory, name).cluster
}

function partIn({ plays }: Site, name: string, kind: PartKind): Found | undefined {
  const own = plays.flatMap(({ assignments }) => [...assignments].filter(([host]) => host.name === name))
  return own
    .flatMap(([host, roles]) => roles.map((role) => ({ host, part: partOf(role) ?? {} })))
    .find(({ part }) => part[kind])
}

function rendered({ host, part }: Found, { inventory }: Site, version: string) {
  const { priority, group } = part.director!
  const { cluster } = resolveCluster(part.cluster!, inventory, host.name)
  return { cluster, text: keepalivedConf(cluster, directorFor(host, inventory, priority, group), version) }
}
