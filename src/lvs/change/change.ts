import { virtualAddresses } from '../cluster/cluster.ts'
import { agreedChanges } from './agreed.ts'
import { meaningOf } from './reading.ts'
import { type Leaving, leavingServers, type Turning, turningServers } from './servers.ts'

/** A director on which keepalived runs, and what becomes of its keepalived.conf. */
export interface DirectorChange {
  readonly name: string
  /** The version of its keepalived. */
  readonly version: string
  readonly before: string
  readonly after: string
}

/** What a run changes in a cluster that is in use. */
export interface ClusterChange {
  /** Directors on which keepalived runs, in the order of the playbook. */
  readonly live: readonly string[]
  /** The virtual addresses that the files have before. */
  readonly addresses: readonly string[]
  /** Words in which directors must agree, each once: `VI_1: auth_pass`. */
  readonly agreed: readonly string[]
  /** By director. */
  readonly leaving: ReadonlyMap<string, readonly Leaving[]>
  readonly turning: readonly Turning[]
}

/** Compares the files of the directors that run, each with its own before. */
export function clusterChange(directors: readonly DirectorChange[]): ClusterChange {
  const read = directors.map(({ name, version, before, after }) => ({
    name,
    before: meaningOf(before, name, version),
    after: meaningOf(after, name, version),
  }))
  return {
    live: directors.map(({ name }) => name),
    addresses: distinct(read.flatMap(({ before }) => virtualAddresses(before.cluster).map(({ cidr }) => cidr.address))),
    agreed: [...new Set(read.flatMap(({ before, after }) => agreedChanges(before.cluster, after.cluster)))],
    leaving: new Map(read.map(({ name, before, after }) => [name, leavingServers(before.table, after.table)])),
    turning: distinct(read.flatMap(({ before, after }) => turningServers(before.table, after.table))),
  }
}

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}
