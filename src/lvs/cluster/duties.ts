import { ConfigError } from '../../model/errors.ts'
import type { Host } from '../../model/host.ts'
import { contains, type Family, familyOf } from '../../model/ip-address.ts'
import { addressesServedBy, type Cluster, servicesOf, virtualAddresses } from './cluster.ts'
import { type Finding, located } from './finding.ts'
import { addressOf } from './place.ts'
import { type Service, servedAddresses } from './service.ts'

/** What a host must do to serve what directors hand it. */
export interface Duties {
  /** The services that list it. */
  readonly services: readonly Service[]
  /** Addresses to hold silently on lo, for DR. */
  readonly direct: readonly string[]
  /** Addresses to hold on the end of a tunnel. */
  readonly tunnelled: readonly string[]
  /** Where its answers must go with NAT, of each family that comes so: the inside address that moves between directors. */
  readonly gateways: readonly string[]
}

/** The duties of a host. Throws ConfigError for NAT without an inside address, where `needsGateway`. */
export function dutiesOf(cluster: Cluster, host: Host, needsGateway: boolean): Duties {
  const tunnelled = addressesServedBy(cluster, host.name, 'TUN')
  const inside = insideOf(cluster, host)
  const missing = needsGateway ? inside.filter(({ gateway }) => gateway === null) : []
  if (missing.length > 0) throw new ConfigError(missing.map((one) => located(noInside(one, host), host)))
  const services = (['DR', 'NAT', 'TUN'] as const).flatMap((forwarding) => servicesOf(cluster, host.name, forwarding))
  const gateways = inside.flatMap(({ gateway }) => gateway ?? [])
  return { services: [...new Set(services)], direct: addressesServedBy(cluster, host.name), tunnelled, gateways }
}

/** The families in which any server is reached by NAT. */
export function natFamilies({ services }: Cluster): readonly Family[] {
  const families = services
    .flatMap(serversOf)
    .flatMap(({ forwarding, address }) => (forwarding === 'NAT' ? (familyOf(address) ?? []) : []))
  return [...new Set(families)]
}

/** A family in which a host is reached by NAT, with the first service that says so. */
interface Inside {
  readonly family: Family
  readonly service: Service
  /** Its own there. */
  readonly address: string
  readonly gateway: string | null
}

function insideOf(cluster: Cluster, host: Host): readonly Inside[] {
  const servers = servicesOf(cluster, host.name, 'NAT').flatMap((service) =>
    serversOf(service)
      .filter((server) => server.host === host.name && server.forwarding === 'NAT')
      .map(({ address }) => ({ service, address })),
  )
  return ([4, 6] as const).flatMap((family) => {
    const own = servers.filter(({ address }) => familyOf(address) === family)
    const addresses = [...own.map(({ address }) => address), addressOf(host, family) ?? []].flat()
    const gateway = insideAddress(cluster, addresses)
    return own.slice(0, 1).map(({ service, address }) => ({ family, service, address, gateway }))
  })
}

/** The virtual address whose own network has one of the addresses in it, and which no service is on. */
export function insideAddress(cluster: Cluster, addresses: readonly string[]): string | null {
  const served = cluster.services.flatMap(servedAddresses)
  const inside = virtualAddresses(cluster).find(
    ({ cidr }) => addresses.some((own) => contains(cidr.text, own)) && !served.includes(cidr.address),
  )
  return inside?.cidr.address ?? null
}

function serversOf({ realServers, sorryServer }: Service) {
  return [...realServers, ...(sorryServer ? [sorryServer] : [])]
}

function noInside({ family, service: { index }, address }: Inside, { name }: Host): Finding {
  return {
    rule: 'L16',
    variable: 'virtual_servers',
    path: [index, 'lb_kind'],
    message: `${name} is reached by NAT over IPv${family}, but no virtual address is in its network for its answers to go to`,
    hint: `add to virtual_ipaddress an address with prefix in the network of ${address}, which no service is on, or set nat_route: false where its default route goes through the directors anyway`,
  }
}
