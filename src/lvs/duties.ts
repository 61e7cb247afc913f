import { ConfigError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import { contains, type Family, familyOf } from './address.ts'
import { addressesServedBy, type Cluster, servicesOf, virtualAddresses } from './cluster.ts'
import { type Finding, located } from './finding.ts'
import { addressOf } from './place.ts'
import type { Service } from './service.ts'

/** What a host must do to serve what directors hand it. */
export interface Duties {
  /** The services that list it. */
  readonly services: readonly Service[]
  /** Addresses to hold silently on lo, for DR. */
  readonly direct: readonly string[]
  /** Addresses to hold on the end of a tunnel. */
  readonly tunnelled: readonly string[]
  /** Where its answers must go with NAT: the inside address that moves between directors. Null: nothing comes by NAT. */
  readonly gateway: string | null
}

/** The duties of a host. Throws ConfigError for what it can't do: a tunnel on EL6 or, where `needsGateway`, NAT without an inside address. */
export function dutiesOf(cluster: Cluster, host: Host, { init }: Facts, needsGateway: boolean): Duties {
  const tunnelled = addressesServedBy(cluster, host.name, 'TUN')
  const nat = servicesOf(cluster, host.name, 'NAT')
  const gateway = nat.length > 0 ? insideAddress(cluster, host) : null
  const findings = [
    ...(tunnelled.length > 0 && init === 'sysv' ? [oldTunnel(servicesOf(cluster, host.name, 'TUN')[0]!, host)] : []),
    ...(needsGateway && nat.length > 0 && gateway === null ? [noInside(nat[0]!, host)] : []),
  ]
  if (findings.length > 0) throw new ConfigError(findings.map((finding) => located(finding, host)))
  const services = (['DR', 'NAT', 'TUN'] as const).flatMap((forwarding) => servicesOf(cluster, host.name, forwarding))
  return { services: [...new Set(services)], direct: addressesServedBy(cluster, host.name), tunnelled, gateway }
}

/** The families in which any server is reached by NAT. */
export function natFamilies({ services }: Cluster): readonly Family[] {
  const servers = services.flatMap(({ realServers, sorryServer }) => [
    ...realServers,
    ...(sorryServer ? [sorryServer] : []),
  ])
  const families = servers.flatMap(({ forwarding, address }) => (forwarding === 'NAT' ? (familyOf(address) ?? []) : []))
  return [...new Set(families)]
}

/** The virtual address whose own network has the host in it, and which no service is on. */
function insideAddress(cluster: Cluster, host: Host): string | null {
  const own = addressOf(host)
  const served = cluster.services.flatMap(({ endpoints }) => endpoints.flatMap(({ address }) => address ?? []))
  const inside = virtualAddresses(cluster).find(
    ({ cidr }) => own !== null && contains(cidr.text, own) && !served.includes(cidr.address),
  )
  return inside?.cidr.address ?? null
}

function oldTunnel({ index }: Service, { name }: Host): Finding {
  return {
    rule: 'lb_kind',
    variable: 'virtual_servers',
    path: [index, 'lb_kind'],
    message: `${name} is on EL6, where no role sets up a tunnel`,
    hint: 'take DR or NAT for it, or a newer release',
  }
}

function noInside({ index }: Service, { name }: Host): Finding {
  return {
    rule: 'L16',
    variable: 'virtual_servers',
    path: [index, 'lb_kind'],
    message: `${name} is reached by NAT, but no virtual address is in its network for its answers to go to`,
    hint: 'add an instance on the inside with an address and prefix: virtual_ipaddress: [10.0.0.1/24], or set nat_route: false where its default route goes through the directors anyway',
  }
}
