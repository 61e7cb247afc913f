import type { Host } from '../../model/host.ts'
import type { Assignment } from '../../model/play.ts'
import { clusterVariables } from '../language/cluster.ts'
import type { ClusterData } from './cluster.ts'
import { type Part, type PartKind, partOf } from './part.ts'

/** A role on a host, with what it makes of the host in a cluster. */
export interface Played extends Assignment {
  readonly part: Part
}

/** A host with the roles that make it a part of a cluster. */
export interface Member {
  readonly host: Host
  readonly roles: readonly Played[]
  readonly data: ClusterData
}

/** A member that runs keepalived. `priority` null: not known. */
export interface DirectorMember extends Member {
  readonly priority: number | null
}

/** The host with those of the roles that declare a part. */
export function memberOf(host: Host, assignments: readonly Assignment[]): Member {
  const roles = assignments.flatMap((assignment) => {
    const part = partOf(assignment)
    return part ? [{ ...assignment, part }] : []
  })
  return { host, roles, data: firstSaid(roles.map(({ part }) => part.cluster ?? {})) }
}

/** What each role of a member says of it as that; empty: it is none. */
export function partsOf<K extends PartKind>({ roles }: Member, kind: K): readonly NonNullable<Part[K]>[] {
  return roles.flatMap(({ part }) => part[kind] ?? [])
}

/** True of a member that has the virtual addresses all the time, without keepalived. */
export function holdsAddresses(member: Member): boolean {
  return partsOf(member, 'kernel').some(({ addresses }) => addresses)
}

/** The role that makes a member that, or else any that makes it a part of the cluster. */
export function roleAs({ roles }: Member, ...kinds: readonly PartKind[]): Assignment | undefined {
  return roles.find(({ part }) => kinds.some((kind) => part[kind])) ?? roles[0]
}

/** The member as a director, where it is one. */
export function directorOf(member: Member): readonly DirectorMember[] {
  const [first] = partsOf(member, 'director')
  return first ? [{ ...member, priority: first.priority }] : []
}

const variables = Object.keys(clusterVariables) as readonly (keyof ClusterData)[]

/** Of each variable what the first of them says that says anything; a role's default is nothing said. */
export function firstSaid(all: readonly ClusterData[]): ClusterData {
  const found = variables.map((name) => [name, all.map((data) => data[name]).find(isSaid)] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0)
}
