import { address, defineRole, kernelModule, sysctl } from 'lbprov'
import { clusterFor, clusterVariables, virtualAddresses, vrrpInstances } from 'lbprov/lvs'
import { staticParam } from '../shared/params.ts'

/**
 * Kernel settings of a director. The virtual address itself belongs to keepalived, which moves it; only a static
 * director has it for good. A boot unit of lbprov's from a static past is taken away.
 */
export default defineRole({
  params: { ...clusterVariables, vrrp_instances: vrrpInstances, static: staticParam },
  resources({ host, params, inventory }) {
    const cluster = clusterFor(host, inventory, params)
    const persistent = cluster.services.some(({ persistenceTimeout }) => persistenceTimeout !== null)
    return [
      // The keys are there only once the module is.
      kernelModule('ip_vs', { loaded: true }),
      sysctl('net.ipv4.vs.expire_nodest_conn', { value: 1 }),
      persistent ? [sysctl('net.ipv4.vs.expire_quiescent_template', { value: 1 })] : [],
      virtualAddresses(cluster).map(({ cidr, instance }) =>
        address(cidr.text, params.static ? { interface: instance.words.interface, live: true, boot: true } : null),
      ),
    ]
  },
})
