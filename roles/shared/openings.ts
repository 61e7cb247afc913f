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

/** The iptables service has rules of its own for IPv6. */
function opening(name: string, address: string, { firewall: active }: Facts): string {
  return active === 'iptables' && address.includes(':') ? `${name} from ::/0` : name
}

/** Nothing is declared on a host without a firewall. */
export function openings(names: readonly string[], { firewall: active }: Facts): Resources {
  return active === 'none' ? [] : [...new Set(names)].map((name) => firewall(name))
}
