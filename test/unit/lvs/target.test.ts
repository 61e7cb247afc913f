import { describe, expect, it } from 'vitest'
import { addressesServedBy, type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { serviceFamily, serviceSockets } from '../../../src/lvs/cluster/service.ts'
import { configTestStatuses } from '../../../src/lvs/language/version.ts'
import { addressRange } from '../../../src/model/ip-address.ts'
import { changed, exampleInventory, exampleVars, type Vars } from './support/site.ts'

const resolve = (vars: Vars) => resolveCluster(vars as ClusterData, exampleInventory(vars))
const web = [
  { address: '192.168.1.225', port: 80 },
  { address: '192.168.1.226-228', port: 443 },
]
const grouped = (members: unknown = web, words: Vars = {}): Vars => ({
  virtual_server_groups: { web: members },
  virtual_servers: [{ group: 'web', real_servers: ['rs1'], ...words }],
})

describe('addressRange', () => {
  it.each([
    ['192.168.1.225-227', ['192.168.1.225', '192.168.1.226', '192.168.1.227']],
    ['192.168.1.225-225', ['192.168.1.225']],
    ['2001:db8::a-c', ['2001:db8::a', '2001:db8::b', '2001:db8::c']],
    ['192.168.1.225-224', null],
    ['192.168.1.225-256', null],
    ['192.168.1.225', null],
    ['192.168.1.1-2-3', null],
    ['2001:db8::1-g', null],
  ])('%s', (text, expected) => expect(addressRange(text)).toEqual(expected))
})

describe('a group', () => {
  it('is an entry of the table for each address of each member', () => {
    const { cluster, findings } = resolve(grouped())
    expect(findings).toEqual([])
    expect(cluster.services[0]!.endpoints.map(({ address, port }) => `${address} ${port}`)).toEqual([
      '192.168.1.225 80',
      '192.168.1.226 443',
      '192.168.1.227 443',
      '192.168.1.228 443',
    ])
  })

  it.each([
    ['that is not there', grouped(web, { group: 'wbe' }), 'virtual_server_groups has no wbe'],
    [
      'beside an address',
      grouped(web, { address: '192.168.1.225' }),
      'group is given beside address, port, fwmark or marks',
    ],
    ['with a bad address', grouped([{ address: 'x', port: 1 }]), '"x" is no address'],
    ['with a bad range', grouped([{ address: '192.168.1.9-1', port: 1 }]), '"192.168.1.9-1" is no range'],
    ['with a member that says nothing', grouped([{}]), 'it is not said what is served'],
    ['of addresses and marks', grouped([...web, { fwmark: 5 }]), 'web has both addresses and firewall marks'],
  ])('%s is refused', (_, vars, message) => {
    const { cluster, findings } = resolve(vars)
    expect(findings.map((finding) => finding.message)).toEqual([message])
    expect(cluster.services).toEqual([])
  })
})

describe('a firewall mark', () => {
  const mark = (words: Vars) => resolve({ virtual_servers: [{ fwmark: 8, real_servers: ['rs1'], ...words }] })
  const web = [80, 443].map((port) => ({ address: '192.168.1.225', port }))

  it('is one entry of the table, and for every packet that gets it', () => {
    const { cluster, findings } = mark({ marks: [...web, { address: '192.168.1.226', port: 53, protocol: 'UDP' }] })
    const service = cluster.services[0]!
    expect(findings).toEqual([])
    expect(service.endpoints.map(({ fwmark }) => fwmark)).toEqual([8])
    expect(serviceSockets(service).map(({ address, port, protocol }) => `${address} ${port} ${protocol}`)).toEqual([
      '192.168.1.225 80 TCP',
      '192.168.1.225 443 TCP',
      '192.168.1.226 53 UDP',
    ])
    expect(addressesServedBy(cluster, 'rs1')).toEqual(['192.168.1.225', '192.168.1.226'])
  })

  it('has the family of its packets', () => {
    const six = mark({ marks: [{ address: 'fd00::225', port: 80 }], real_servers: ['fd00::222'] })
    expect(six.findings).toEqual([])
    expect(serviceFamily(six.cluster.services[0]!)).toBe(6)
  })

  it.each([
    ['of what is no address', { marks: [{ address: 'web', port: 80 }] }, '"web" is no address'],
    [
      'of both families',
      { marks: [...web, { address: 'fd00::225', port: 80 }] },
      'mark 8 is for packets of both families',
    ],
    ['that is not said', { fwmark: undefined, marks: web }, 'marks are given without fwmark'],
  ])('%s is refused', (_, words, message) =>
    expect(mark(words).findings.map((finding) => finding.message)).toEqual([message]),
  )
})

describe('a name that nothing defines', () => {
  const instance = ['vrrp_instances', 'VI_1'] as const
  const edit = (path: readonly (string | number)[], value: unknown) => changed(exampleVars(), path, value)
  const checkless = edit(['virtual_servers', 0, 'TCP_CHECK'], undefined)

  it.each([
    ['of a script', edit([...instance, 'track_script'], [{ name: 'gate', weight: -5 }]), 'vrrp_scripts has no gate'],
    ['of a process', edit([...instance, 'track_process'], ['named']), 'track_processes has no named'],
    [
      'of an instance',
      { ...exampleVars(), vrrp_sync_groups: { g: { group: ['VI_2'] } } },
      'vrrp_instances has no VI_2',
    ],
    [
      'of the daemon’s instance',
      { ...exampleVars(), lvs_sync_daemon: { interface: 'em1', instance: 'VI_2' } },
      'vrrp_instances has no VI_2',
    ],
    [
      'of a session',
      changed(checkless, ['virtual_servers', 0, 'BFD_CHECK'], [{ name: 'peer' }]),
      'bfd_instances has no peer',
    ],
    [
      'of a file',
      changed(checkless, ['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', FILE_CHECK: { track_file: 'f' } }),
      'track_files has no f',
    ],
  ])('%s is found', (_, vars, message) => {
    expect(resolve(vars).findings.map((finding) => finding.message)).toEqual([message])
  })

  it('has the nearest one as the hint', () => {
    const [finding] = resolve({ ...exampleVars(), vrrp_sync_groups: { g: { group: ['VI_2'] } } }).findings
    expect(finding).toMatchObject({ path: ['g', 'group', 0], hint: 'Did you mean VI_1?' })
  })
})

describe('checkers', () => {
  const own = changed(exampleVars(), ['virtual_servers', 0, 'real_servers', 0], {
    host: 'rs1',
    PING_CHECK: {},
    TCP_CHECK: [{ connect_port: 80 }, { connect_port: 81 }],
  })

  it('of a real server stand in for those of the virtual server', () => {
    const [first, second] = resolve(own).cluster.services[0]!.realServers
    expect(first!.checkers.map(({ name, path }) => `${name} ${path.join('.')}`)).toEqual([
      'TCP_CHECK 0.real_servers.0.TCP_CHECK.0',
      'TCP_CHECK 0.real_servers.0.TCP_CHECK.1',
      'PING_CHECK 0.real_servers.0.PING_CHECK',
    ])
    expect(second!.checkers.map(({ path }) => path)).toEqual([[0, 'TCP_CHECK']])
  })
})

describe('configTestStatuses', () => {
  it.each([
    ['1.3.5', []],
    ['2.1.5', [3, 4, 5]],
    ['2.2.4', [4, 5, 6]],
    ['2.2.7', [2, 4, 5, 6]],
  ])('of %s', (version, statuses) => {
    expect(Object.keys(configTestStatuses(version)).map(Number)).toEqual(statuses)
  })
})
