import type { Path } from '../../model/host.ts'
import type { Finding } from '../finding.ts'
import type { Member, Scene } from './scene.ts'

/** What a rule says of one place; the rule itself is added by whoever runs it. */
export type Remark = Omit<Finding, 'rule'>

/** One thing that must hold for a cluster. `id` is the rule's number in docs/cluster.md. */
export interface Rule {
  readonly id: string
  readonly severity: 'error' | 'warning'
  /** Why it matters: what happens to a cluster that breaks it. */
  readonly explanation: string
  check(scene: Scene): readonly Remark[]
}

/** A remark on a place inside `vrrp_instances`. */
export function onInstances(path: Path, message: string, hint: string): Remark {
  return { variable: 'vrrp_instances', path, message, hint }
}

/** A remark on a place inside `virtual_servers`. */
export function onServices(path: Path, message: string, hint: string): Remark {
  return { variable: 'virtual_servers', path, message, hint }
}

/** Those that are not the first with their key, with the first. */
export function repeated<T>(
  items: readonly T[],
  key: (item: T) => string,
): readonly { readonly item: T; readonly first: T }[] {
  const seen = new Map<string, T>()
  return items.flatMap((item) => {
    const first = seen.get(key(item))
    if (first === undefined) seen.set(key(item), item)
    return first === undefined ? [] : [{ item, first }]
  })
}

/** A remark on a host's roles: the line of the playbook that gives it keepalived or, where none does, another of ours. */
export function onHost({ assignments, host }: Member, message: string, hint: string): Remark {
  const where = assignments.find(({ role }) => role.startsWith('keepalived-'))?.where ?? assignments[0]?.where
  return { variable: 'vrrp_instances', path: [], where: where ?? host.origin('vrrp_instances'), message, hint }
}
