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

/** A member that runs keepalived, or one of the director group that --limit leaves out. `priority` null: not known. */
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
  /** Hosts or roles of the playbook are left out (--limit, --tags): nothing can be said of what is missing. */
  readonly partial: boolean
}

const directorRoles = ['keepalived-master', 'keepalived-backup']
const ourRoles = [...directorRoles, 'install-ipvsadm', 'director-vip', 'realserver-arp']

/** The clusters that the playbook works on; none when it has no role of ours. */
export function scenesOf({ inventory, plays }: Site, partial: boolean): readonly Scene[] {
  const members = inventory.hosts.flatMap((host) => {
    const assignments = plays
      .flatMap((play) => play.assignments.get(host) ?? [])
      .filter(({ role }) => ourRoles.includes(role))
    return assignments.length === 0 ? [] : [{ host, assignments, data: dataOf(host, assignments) }]
  })
  const byCluster = Map.groupBy(members, ({ data }) => JSON.stringify(clusterKey(data)))
  return [...byCluster.values()].map((group) => sceneOf(group, inventory, partial))
}

/** Whether a member has a role. */
export function hasRole({ assignments }: Member, role: string): boolean {
  return assignments.some((assignment) => assignment.role === role)
}

/** The parameter as any of the member's roles was given it. */
export function paramOf({ assignments }: Pick<Member, 'assignments'>, name: string): unknown {
  return assignments
    .map(({ params }) => (params as Record<string, unknown> | null)?.[name])
    .find((value) => value !== undefined)
}

function sceneOf(members: readonly Member[], inventory: Inventory, partial: boolean): Scene {
  const assigned = members.flatMap(directorOf)
  const group = assigned[0] && paramOf(assigned[0], 'director_group')
  const directorGroup = typeof group === 'string' ? group : 'directors'
  const others = partial && assigned[0] ? outsiders(members, directorGroup, inventory) : []
  const directors = [...assigned, ...others.map(outsideDirector)]
  const data = dataOfAll([...assigned, ...members])
  const { cluster, findings } = resolveCluster(data, inventory)
  const strays = others.filter((other) => !isSame(clusterKey(other.data), clusterKey(data)))
  return {
    cluster,
    data,
    findings: [...findings, ...strays.map((other) => astray(other, assigned[0]!))],
    members,
    directors,
    inventory,
    directorGroup,
    partial,
  }
}

function directorOf(member: Member): readonly DirectorMember[] {
  const isDirector = member.assignments.some(({ role }) => directorRoles.includes(role))
  return isDirector ? [{ ...member, priority: numberOrNull(paramOf(member, 'priority')) }] : []
}

/** The directors that --limit leaves out; of them there are only variables, which nobody has checked. */
function outsiders(members: readonly Member[], group: string, inventory: Inventory): readonly Member[] {
  const left = (inventory.groups.get(group) ?? []).filter((name) => !members.some(({ host }) => host.name === name))
  return left.flatMap((name) => {
    const host = inventory.host(name)
    return host && isMapping(host.vars.vrrp_instances) ? [{ host, assignments: [], data: dataOf(host, []) }] : []
  })
}

function outsideDirector(member: Member): DirectorMember {
  return { ...member, priority: numberOrNull(member.host.vars.priority) }
}

function astray({ host }: Member, director: Member): Finding {
  return {
    rule: 'L21',
    variable: 'virtual_servers',
    path: [],
    where: host.origin('virtual_servers'),
    message: `${host.name} has other virtual_servers than ${director.host.name}`,
    hint: 'write virtual_servers once, in the group_vars that all hosts of the cluster share',
  }
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null)

/** A mapping of mappings. */
function isMapping(value: unknown): boolean {
  return [value, ...Object.values(value ?? {})].every((inner) => typeof inner === 'object' && inner !== null)
}

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
function clusterKey({ vrrp_instances, virtual_servers }: ClusterData): unknown {
  return virtual_servers?.length ? virtual_servers : vrrp_instances
}
