import { address, defineRole, sysctl } from 'lbprov'
import { addressesServedBy, clusterFor, clusterVariables, virtualServers } from 'lbprov/lvs'
import { serviceOpenings } from '../shared/openings.ts'

/**
 * A real server that DR hands packets to: it has the virtual addresses, and is silent about them. Silence comes first:
 * an address without it would answer ARP, and draw the clients past the balancer.
 */
export default defineRole({
  params: { ...clusterVariables, virtual_servers: virtualServers },
  resources({ host, params, facts, inventory }) {
    const cluster = clusterFor(host, inventory, params)
    const addresses = addressesServedBy(cluster, host.name)
    const own = {
      ...cluster,
      services: cluster.services.filter((one) => one.realServers.some(({ host: name }) => name === host.name)),
    }
    return [
      // The kernel takes the larger of `all` and the interface's own, so `all` is enough.
      sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 }),
      sysctl('net.ipv4.conf.all.arp_announce', { value: 2 }),
      serviceOpenings(own, facts),
      addresses.map((text) => address(`${text}/32`, { interface: 'lo', live: true, boot: true })),
    ]
  },
})
