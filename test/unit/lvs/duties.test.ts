import { describe, expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { dutiesOf, natFamilies } from '../../../src/lvs/cluster/duties.ts'
import { exampleInventory, type Vars } from './support/site.ts'

const vars = {
  vrrp_instances: {
    outside: { interface: 'em2', virtual_router_id: 7, virtual_ipaddress: ['203.0.113.10/24'] },
    inside: { interface: 'em1', virtual_router_id: 8, virtual_ipaddress: ['192.168.1.225', '192.168.1.1/24'] },
  },
  virtual_servers: [
    { address: '203.0.113.10', port: 80, lb_kind: 'NAT', real_servers: ['rs1'] },
    { address: '192.168.1.225', port: 80, real_servers: ['rs1', { host: 'rs2', lb_kind: 'TUN' }] },
    {
      address: '203.0.113.10',
      port: 443,
      lb_kind: 'NAT',
      real_servers: [{ address: '2001:db8::9' }],
      sorry_server: 'dir2',
    },
  ],
} satisfies Vars

const inventory = exampleInventory(vars)
const { cluster } = resolveCluster(vars as ClusterData, inventory)
const duties = (name: string) => dutiesOf(cluster, inventory.host(name)!, true)

it('of a host are those of all services that list it', () => {
  expect(duties('rs1')).toMatchObject({ direct: ['192.168.1.225'], tunnelled: [], gateways: ['192.168.1.1'] })
  expect(duties('rs2')).toMatchObject({ direct: [], tunnelled: ['192.168.1.225'], gateways: [] })
  expect(duties('rs1').services.map(({ index }) => index)).toEqual([1, 0])
})

it('of a sorry server are no others', () => expect(duties('dir2').gateways).toEqual(['192.168.1.1']))

describe('with NAT over IPv6', () => {
  const six = (virtual_ipaddress_excluded: readonly string[]) => {
    const { outside, inside } = vars.vrrp_instances
    const data = {
      vrrp_instances: { outside, inside: { ...inside, virtual_ipaddress_excluded } },
      virtual_servers: [
        vars.virtual_servers[0]!,
        {
          address: 'fd00:9::10',
          port: 80,
          lb_kind: 'NAT',
          real_servers: [{ host: 'rs1', address: 'fd00::222' }, 'rs2'],
        },
      ],
    } satisfies Vars
    const known = exampleInventory(data, { rs2: { address6: 'fd00::223' } })
    const { cluster: dual } = resolveCluster(data as ClusterData, known)
    return (name: string, needsGateway = true) => dutiesOf(dual, known.host(name)!, needsGateway)
  }

  it('the gateway of each family is the inside address of that family', () => {
    const dutiesOf6 = six(['fd00:9::10', 'fd00::1/64'])
    expect(dutiesOf6('rs1').gateways).toEqual(['192.168.1.1', 'fd00::1'])
    expect(dutiesOf6('rs2').gateways).toEqual(['fd00::1'])
  })

  it('the missing inside address is named by its family', () =>
    expect(() => six(['fd00:9::10'])('rs1')).toThrow(
      /rs1 is reached by NAT over IPv6, but no virtual address is in its network.*\n.*in the network of fd00::222, which no service is on/,
    ))

  it('what is said of it helps: such an address, or a default route of its own', () => {
    expect(six(['fd00:9::10', 'fd00::9/64'])('rs1').gateways).toContain('fd00::9')
    expect(six(['fd00:9::10'])('rs1', false).gateways).toEqual(['192.168.1.1'])
  })
})

it('name the families of NAT', () => expect(natFamilies(cluster)).toEqual([4, 6]))
