import type { Facts } from '../../model/facts.ts'
import type { Host, Path } from '../../model/host.ts'
import type { RuleInfo } from '../../model/lint.ts'
import type { Cluster, Instance } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import type { Hearing } from '../cluster/hearing.ts'
import { type Member, roleAs } from '../cluster/member.ts'
import type { PartKind } from '../cluster/part.ts'
import { clusterOn, type Scene } from '../cluster/scene.ts'
import type { Service } from '../cluster/service.ts'

/** What a rule says of one place; the rule itself is added by whoever runs it. */
export type Remark = Omit<Finding, 'rule'>

/** One thing that must hold for a cluster, and how it is looked for; none of the four: whoever reads the data says it. */
export interface Rule extends RuleInfo {
  /** From inventory and playbook alone. */
  check?(scene: Scene): readonly Remark[]
  /** For the keepalived that a director has. */
  checkVersion?(scene: Scene, version: string): readonly Remark[]
  /** For a host whose facts are known, in the cluster or one that serves in it. */
  checkHost?(scene: Scene, host: Host, facts: Facts): readonly Remark[]
  /** From what directors heard; `taken`: the virtual router ids of all clusters of the site. */
  checkWire?(scene: Scene, hearing: Hearing, taken: ReadonlySet<number>): readonly Remark[]
}

/** A remark on a place inside `vrrp_instances`. */
export function onInstances(path: Path, message: string, hint: string): Remark {
  return { variable: 'vrrp_instances', path, message, hint }
}

/** A remark on a place inside `virtual_servers`. */
export function onServices(path: Path, message: string, hint: string): Remark {
  return { variable: 'virtual_servers', path, message, hint }
}

/** A remark on a host's roles: the line of the playbook that makes it a director or, where none does, another part of the cluster. */
export function onRoles(member: Member, message: string, hint: string): Remark {
  const where = roleAs(member, 'director')?.where
  return { ...onHost(member.host, message, hint), where: where ?? member.host.origin('vrrp_instances') }
}

/** A remark on a variable of one host; where its variables have no such one, on the role that makes it one of those parts. */
export function onVariable(
  member: Member,
  variable: string,
  kinds: readonly PartKind[],
  { message, hint }: { readonly message: string; readonly hint: string },
): Remark {
  const where = member.host.origin(variable) ?? roleAs(member, ...kinds)?.where
  return { ...onHost(member.host, message, hint), variable, where }
}

/** A remark on a host, for what no line of the user's says: the place is its own in the inventory, or the cluster's data. */
export function onHost({ name, origin }: Host, message: string, hint: string): Remark {
  return { variable: 'vrrp_instances', path: [], where: origin('ansible_host'), host: name, message, hint }
}

/** Those that are not the first with their key, with the first. */
export function repeated<T>(
  items: readonly T[],
  key: (item: T) => string,
): readonly { readonly item: T; readonly first: T }[] {
  const seen = new Map<string, T>()
  return items.flatMap((item) => {
    const name = key(item)
    const first = seen.get(name)
    if (first === undefined) seen.set(name, item)
    return first === undefined ? [] : [{ item, first }]
  })
}

/** A check of each virtual server. */
export function eachService(check: (service: Service) => readonly Remark[]): (scene: Scene) => readonly Remark[] {
  return ({ cluster }) => cluster.services.flatMap(check)
}

/** A check of each VRRP instance. */
export function eachInstance(check: (instance: Instance) => readonly Remark[]): (scene: Scene) => readonly Remark[] {
  return onEachDirector(({ instances }) => instances.flatMap(check))
}

/** A check of the cluster as each director has it, for what may be given by director; without directors as it is written. */
export function onEachDirector(check: (cluster: Cluster) => readonly Remark[]): (scene: Scene) => readonly Remark[] {
  return (scene) =>
    scene.directors.length === 0
      ? check(scene.cluster)
      : scene.directors.flatMap(({ host }) => check(clusterOn(scene, host.name)))
}
