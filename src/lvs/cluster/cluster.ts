import type { Inventory } from '../../model/host.ts'
import { type ClusterData, clusterVariables } from '../language/cluster.ts'
import type { Finding } from './finding.ts'
import { type Instance, resolveInstance, type VirtualAddress } from './instance.ts'
import { unknownNames } from './references.ts'
import { resolveService, type Service, servedAddresses } from './service.ts'

export type { ClusterData } from '../language/cluster.ts'
export type { Instance, VirtualAddress } from './instance.ts'

/** What directors and real servers of one cluster agree on. */
export interface Cluster {
  readonly instances: readonly Instance[]
  readonly services: readonly Service[]
  /** Everything as it was given: sync groups, scripts and the like are only passed on to keepalived. */
  readonly words: ClusterData
}

/** A cluster, and what is wrong with the data that it was read from. */
export interface Resolved {
  readonly cluster: Cluster
  readonly findings: readonly Finding[]
}

/** Of each inventory what has been read, by its virtual servers or instances: every role asks on every host of a cluster. */
const known = new WeakMap<Inventory, WeakMap<object, Resolved>>()

/** Reads the data against the inventory. What could not be read is in `findings` and left out of the cluster. */
export function resolveCluster(data: ClusterData, inventory: Inventory): Resolved {
  const key = data.virtual_servers ?? data.vrrp_instances
  if (!key) return newlyResolved(data, inventory)
  const all = known.get(inventory) ?? new WeakMap<object, Resolved>()
  known.set(inventory, all)
  const before = all.get(key)
  if (before && sameData(before.cluster.words, data)) return before
  const resolved = newlyResolved(data, inventory)
  all.set(key, resolved)
  return resolved
}

const variables = Object.keys(clusterVariables) as readonly (keyof ClusterData)[]

const sameData = (one: ClusterData, other: ClusterData) => variables.every((name) => one[name] === other[name])

function newlyResolved(data: ClusterData, inventory: Inventory): Resolved {
  const findings: Finding[] = []
  const report = (finding: Finding) => void findings.push(finding)
  const version = data.global_defs?.vrrp_version ?? 2
  const instances = Object.entries(data.vrrp_instances ?? {}).map(([name, words]) =>
    resolveInstance(name, words, version, report),
  )
  const services = (data.virtual_servers ?? []).map((words, index) =>
    resolveService(words, index, { inventory, groups: data.virtual_server_groups ?? {}, report }),
  )
  const cluster = { instances, services: services.filter((service) => service !== null), words: data }
  return { cluster, findings: [...findings, ...unknownNames(data)] }
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
