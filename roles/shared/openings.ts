import { type Facts, firewall, type Resources } from 'lbprov'
import type { Cluster } from 'lbprov/lvs'

/** The ports of the cluster's services, let in where there is a firewall. IPVS takes its packets only after the filter has. */
export function serviceOpenings({ services }: Cluster, facts: Facts): Resources {
  const ports = services.flatMap(({ target, protocol }) =>
    target.fwmark === null && target.port > 0 && protocol !== 'SCTP'
      ? [`${target.port}/${protocol.toLowerCase()}`]
      : [],
  )
  return openings(ports, facts)
}

/** Nothing is declared on a host without a firewall. */
export function openings(names: readonly string[], { firewall: active }: Facts): Resources {
  return active === 'none' ? [] : [...new Set(names)].map((name) => firewall(name))
}
