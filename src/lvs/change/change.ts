import { virtualAddresses } from '../cluster/cluster.ts'
import { agreedChanges } from './agreed.ts'
import { passingConf } from './passing.ts'
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
  /** Of their keepalived. */
  readonly versions: readonly string[]
  /** The virtual addresses that the files have before. */
  readonly addresses: readonly string[]
  /** Words in which directors must agree, each once: `VI_1: auth_pass`. */
  readonly agreed: readonly string[]
  /** By director. */
  readonly leaving: ReadonlyMap<string, readonly Leaving[]>
  readonly turning: readonly Turning[]
  /** Whether answers of real servers take the default route from then on (NAT), or no more; null: as before, or both. */
  readonly way: 'to NAT' | 'from NAT' | null
  /** Addresses of real servers to which the kernel sends by DR and by NAT meanwhile. */
  readonly bothWays: readonly string[]
  /** Addresses of services whose packets are handed on in another way. */
  readonly turned: readonly string[]
  /** Sockets of real servers, as `192.168.1.225:80`, whose TCP connections end with the old way to or from NAT. */
  readonly outlasting: readonly string[]
  /** By director: the configuration in which services and all else are not both new. Empty without a way. */
  readonly passing: ReadonlyMap<string, string>
}

/** Compares the files of the directors that run, each with its own before. */
export function clusterChange(directors: readonly DirectorChange[]): ClusterChange {
  const differing = directors.some(({ before, after }) => before !== after) ? directors : []
  const read = differing.map(({ name, version, before, after }) => ({
    name,
    before: meaningOf(before, name, version),
    after: meaningOf(after, name, version),
  }))
  const turning = distinct(read.flatMap(({ before, after }) => turningServers(before.table, after.table)))
  const way = wayOf(turning)
  return {
    way,
    outlasting: way === null ? [] : distinct(turning.flatMap(outlastingOf)),
    bothWays: way === null ? [] : distinct(turning.flatMap(bothWaysOf)),
    turned: distinct(turning.flatMap(({ key }) => addressOf(key))),
    passing: new Map(way === null ? [] : directors.map((director) => [director.name, passingOf(director, way)])),
    live: directors.map(({ name }) => name),
    versions: directors.map(({ version }) => version),
    addresses: distinct(read.flatMap(({ before }) => virtualAddresses(before.cluster).map(({ cidr }) => cidr.address))),
    agreed: [...new Set(read.flatMap(({ before, after }) => agreedChanges(before.cluster, after.cluster)))],
    leaving: new Map(read.map(({ name, before, after }) => [name, leavingServers(before.table, after.table)])),
    turning,
  }
}

function wayOf(turning: readonly Turning[]): ClusterChange['way'] {
  const ways = turning.flatMap(({ from, to }) => (to === 'NAT' ? ['to NAT'] : from === 'NAT' ? ['from NAT'] : []))
  const [first, ...more] = distinct(ways)
  return more.length > 0 ? null : ((first ?? null) as ClusterChange['way'])
}

/** What comes by NAT needs the inside address of the directors: it is there before, and until after. */
function passingOf({ name, before, after }: DirectorChange, way: NonNullable<ClusterChange['way']>): string {
  const [services, others] = way === 'from NAT' ? [after, before] : [before, after]
  return passingConf({ services, others }, name)
}

/** Of DR and TUN the virtual address, of NAT the server's own; none where a firewall mark stands for the port. */
function outlastingOf({ key, server, from }: Turning): readonly string[] {
  const [flag, socket] = key.split(' ') as [string, string]
  return flag === '-t' ? [from === 'NAT' ? server : socket] : []
}

const bothWaysOf = ({ server, from, to }: Turning) => ([from, to].includes('DR') ? addressOf(`-t ${server}`) : [])

/** `192.168.1.225` of `-t 192.168.1.225:80`; a firewall mark has none. */
const addressOf = (key: string) => /^-\S+ \[?([0-9A-Fa-f.:]+?)\]?:\d+$/.exec(key)?.slice(1) ?? []

function distinct<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}
