import type { Host, Inventory } from '../../model/host.ts'
import type { Assignment, Site } from '../../model/play.ts'
import { type Cluster, type ClusterData, resolveCluster } from '../cluster.ts'
import type { Finding } from '../finding.ts'
import { clusterVariables } from '../schema/cluster.ts'

/** A host with the roles of ours that the playbook gives it. */
export interface Member {
  readonly host: Host
  readonly assignments: readonly Assignment[]
  readonly data: ClusterData
}

/** A member that runs keepalived. `priority` null: not known. */
export interface DirectorMember extends Member {
  readonly priority: number | null
}

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
  /** Names of the hosts to which the playbook gives the role bootstrap, too. */
  readonly bootstrapped: readonly string[]
}

const directorRoles = ['keepalived-master', 'keepalived-backup']
const ourRoles = [...directorRoles, 'install-ipvsadm', 'director-vip', 'realserver-arp']

/** The clusters that the playbook works on, as they are without --limit; none when it has no role of ours. */
export function scenesOf({ inventory, plays: limited, unlimited: plays = limited }: Site): readonly Scene[] {
  const members = inventory.hosts.flatMap((host) => {
    const assignments = plays
      .flatMap((play) => play.assignments.get(host) ?? [])
      .filter(({ role }) => ourRoles.includes(role))
    return assignments.length === 0 ? [] : [{ host, assignments, data: dataOf(host, assignments) }]
  })
  const bootstrapped = plays.flatMap(({ assignments }) =>
    [...assignments].flatMap(([{ name }, roles]) => (roles.some(({ role }) => role === 'bootstrap') ? [name] : [])),
  )
  const keys = new Map<unknown, string>()
  const byCluster = Map.groupBy(members, ({ data }) => {
    const words = clusterWords(data)
    const key = keys.get(words) ?? JSON.stringify(words)
    keys.set(words, key)
    return key
  })
  return [...byCluster.values()].map((group) => ({ ...sceneOf(group, inventory), bootstrapped }))
}

/** Whether a member has a role. */
export function hasRole({ assignments }: Member, role: string): boolean {
  return assignments.some((assignment) => assignment.role === role)
}

/** The hosts of the cluster, and those that serve in it without a role of ours. */
export function hostsOf({ members, cluster, inventory }: Scene): readonly Host[] {
  const serving = cluster.services.flatMap(({ realServers }) =>
    realServers.flatMap(({ host }) => (host === null ? [] : inventory.host(host)!)),
  )
  return [...new Set([...members.map(({ host }) => host), ...serving])]
}

/** Where the playbook gives a member a role whose name begins so. */
export function assignmentOf({ assignments }: Member, prefix: string): Assignment | undefined {
  return assignments.find(({ role }) => role.startsWith(prefix))
}

/** The parameter as any of the member's roles was given it. */
export function paramOf({ assignments }: Pick<Member, 'assignments'>, name: string): unknown {
  return assignments
    .map(({ params }) => (params as Record<string, unknown> | null)?.[name])
    .find((value) => value !== undefined)
}

function sceneOf(members: readonly Member[], inventory: Inventory): Omit<Scene, 'bootstrapped'> {
  const directors = members.flatMap(directorOf)
  const group = directors[0] && paramOf(directors[0], 'director_group')
  const directorGroup = typeof group === 'string' ? group : 'directors'
  const data = dataOfAll([...directors, ...members])
  return { ...resolveCluster(data, inventory), data, members, directors, inventory, directorGroup }
}

function directorOf(member: Member): readonly DirectorMember[] {
  const isDirector = member.assignments.some(({ role }) => directorRoles.includes(role))
  return isDirector ? [{ ...member, priority: numberOrNull(paramOf(member, 'priority')) }] : []
}

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null)

const variables = Object.keys(clusterVariables) as readonly (keyof ClusterData)[]

function dataOf(host: Host, assignments: readonly Assignment[]): ClusterData {
  return dataFrom((name) => paramOf({ assignments }, name) ?? host.vars[name])
}

/** Of each variable what the first member says that says anything; a role's default is nothing said. */
function dataOfAll(members: readonly Member[]): ClusterData {
  return dataFrom((name) => members.map(({ data }) => data[name]).find(isSaid))
}

function dataFrom(value: (name: keyof ClusterData) => unknown): ClusterData {
  return Object.fromEntries(variables.map((name) => [name, value(name)]).filter(([, found]) => isSaid(found)))
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0)
}

/** Real servers need not know of VRRP, so virtual_servers tell clusters apart where there are any. */
function clusterWords({ vrrp_instances, virtual_servers }: ClusterData): unknown {
  return virtual_servers?.length ? virtual_servers : vrrp_instances
}
