import { address, defineRole, type Facts, firewallMarks, kernelModule, type Resources, sysctl } from 'lbprov'
import {
  type Cluster,
  clusterFor,
  clusterVariables,
  natFamilies,
  type Part,
  takesPortsAgain,
  virtualAddresses,
  vrrpInstances,
} from 'lbprov/lvs'
import { iptables } from '../shared/openings.ts'
import { directorSysctlsParam, staticParam } from '../shared/params.ts'

/**
 * Kernel settings of a director. The virtual address itself belongs to keepalived, which moves it; only a static
 * director has it for good. A boot unit of lbprov's from a static past is taken away.
 */
export default defineRole({
  params: {
    ...clusterVariables,
    vrrp_instances: vrrpInstances,
    static: staticParam,
    director_sysctls: directorSysctlsParam,
  },
  part: (params): Part => ({ cluster: params, kernel: { addresses: params.static } }),
  resources({ host, params, facts, inventory }) {
    const cluster = clusterFor(host, inventory, params)
    const persistent = cluster.services.some(({ persistenceTimeout }) => persistenceTimeout !== null)
    return [
      // The keys are there only once the module is.
      kernelModule('ip_vs', { loaded: true }),
      sysctl('net.ipv4.vs.expire_nodest_conn', { value: 1 }),
      portReuse(facts),
      persistent ? [sysctl('net.ipv4.vs.expire_quiescent_template', { value: 1 })] : [],
      forwarding(cluster, facts),
      marks(cluster, facts),
      Object.entries(params.director_sysctls).map(([key, value]) => sysctl(key, { value })),
      virtualAddresses(cluster).map(({ cidr, instance }) =>
        address(cidr.text, params.static ? { interface: instance.words.interface, live: true, boot: true } : null),
      ),
    ]
  },
})

/**
 * A client that takes a port again within two minutes is a new one. Else it is sent the way of its last connection, which a
 * change of lb_kind has closed meanwhile. 3: also after the FIN_WAIT in which DR and TUN end; TIME_WAIT alone is the kernel's default.
 */
function portReuse({ kernel }: Facts): Resources {
  return takesPortsAgain(kernel) ? [sysctl('net.ipv4.vs.conn_reuse_mode', { value: 3 })] : []
}

function marks({ services }: Cluster, facts: Facts): Resources {
  const packets = services
    .flatMap(({ endpoints }) => endpoints)
    .flatMap((endpoint) =>
      endpoint.fwmark === null ? [] : endpoint.marks.map((socket) => ({ ...socket, mark: endpoint.fwmark })),
    )
  if (packets.length === 0) return []
  return [iptables(facts), firewallMarks(packets, { firewall: facts.firewall })]
}

/**
 * NAT: the director routes what real servers answer. A redirect would tell one of the same network a way past it; the
 * kernel sends it when `all` or the interface's own says so. IPv6: real servers take redirects from their gateway alone,
 * by its own link-local address. A kernel that forwards forgets what router advertisements taught it unless told before.
 */
function forwarding(cluster: Cluster, { routerAdverts }: Facts): Resources {
  const families = natFamilies(cluster)
  const interfaces = [...new Set(cluster.instances.map(({ words }) => words.interface))]
  return [
    families.includes(4)
      ? [
          sysctl('net.ipv4.ip_forward', { value: 1 }),
          ['all', ...interfaces].map((name) => sysctl(`net/ipv4/conf/${name}/send_redirects`, { value: 0 })),
        ]
      : [],
    families.includes(6)
      ? [
          routerAdverts.map((name) => sysctl(`net/ipv6/conf/${name}/accept_ra`, { value: 2 })),
          sysctl('net.ipv6.conf.all.forwarding', { value: 1 }),
        ]
      : [],
  ]
}
