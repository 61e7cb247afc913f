import { expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster.ts'
import { dutiesOf, natFamilies } from '../../../src/lvs/duties.ts'
import { exampleInventory, factsOf, type Vars } from './support/site.ts'

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
const duties = (name: string, release = 'el9', needsGateway = true) =>
  dutiesOf(cluster, inventory.host(name)!, factsOf(release), needsGateway)

it('of a host are those of all services that list it', () => {
  expect(duties('rs1')).toMatchObject({ direct: ['192.168.1.225'], tunnelled: [], gateway: '192.168.1.1' })
  expect(duties('rs2')).toMatchObject({ direct: [], tunnelled: ['192.168.1.225'], gateway: null })
  expect(duties('rs1').services.map(({ index }) => index)).toEqual([1, 0])
})

it('of a sorry server are no others', () => expect(duties('dir2').gateway).toBe('192.168.1.1'))

it('of a tunnel end are refused on EL6', () => expect(() => duties('rs2', 'el6')).toThrow('EL6'))

it('name the families of NAT', () => expect(natFamilies(cluster)).toEqual([4, 6]))
