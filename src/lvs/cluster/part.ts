import { ConfigError } from '../../model/errors.ts'
import type { Assignment } from '../../model/play.ts'
import type { ClusterData } from './cluster.ts'
import { partFault } from './part-check.ts'

/** What a role makes of its host in a cluster. The role says so itself; nothing is read from its name or its params. */
export interface Part {
  /** The words of the cluster that the role works from. Every part but `repositories` needs them. */
  readonly cluster?: ClusterData
  /** It runs keepalived as one of the directors. `group`: the group of the inventory that has them all. `master`: it shall have the addresses while it is up. */
  readonly director?: { readonly priority: number; readonly group: string; readonly master: boolean }
  /** It is a real server, made ready for what reaches it in these ways: its addresses, silence about them, firewall; with NAT the route back. */
  readonly realServer?: { readonly prepared: readonly ('DR' | 'NAT' | 'TUN')[] }
  /** It has charge of ipvsadm's table at boot: with `static` the cluster's, else none. */
  readonly table?: { readonly static: boolean }
  /** It has the kernel settings of a director. `addresses`: and the virtual addresses for good. */
  readonly kernel?: { readonly addresses: boolean }
  /** Packages can be had where the mirrors of CentOS and EPEL are gone. */
  readonly repositories?: boolean
}

export type PartKind = 'director' | 'realServer' | 'table' | 'kernel'

/** What a role declares of one host; null: nothing. Throws ConfigError, at the place that asks for the role, where that is no part. */
export function partOf(assignment: Assignment): Part | null {
  const { definition, params } = assignment
  if (!definition.part) return null
  const part = declared(assignment, () => definition.part!(params as never))
  const fault = partFault(part)
  if (fault) throw wrong(assignment, ...fault)
  return part as Part
}

function declared(assignment: Assignment, part: () => unknown): unknown {
  try {
    return part()
  } catch (error) {
    throw wrong(
      assignment,
      `throws ${String(error)}`,
      'Mend part in the role: it gets the params and returns what its host is.',
    )
  }
}

function wrong({ role, where }: Assignment, message: string, hint: string): ConfigError {
  return new ConfigError([{ where, message: `the part of the role ${role} ${message}`, hint }])
}
