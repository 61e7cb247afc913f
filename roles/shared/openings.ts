import { type Facts, firewall, majorRelease, pkg, type Resource, type Resources } from 'lbprov'
import { type Cluster, serviceSockets } from 'lbprov/lvs'

/** The ports of the cluster's services, let in where there is a firewall. IPVS takes its packets only after the filter has. */
export function serviceOpenings({ services }: Cluster, facts: Facts): Resources {
  const ports = services
    .flatMap(serviceSockets)
    .filter(({ port }) => port > 0)
    .map(({ address, port, protocol }) => opening(`${port}/${protocol.toLowerCase()}`, address, facts))
  return openings(ports, facts)
}

/** The ports at which a host serves them: with NAT they need not be the services' own. Packets with a firewall mark keep theirs. */
export function serverOpenings(services: Cluster['services'], host: string, facts: Facts): Resources {
  const ports = services.flatMap((service) => {
    const { realServers, sorryServer, endpoints, protocol } = service
    const own = [...realServers, ...(sorryServer ? [sorryServer] : [])].filter((server) => server.host === host)
    const isMarked = endpoints.some(({ fwmark }) => fwmark !== null)
    const sockets = isMarked ? serviceSockets(service) : own.map(({ address, port }) => ({ address, port, protocol }))
    return sockets.filter(({ port }) => port > 0)
  })
  return openings(
    ports.map(({ address, port, protocol }) => opening(`${port}/${protocol.toLowerCase()}`, address, facts)),
    facts,
  )
}

/** The package of the iptables command, which has another name from EL9 on. */
export function iptables(facts: Facts): Resource {
  const isNft = facts.family === 'rhel' && majorRelease(facts) >= 9
  return pkg(isNft ? 'iptables-nft' : 'iptables', { installed: true })
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
