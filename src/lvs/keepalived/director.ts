import { ConfigError } from '../../model/errors.ts'
import type { Facts } from '../../model/facts.ts'
import type { Host, Inventory } from '../../model/host.ts'
import { contains, familyOf } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import { type Cluster, type ClusterData, type Instance, resolveCluster } from '../cluster/cluster.ts'
import type { Director } from '../cluster/director.ts'
import { type Finding, located } from '../cluster/finding.ts'
import { interfacesNamed } from '../cluster/interfaces.ts'
import { lackingOn } from '../cluster/local.ts'
import { addressOf } from '../cluster/place.ts'
import type { Service } from '../cluster/service.ts'
import { atLeast, keepalivedOf } from '../language/version.ts'
import { unicastAddresses } from './instance.ts'
import { keepalivedConf } from './keepalived-conf.ts'
import { missingOptions, unsupportedWords } from './words.ts'

/** The cluster that a host's variables describe, as that host has it. Throws ConfigError with every place that can't be read. */
export function clusterFor(host: Host, inventory: Inventory, data: ClusterData): Cluster {
  const { cluster, findings } = resolveCluster(data, inventory, host.name)
  refuse(findings, host)
  return cluster
}

/** The director that a host is: its peers are the other hosts of the group. */
export function directorFor(host: Host, inventory: Inventory, priority: number, group: string): Director {
  const others = (inventory.groups.get(group) ?? []).filter((name) => name !== host.name)
  const peers = others.map((name) => ({ name, ...whereaboutsOf(inventory.host(name)!) }))
  return { name: host.name, ...whereaboutsOf(host), priority, peers }
}

export const whereaboutsOf = (host: Host) => ({ address: addressOf(host), address6: addressOf(host, 6) })

/** keepalived.conf for a host as its facts are, and the version it is for. Throws ConfigError for what can't work there. */
export function keepalivedFor(
  cluster: Cluster,
  director: Director,
  host: Host,
  facts: Facts,
): { readonly content: string; readonly version: string } {
  const version = keepalivedOf(facts)
  const missing = [...lackingOn(cluster.byDirector, director.name), ...missingOptions(cluster, facts.keepalivedOptions)]
  refuse([...missing, ...unsupportedWords(cluster, version), ...misfits(cluster, director, facts)], host)
  return { content: keepalivedConf(cluster, director, version), version }
}

/** What the host's interfaces contradict (L08, L14, L31); nothing where they are not known. */
export function misfits(cluster: Cluster, director: Director, facts: Facts): readonly Finding[] {
  const { interfaces } = facts
  if (interfaces.size === 0) return []
  const held = [...interfaces.values()].flat()
  return [
    ...missingInterfaces(cluster, director, interfaces),
    ...withoutEth0(cluster, director, facts),
    ...cluster.instances.flatMap((instance) => foreignSource(instance, director, held)),
    ...cluster.services.flatMap((service) => unreachable(service, director, held)),
  ]
}

function refuse(findings: readonly Finding[], host: Host): void {
  if (findings.length > 0) throw new ConfigError(findings.map((finding) => located(finding, host)))
}

function missingInterfaces(cluster: Cluster, director: Director, interfaces: Facts['interfaces']): readonly Finding[] {
  const mayComeLater = cluster.words.global_defs?.dynamic_interfaces ?? false
  return (mayComeLater ? [] : interfacesNamed(cluster, director.name))
    .filter(({ device }) => !interfaces.has(device))
    .map(({ device, variable, path }) => ({
      rule: 'L31',
      variable,
      path,
      message: `${director.name} has no interface ${device}`,
      hint: `write one that it has: ${[...interfaces.keys()].filter((name) => name !== 'lo').join(', ')}`,
    }))
}

/** Before 1.2.20 (EL6) a static address is passed over where there is no eth0, whatever its dev. */
function withoutEth0({ words }: Cluster, { name }: Director, facts: Facts): readonly Finding[] {
  const version = keepalivedOf(facts)
  const isPassedOver = own(words.static_ipaddress, name)?.length && !facts.interfaces.has('eth0')
  if (!isPassedOver || atLeast(version, '1.2.20')) return []
  return [
    {
      rule: 'L31',
      variable: 'static_ipaddress',
      path: [name],
      message: `keepalived ${version} has no static address on a host without eth0, as ${name}`,
      hint: 'have the network configuration of the host set the addresses, and take them out here',
    },
  ]
}

function foreignSource(instance: Instance, director: Director, cidrs: readonly string[]): readonly Finding[] {
  const { name, words } = instance
  const host = director.name
  const address = unicastAddresses(instance, director).own
  if (!words.unicast || address === null || cidrs.some((cidr) => cidr.startsWith(`${address}/`))) return []
  return [
    {
      rule: 'L08',
      variable: 'vrrp_instances',
      path: [name, 'unicast'],
      message: `unicast adverts of ${host} would come from ${address}, which it does not have`,
      hint: sourceHint(instance, host, cidrs),
    },
  ]
}

/** What unicast_src_ip says goes before what the host itself is known by. */
function sourceHint({ words, family }: Instance, host: string, cidrs: readonly string[]): string {
  const found = cidrs.map((cidr) => cidr.split('/', 1)[0]!).filter((address) => familyOf(address) === family)
  const [first, ...others] = found.filter((address) => !isLocal(address))
  const variable = family === 6 ? 'address6' : 'address'
  const place =
    own(words.unicast_src_ip ?? {}, host) === undefined
      ? `host_vars/${host}.yml: ${variable}`
      : `unicast_src_ip: ${host}`
  const rest = others.length > 0 ? `; it has ${others.join(', ')} too` : ''
  return `write one that it has in ${place}: ${first ?? '…'}${rest}`
}

/** Of no use to other hosts: loopback, and of IPv6 what every network has. */
function isLocal(address: string): boolean {
  return ['127.0.0.0/8', '::1/128', 'fe80::/10'].some((network) => contains(network, address))
}

/** DR hands frames over within one network segment. */
function unreachable({ realServers }: Service, { name }: Director, own: readonly string[]): readonly Finding[] {
  return realServers
    .filter(({ forwarding, address }) => forwarding === 'DR' && !own.some((cidr) => contains(cidr, address)))
    .map(({ address, host, path }) => ({
      rule: 'L14',
      variable: 'virtual_servers',
      path,
      message: `real server ${host ?? address} (${address}) is in no network of ${name}`,
      hint: `take a real server in a network of ${name} (${own.filter((cidr) => !isLocal(cidr.split('/', 1)[0]!)).join(', ')}), or lb_kind: TUN for this one`,
    }))
}
