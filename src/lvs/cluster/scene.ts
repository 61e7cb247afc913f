import type { Host, Inventory } from '../../model/host.ts'
import type { Site } from '../../model/play.ts'
import { type Cluster, type ClusterData, type Instance, resolveCluster } from './cluster.ts'
import type { Finding } from './finding.ts'
import { type DirectorMember, directorOf, firstSaid, type Member, memberOf, partsOf } from './member.ts'

/** One cluster as a playbook sees it: the hosts whose `virtual_servers` are the same. */
export interface Scene {
  readonly cluster: Cluster
  readonly data: ClusterData
  /** What could not be read of the data. */
  readonly findings: readonly Finding[]
  readonly members: readonly Member[]
  readonly directors: readonly DirectorMember[]
  readonly inventory: Inventory
  /** The group in which all directors are. */
  readonly directorGroup: string
  /** Names of the hosts whose packages the playbook sees to, where the distribution's mirrors are gone. */
  readonly withRepositories: readonly string[]
}

/** The clusters that the playbook works on, as they are without --limit; none when no role declares a part. Throws ConfigError for a part that is none. */
export function scenesOf({ inventory, plays: limited, unlimited: plays = limited }: Site): readonly Scene[] {
  const all = inventory.hosts.map((host) =>
    memberOf(
      host,
      plays.flatMap((play) => play.assignments.get(host) ?? []),
    ),
  )
  const members = all.filter(({ roles }) => roles.some(({ part }) => part.cluster))
  const withRepositories = all
    .filter(({ roles }) => roles.some(({ part }) => part.repositories))
    .map(({ host }) => host.name)
  const keys = new Map<unknown, string>()
  const byCluster = Map.groupBy(members, ({ data }) => {
    const words = clusterWords(data)
    const key = keys.get(words) ?? JSON.stringify(words)
    keys.set(words, key)
    return key
  })
  return [...byCluster.values()].map((group) => ({ ...sceneOf(group, inventory), withRepositories }))
}

/** The cluster as that director has it: what its own variables say, and of what is given by director its own. */
export function clusterOn(
  { data, directors, inventory }: Pick<Scene, 'data' | 'directors' | 'inventory'>,
  name: string,
): Cluster {
  const own = directors.find(({ host }) => host.name === name)
  return resolveCluster(own ? firstSaid([own.data, data]) : data, inventory, name).cluster
}

/** The instance as that director has it. */
export function instanceOn(scene: Scene, instance: Instance, director: string): Instance {
  return clusterOn(scene, director).instances.find(({ name }) => name === instance.name) ?? instance
}

/** Whether a role gets the host ready for what is handed to it in that way. */
export function isPrepared({ members }: Scene, host: string | null, forwarding: 'DR' | 'NAT' | 'TUN'): boolean {
  const member = members.find((one) => one.host.name === host)
  return member !== undefined && partsOf(member, 'realServer').some(({ prepared }) => prepared.includes(forwarding))
}

/** Whether a role of the playbook gets any real server ready. */
export function preparesServers({ members }: Scene): boolean {
  return members.some((member) => partsOf(member, 'realServer').length > 0)
}

/** The first director without the kernel settings of one. */
export function withoutKernel({ directors }: Scene): DirectorMember | undefined {
  return directors.find((member) => partsOf(member, 'kernel').length === 0)
}

/** The hosts of the cluster, and those that serve in it without a part of their own. */
export function hostsOf({ members, cluster, inventory }: Scene): readonly Host[] {
  const serving = cluster.services.flatMap(({ realServers }) =>
    realServers.flatMap(({ host }) => (host === null ? [] : inventory.host(host)!)),
  )
  return [...new Set([...members.map(({ host }) => host), ...serving])]
}

function sceneOf(members: readonly Member[], inventory: Inventory): Omit<Scene, 'withRepositories'> {
  const directors = members.flatMap(directorOf)
  const [first] = directors.flatMap((member) => partsOf(member, 'director'))
  const directorGroup = first?.group ?? 'directors'
  const data = firstSaid([...directors, ...members].map((member) => member.data))
  return { ...resolveCluster(data, inventory), data, members, directors, inventory, directorGroup }
}

/** Real servers need not know of VRRP, so virtual_servers tell clusters apart where there are any. */
function clusterWords({ vrrp_instances, virtual_servers }: ClusterData): unknown {
  return virtual_servers?.length ? virtual_servers : vrrp_instances
}
