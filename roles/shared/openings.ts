import { type Facts, firewall, type Resources } from 'lbprov'
import type { Cluster } from 'lbprov/lvs'

/** The ports of the cluster's services, let in where there is a firewall. IPVS takes its packets only after the filter has. */
export function serviceOpenings({ services }: Cluster, facts: Facts): Resources {
  const ports = services.flatMap(({ endpoints, protocol }) =>
    endpoints.flatMap(({ address, port }) =>
      address !== null && port > 0 ? [opening(`${port}/${protocol.toLowerCase()}`, address, facts)] : [],
    ),
  )
  return openings(ports, facts)
}

/** The ports at which a host serves them: with NAT they need not be the services' own. */
export function serverOpenings(services: Cluster['services'], host: string, facts: Facts): Resources {
  const ports = services.flatMap(({ realServers, sorryServer, protocol, endpoints }) =>
    [...realServers, ...(sorryServer ? [sorryServer] : [])]
      .filter((server) => server.host === host && server.port > 0)
      .map(({ port }) => opening(`${port}/${protocol.toLowerCase()}`, endpoints[0]?.address ?? '', facts)),
  )
  return openings(ports, facts)
}

/** What is open to the packets of a family: some firewalls have rules of their own for IPv6. */
export function opening(name: string, address: string, { firewall: active }: Facts): string {
  const apart = ['iptables', 'netfilter-persistent', 'ufw'].includes(active)
  return apart && address.includes(':') ? `${name} from ::/0` : name
}

/** Nothing is declared on a host without a firewall. */
export function openings(names: readonly string[], { firewall: active }: Facts): Resources {
  return active === 'none' ? [] : [...new Set(names)].map((name) => firewall(name))
}
