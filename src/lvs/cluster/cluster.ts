import type { Inventory } from '../../model/host.ts'
import { type ClusterData, clusterVariables } from '../language/cluster.ts'
import type { Finding } from './finding.ts'
import { led, withoutDrained } from './held.ts'
import { type Instance, resolveInstance, type VirtualAddress } from './instance.ts'
import { type ByDirector, type LocalData, localTo } from './local.ts'
import { unknownNames } from './references.ts'
import { resolveService, type Service, servedAddresses } from './service.ts'

export type { ClusterData } from '../language/cluster.ts'
export type { Instance, VirtualAddress } from './instance.ts'
export type { LocalData } from './local.ts'

/** What directors and real servers of one cluster agree on. */
export interface Cluster {
  readonly instances: readonly Instance[]
  readonly services: readonly Service[]
  /** Everything as it was given: sync groups, scripts and the like are only passed on to keepalived. */
  readonly words: LocalData
  /** What was given by director. */
  readonly byDirector: readonly ByDirector[]
}

/** A cluster, and what is wrong with the data that it was read from. */
export interface Resolved {
  readonly cluster: Cluster
  readonly findings: readonly Finding[]
}

/** Of each inventory what has been read, by its virtual servers or instances: every role asks on every host of a cluster. */
const known = new WeakMap<Inventory, WeakMap<object, { readonly data: ClusterData; readonly resolved: Resolved }>>()

/**
 * Reads the data against the inventory, as that director has it. What could not be read is in `findings` and left out of
 * the cluster.
 */
export function resolveCluster(data: ClusterData, inventory: Inventory, director?: string): Resolved {
  const shared = sharedCluster(data, inventory)
  const isShared = shared.cluster.byDirector.length === 0 && !inventory.held?.leads.size
  if (director === undefined || isShared) return shared
  const words = localTo(data, director).data
  return {
    ...shared,
    cluster: { ...shared.cluster, words, instances: instancesOf(words, inventory, () => {}, director) },
  }
}

/** What is given by director, as the first that is named has it. */
function sharedCluster(data: ClusterData, inventory: Inventory): Resolved {
  const key = data.virtual_servers ?? data.vrrp_instances
  if (!key) return newlyResolved(data, inventory)
  const all = known.get(inventory) ?? new WeakMap()
  known.set(inventory, all)
  const before = all.get(key)
  if (before && sameData(before.data, data)) return before.resolved
  const resolved = newlyResolved(data, inventory)
  all.set(key, { data, resolved })
  return resolved
}

const variables = Object.keys(clusterVariables) as readonly (keyof ClusterData)[]

const sameData = (one: ClusterData, other: ClusterData) => variables.every((name) => one[name] === other[name])

function newlyResolved(data: ClusterData, inventory: Inventory): Resolved {
  const findings: Finding[] = []
  const report = (finding: Finding) => void findings.push(finding)
  const { data: words, given } = localTo(data)
  const instances = instancesOf(words, inventory, report)
  const services = (data.virtual_servers ?? []).map((words, index) =>
    resolveService(words, index, { inventory, groups: data.virtual_server_groups ?? {}, report }),
  )
  const known = services.filter((service) => service !== null).map((service) => withoutDrained(service, inventory.held))
  const cluster = { instances, services: known, words, byDirector: given }
  return { cluster, findings: [...findings, ...unknownNames(data)] }
}

function instancesOf(
  data: LocalData,
  { held }: Inventory,
  report: (finding: Finding) => void,
  director?: string,
): readonly Instance[] {
  const version = data.global_defs?.vrrp_version ?? 2
  return Object.entries(data.vrrp_instances ?? {}).map(([name, words]) =>
    led(resolveInstance(name, words, version, report), held, director),
  )
}

/** Every virtual address of the cluster's instances, the excluded ones too, with its instance. */
export function virtualAddresses(
  cluster: Cluster,
): readonly { readonly cidr: VirtualAddress; readonly instance: Instance }[] {
  return cluster.instances.flatMap((instance) =>
    [...instance.addresses, ...instance.excluded].map((cidr) => ({ cidr, instance })),
  )
}

/** Addresses that a host must hold as its own to serve what DR (or TUN) hands it: those of such services that list it. */
export function addressesServedBy(cluster: Cluster, host: string, forwarding: 'DR' | 'TUN' = 'DR'): readonly string[] {
  const served = servicesOf(cluster, host, forwarding)
  return [...new Set(served.flatMap(servedAddresses))]
}

/** The services that hand packets to a host in that way. */
export function servicesOf(cluster: Cluster, host: string, forwarding: 'DR' | 'NAT' | 'TUN'): readonly Service[] {
  return cluster.services.filter((service) =>
    [...service.realServers, ...(service.sorryServer ? [service.sorryServer] : [])].some(
      (server) => server.host === host && server.forwarding === forwarding,
    ),
  )
}

/** Whether any server of the cluster is reached in that way. */
export function forwards(cluster: Cluster, forwarding: 'DR' | 'NAT' | 'TUN'): boolean {
  return cluster.services.some(({ realServers, sorryServer }) =>
    [...realServers, ...(sorryServer ? [sorryServer] : [])].some((server) => server.forwarding === forwarding),
  )
}

/** The schedulers in use, each once. */
export function schedulersOf(cluster: Cluster): readonly string[] {
  return [...new Set(cluster.services.map((service) => service.scheduler))].toSorted()
}
