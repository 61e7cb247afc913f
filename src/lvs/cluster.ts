import type { Inventory, Path } from '../model/host.ts'
import { type Cidr, parseCidr } from './address.ts'
import type { Finding } from './finding.ts'
import type { VirtualServerWords } from './schema/virtual-server.ts'
import type { VrrpInstanceWords } from './schema/vrrp-instance.ts'
import { resolveService, type Service } from './service.ts'

/** A VRRP instance with its addresses read. `words` are the user's, for what is only passed on to keepalived. */
export interface Instance {
  readonly name: string
  readonly words: VrrpInstanceWords
  readonly addresses: readonly Cidr[]
  readonly excluded: readonly Cidr[]
  /** Seconds. */
  readonly advertInterval: number
  readonly version: 2 | 3
}

/** What directors and real servers of one cluster agree on. */
export interface Cluster {
  readonly instances: readonly Instance[]
  readonly services: readonly Service[]
}

/** The two variables as YAML holds them, checked against their schemas. */
export interface ClusterData {
  readonly vrrp_instances?: Readonly<Record<string, VrrpInstanceWords>> | undefined
  readonly virtual_servers?: readonly VirtualServerWords[] | undefined
}

/** Reads the data against the inventory. What could not be read is in `findings` and left out of the cluster. */
export function resolveCluster(
  data: ClusterData,
  inventory: Inventory,
): { readonly cluster: Cluster; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const report = (finding: Finding) => void findings.push(finding)
  const instances = Object.entries(data.vrrp_instances ?? {}).map(([name, words]) =>
    resolveInstance(name, words, report),
  )
  const services = (data.virtual_servers ?? []).map((words, index) => resolveService(words, index, inventory, report))
  return { cluster: { instances, services: services.filter((service) => service !== null) }, findings }
}

/** Every virtual address of the cluster's instances, the excluded ones too, with its instance. */
export function virtualAddresses(cluster: Cluster): readonly { readonly cidr: Cidr; readonly instance: Instance }[] {
  return cluster.instances.flatMap((instance) =>
    [...instance.addresses, ...instance.excluded].map((cidr) => ({ cidr, instance })),
  )
}

/** Addresses that a host must hold as its own to serve what DR hands it: those of the DR services that list it. */
export function addressesServedBy(cluster: Cluster, host: string): readonly string[] {
  const listed = cluster.services.filter((service) =>
    [...service.realServers, ...(service.sorryServer ? [service.sorryServer] : [])].some(
      (server) => server.host === host && server.forwarding === 'DR',
    ),
  )
  return [...new Set(listed.flatMap(({ target }) => (target.address === null ? [] : [target.address])))]
}

/** The schedulers in use, each once. */
export function schedulersOf(cluster: Cluster): readonly string[] {
  return [...new Set(cluster.services.map((service) => service.scheduler))].toSorted()
}

function resolveInstance(name: string, words: VrrpInstanceWords, report: (finding: Finding) => void): Instance {
  const read = (key: 'virtual_ipaddress' | 'virtual_ipaddress_excluded') =>
    (words[key] ?? []).flatMap((text, i) => readCidr(text, [name, key, i], report))
  return {
    name,
    words,
    addresses: read('virtual_ipaddress'),
    excluded: read('virtual_ipaddress_excluded'),
    advertInterval: words.advert_int ?? 1,
    version: words.version ?? 2,
  }
}

function readCidr(text: string, path: Path, report: (finding: Finding) => void): readonly Cidr[] {
  const cidr = parseCidr(text)
  if (cidr) return [cidr]
  report({
    rule: 'address',
    variable: 'vrrp_instances',
    path,
    message: `${JSON.stringify(text)} is no address`,
    hint: 'expected an address, with a prefix or without: 192.168.1.225/32',
  })
  return []
}
