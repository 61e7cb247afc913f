import { describe, expect, it } from 'vitest'
import {
  addressesServedBy,
  type ClusterData,
  resolveCluster,
  schedulersOf,
  virtualAddresses,
} from '../../../src/lvs/cluster/cluster.ts'
import { changed, exampleInventory, exampleVars, hostOf, inventoryOf } from './support/site.ts'

const resolve = (vars = exampleVars(), inventory = exampleInventory(vars)) =>
  resolveCluster(vars as ClusterData, inventory)

describe('resolveCluster', () => {
  it('finds the real servers of the example by their names', () => {
    const { cluster, findings } = resolve()
    expect(findings).toEqual([])
    const servers = cluster.services[0]!.realServers.map(({ host, address, port, weight }) => ({
      host,
      address,
      port,
      weight,
    }))
    expect(servers).toEqual([
      { host: 'rs1', address: '192.168.1.222', port: 80, weight: 1 },
      { host: 'rs2', address: '192.168.1.223', port: 80, weight: 1 },
    ])
  })

  it('fills in what was left out', () => {
    const bare = { virtual_servers: [{ address: '192.168.1.225', port: 80, real_servers: ['rs1'] }] }
    const service = resolveCluster(bare, exampleInventory()).cluster.services[0]!
    expect(service).toMatchObject({
      protocol: 'TCP',
      scheduler: 'wrr',
      forwarding: 'DR',
      delayLoop: 6,
      checkers: [],
      persistenceTimeout: null,
    })
  })

  it('takes the variable address before the address that ssh goes to', () => {
    const hosts = [hostOf('rs1', '10.9.9.9', { address: '192.168.1.222' }), hostOf('rs2', '192.168.1.223', {})]
    const { cluster } = resolve(exampleVars(), inventoryOf(hosts))
    expect(cluster.services[0]!.realServers[0]!.address).toBe('192.168.1.222')
  })

  describe('of IPv6', () => {
    const six = (...real_servers: unknown[]) =>
      changed(exampleVars(), ['virtual_servers', 0], { address: '2001:db8::225', port: 80, real_servers })
    const hosts = [hostOf('rs1', '192.168.1.222', { address6: '2001:db8::222' }), hostOf('rs2', '192.168.1.223', {})]

    it('takes the variable address6', () => {
      const { cluster, findings } = resolve(six('rs1', { host: 'rs2', address: '2001:db8::223' }), inventoryOf(hosts))
      expect(findings).toEqual([])
      expect(cluster.services[0]!.realServers).toMatchObject([
        { host: 'rs1', address: '2001:db8::222' },
        { host: 'rs2', address: '2001:db8::223' },
      ])
    })

    it('knows the address as that host', () => {
      const { cluster } = resolve(six('2001:db8::222'), inventoryOf(hosts))
      expect(cluster.services[0]!.realServers).toMatchObject([{ host: 'rs1' }])
    })

    it('refuses hosts and addresses of the other family', () => {
      const { findings } = resolve(six('rs2', '192.168.1.222'), inventoryOf(hosts))
      expect(findings.map(({ message }) => message)).toEqual([
        'rs2 has no IPv6 address',
        '192.168.1.222 is no IPv6 address, which DR to this virtual server needs',
      ])
    })
  })

  it('knows an address that a host of the inventory has as that host', () => {
    const vars = changed(exampleVars(), ['virtual_servers', 0, 'real_servers', 0], {
      address: '192.168.1.222',
      weight: 3,
    })
    expect(resolve(vars).cluster.services[0]!.realServers[0]).toMatchObject({ host: 'rs1', weight: 3 })
  })

  it.each([
    [
      'an unknown name',
      ['virtual_servers', 0, 'real_servers', 1],
      'rs3',
      'rs3 is no host of the inventory, and no address',
      'Did you mean rs2?',
    ],
    [
      'neither name nor address',
      ['virtual_servers', 0, 'real_servers', 1],
      { port: 80 },
      'a server needs host or address',
      expect.any(String),
    ],
    [
      'a bad virtual address',
      ['vrrp_instances', 'VI_1', 'virtual_ipaddress', 0],
      '192.168.1.256',
      '"192.168.1.256" is no address',
      expect.any(String),
    ],
    [
      'a service without port',
      ['virtual_servers', 0, 'port'],
      undefined,
      'it is not said what is served',
      expect.any(String),
    ],
    [
      'a check of no address',
      ['virtual_servers', 0, 'TCP_CHECK', 'connect_ip'],
      'rs1 }',
      '"rs1 }" is no address',
      expect.any(String),
    ],
    [
      'a granularity that is no netmask',
      ['virtual_servers', 0, 'persistence_granularity'],
      '255.0.255.0',
      '"255.0.255.0" is no netmask',
      expect.any(String),
    ],
  ] as const)('says where and what of %s', (_, path, value, message, hint) => {
    const { findings } = resolve(changed(exampleVars(), path, value))
    expect(findings).toMatchObject([{ variable: path[0], message, hint }])
    expect(findings[0]!.path[0]).toBe(path[1])
  })

  it('says of a host without an address how to give it one', () => {
    const { findings } = resolve(
      exampleVars(),
      inventoryOf([hostOf('rs1', 'rs1.example.net', {}), hostOf('rs2', '192.168.1.223', {})]),
    )
    expect(findings).toMatchObject([{ message: 'rs1 has no IPv4 address', path: [0, 'real_servers', 0] }])
  })
})

describe('what hosts are to do', () => {
  it('gives a real server the addresses of the services that list it', () => {
    const { cluster } = resolve()
    expect(addressesServedBy(cluster, 'rs1')).toEqual(['192.168.1.225'])
    expect(addressesServedBy(cluster, 'dir1')).toEqual([])
  })

  it('gives them to a sorry_server, too', () => {
    const vars = changed(exampleVars(), ['virtual_servers', 0, 'sorry_server'], 'dir2')
    expect(addressesServedBy(resolve(vars).cluster, 'dir2')).toEqual(['192.168.1.225'])
  })

  it('lists schedulers and addresses once each', () => {
    const { cluster } = resolve()
    expect(schedulersOf(cluster)).toEqual(['wrr'])
    expect(virtualAddresses(cluster).map(({ cidr }) => cidr.text)).toEqual(['192.168.1.225/32'])
  })
})
