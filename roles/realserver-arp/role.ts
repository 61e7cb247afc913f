import {
  address,
  defaultRoute,
  defaultRoute6,
  defineRole,
  type Facts,
  kernelModule,
  mssClamp,
  type Resources,
  sysctl,
} from 'lbprov'
import { clusterFor, clusterVariables, dutiesOf, familyOf, type Part, virtualServers } from 'lbprov/lvs'
import { iptables, openings, serverOpenings } from '../shared/openings.ts'

/**
 * A real server. With DR it has the virtual addresses, and is silent about them; with TUN it has them at the end of a
 * tunnel; with NAT its answers go back through the directors. Silence comes first: an address without it would answer
 * ARP, and draw the clients past the balancer. The route comes last, and is taken back if it locks us out.
 */
export default defineRole({
  params: {
    ...clusterVariables,
    virtual_servers: virtualServers,
    nat_route: {
      type: 'boolean',
      default: true,
      description:
        'With NAT: the default route of real servers goes through the inside address of the directors, of each family. Default true; false where it does anyway.',
    },
    tun_mtu: {
      anyOf: [{ type: 'integer', minimum: 576, maximum: 65535 }, { type: 'null' }],
      default: null,
      description:
        'With TUN: the MTU of the narrowest way from directors to real servers. The tunnel takes 20 bytes of it (IPv6: 40), and clients are told to send segments that leave them room. Default: none; a packet of full size is then refused by ICMP, which many networks drop.',
    },
  },
  part: (params): Part => ({
    cluster: params,
    realServer: { prepared: params.nat_route ? ['DR', 'TUN', 'NAT'] : ['DR', 'TUN'] },
  }),
  resources({ host, params, facts, inventory }) {
    const cluster = clusterFor(host, inventory, params)
    const { services, direct, tunnelled, gateways } = dutiesOf(cluster, host, params.nat_route)
    const byNatAlone = direct.length + tunnelled.length === 0 && gateways.length > 0
    return [
      byNatAlone ? [] : silence,
      serverOpenings(services, host.name, facts),
      direct.map((text) => address(whole(text), { interface: 'lo', live: true, boot: true })),
      tunnel(4, tunnelled),
      tunnel(6, tunnelled),
      tunnelOpenings(tunnelled).map((name) => openings([name], facts)),
      clamp(tunnelled, params.tun_mtu, facts),
      params.nat_route ? gateways.map(route) : [],
    ]
  },
})

/** The kernel takes the larger of `all` and the interface's own, so `all` is enough. IPv6 is silent of itself: it answers on the interface that has the address. */
const silence = [
  sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 }),
  sysctl('net.ipv4.conf.all.arp_announce', { value: 2 }),
]

const route = (via: string) => (familyOf(via) === 6 ? defaultRoute6 : defaultRoute)({ via }, { confirm: {} })

const whole = (text: string) => `${text}/${familyOf(text) === 6 ? 128 : 32}`

const ends = {
  4: { module: 'ipip', device: 'tunl0' },
  6: { module: 'ip6_tunnel', device: 'ip6tnl0' },
} as const

/** The module brings the interface, and with it its settings. What comes out of a tunnel came in by another interface: a strict rp_filter drops it. */
function tunnel(family: 4 | 6, addresses: readonly string[]): Resources {
  const own = addresses.filter((text) => familyOf(text) === family)
  const { module, device } = ends[family]
  if (own.length === 0) return []
  const filters = ['all', device].map((name) => sysctl(`net.ipv4.conf.${name}.rp_filter`, { value: 0 }))
  return [
    kernelModule(module, { loaded: true }),
    family === 4 ? filters : [],
    own.map((text) => address(whole(text), { interface: device, live: true, boot: true })),
  ]
}

/** What a segment has room for behind its own headers and that of the tunnel. The answer goes past the directors, so the real server says it. */
function clamp(addresses: readonly string[], mtu: number | null, facts: Facts): Resources {
  if (mtu === null || addresses.length === 0) return []
  const clamps = addresses.map((text) => ({ address: text, mss: mtu - (familyOf(text) === 6 ? 100 : 60) }))
  return [iptables(facts), mssClamp(clamps, { firewall: facts.firewall })]
}

function tunnelOpenings(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map((text) => (familyOf(text) === 6 ? 'ipv6' : 'ipip')))]
}
