import { describe, expect, it } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { maskKeepalivedConf } from '../../../src/lvs/conf/secrets.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { unsupportedWords } from '../../../src/lvs/keepalived/words.ts'
import { tableDrift } from '../../../src/lvs/table/drift.ts'
import { parseIpvsadm, tableOf } from '../../../src/lvs/table/ipvsadm.ts'
import { installed, testedBy } from './support/keepalived.ts'
import { changed, exampleInventory, exampleVars, type Vars } from './support/site.ts'

const clusterOf = (vars: Vars) => {
  const { cluster, findings } = resolveCluster(vars as ClusterData, exampleInventory(vars))
  expect(findings).toEqual([])
  return cluster
}
const dir1 = {
  name: 'dir1',
  address: '192.168.1.220',
  priority: 100,
  peers: [{ name: 'dir2', address: '192.168.1.221' }],
}
const dir2 = {
  name: 'dir2',
  address: '192.168.1.221',
  priority: 98,
  peers: [{ name: 'dir1', address: '192.168.1.220' }],
}
const versions = ['1.2.2', '1.2.7', '1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.7', '2.2.8', '2.3.3']
const render = (vars: Vars, version: string, director = dir1) => keepalivedConf(clusterOf(vars), director, version)

describe('keepalived.conf', () => {
  it.each(versions)('of the example is as it was, for %s', async (version) => {
    await expect(render(exampleVars(), version)).toMatchFileSnapshot(
      `../../fixtures/lvs/keepalived/example-${version}.conf`,
    )
  })

  it('of two directors differs in router_id and priority alone', () => {
    const [first, second] = [dir1, dir2].map((director) => render(exampleVars(), '2.2.7', director).split('\n'))
    const differing = first!.flatMap((text, i) => (text === second![i] ? [] : [text.trim()]))
    expect(differing).toEqual(['router_id dir1', 'priority 100'])
  })

  it.each(versions.slice(3))('has unicast peers of the family of the addresses, for %s', async (version) => {
    const virtual_ipaddress = ['fe80::225/64', 'fd00::225/128']
    const VI_1 = { interface: 'em1', virtual_router_id: 51, unicast: true, virtual_ipaddress }
    const director = {
      ...dir1,
      address6: 'fd00::220',
      peers: [
        { name: 'dir2', address: '192.168.1.221', address6: 'fd00::221' },
        { name: 'dir3', address: 'fd00::222' },
        { name: 'dir4', address: '192.168.1.223' },
      ],
    }
    const conf = render({ vrrp_instances: { VI_1 } }, version, director)
    expect(conf).toContain('unicast_src_ip fd00::220\n')
    expect(conf).toMatch(/unicast_peer \{\n\s+fd00::221\n\s+fd00::222\n\s+\}/)
    if (installed && version === '2.2.7') expect(testedBy(conf)).toEqual({ status: 0, stderr: '' })
  })

  it('says retry where TCP_CHECK has it, and why not where it has not', () => {
    expect(render(exampleVars(), '1.2.20')).toMatch(
      /TCP_CHECK \{\n\s+connect_timeout 1\n\s+retry 1\n\s+delay_before_retry 1\n/,
    )
    const old = render(exampleVars(), '1.2.13')
    expect(old).not.toMatch(/^\s*(retry|delay_before_retry|nb_get_retry)/m)
    expect(old).toContain("# keepalived 1.2.13 can't retry in TCP_CHECK")
  })

  it.each([
    ['1.3.6', 'nb_get_retry 1'],
    ['1.3.7', 'retry 1'],
  ])('says for %s in HTTP_GET: %s', (version, words) => {
    const check = { url: { path: '/' }, retry: 1 }
    const vars = changed(
      changed(exampleVars(), ['virtual_servers', 0, 'HTTP_GET'], check),
      ['virtual_servers', 0, 'TCP_CHECK'],
      undefined,
    )
    expect(render(vars, version)).toMatch(new RegExp(`^\\s*${words}$`, 'm'))
  })

  it('keeps its password out of sight', () => {
    const text = render(exampleVars(), '2.2.7')
    expect(maskKeepalivedConf(text)).toBe(text.replace('k7Qm2xZt', '‹secret›'))
  })
})

describe('real servers of a firewall mark', () => {
  const marks = [80, 443].map((port) => ({ address: '192.168.1.225', port }))
  const marked = (words: object) =>
    changed(exampleVars(), ['virtual_servers', 0], {
      fwmark: 8,
      marks,
      sorry_server: '192.168.1.224',
      real_servers: ['rs1'],
      TCP_CHECK: { connect_port: 80 },
      ...words,
    })
  const heads = (vars: Vars, version: string) =>
    [...render(vars, version).matchAll(/^ *((?:real|sorry)_server .*?)(?: \{)?$/gm)].map(([, head]) => head)

  it.each([
    ['1.2.13', ' 0'],
    ['1.3.5', ' 0'],
    ['2.0.6', ' 0'],
    ['2.0.10', ' 80'],
    ['2.0.14', ' 80'],
    ['2.0.15', ''],
    ['2.2.8', ''],
  ])('have for %s the port%s', (version, port) => {
    const expected = [`sorry_server 192.168.1.224${port}`, `real_server 192.168.1.222${port}`]
    expect(heads(marked({}), version)).toEqual(expected)
    const group = changed(marked({ fwmark: undefined, marks: undefined, group: 'web' }), ['virtual_server_groups'], {
      web: [{ fwmark: 8, marks }],
    })
    expect(heads(group, version)).toEqual(expected)
  })

  it('have some port where it is not known which packets get the mark, and 2.0.10 wants one', () =>
    expect(heads(marked({ marks: undefined }), '2.0.10')[1]).toBe('real_server 192.168.1.222 1'))

  it.each([
    ['2.0.10', 'NAT', marks, true],
    ['2.0.10', 'NAT', marks.slice(1), false],
    ['2.0.10', 'NAT', undefined, true],
    ['2.0.10', 'TUN', marks, false],
    ['1.3.5', 'NAT', marks, false],
    ['2.0.15', 'NAT', marks, false],
  ])('for %s with %s are refused where the port would change packets', (version, lb_kind, packets, refused) => {
    const found = unsupportedWords(clusterOf(marked({ lb_kind, marks: packets })), version)
    expect(found.map(({ path, rule }) => [path, rule])).toEqual(refused ? [[[0, 'lb_kind'], 'L26']] : [])
  })

  it('are in the table as keepalived puts them there, and found in it with any port', () => {
    const cluster = clusterOf(marked({}))
    const servers = (version?: string) => [...tableOf(cluster, version)[0]!.servers.keys()]
    expect([servers(), servers('2.2.8'), servers('2.0.10')]).toEqual([
      ['192.168.1.222:0'],
      ['192.168.1.222:0'],
      ['192.168.1.222:80'],
    ])
    const live = ['-A -f 8 -s wrr', '-a -f 8 -r 192.168.1.222:80 -g -w 1'].join('\n')
    expect(tableDrift(cluster, parseIpvsadm(live))).toEqual([])
  })
})

describe('addresses with use_vmac', () => {
  const lines = (words: object, version: string) => {
    const own = { interface: 'em1', virtual_router_id: 51, virtual_ipaddress: ['10.0.0.9/24'], ...words }
    const text = render(changed(exampleVars(), ['vrrp_instances', 'VI_1'], own), version)
    return [...text.matchAll(/^ *((?:10|2001)[.:]\S* *dev .*|(?:10|2001)[.:]\S*)$/gm)].map(([, line]) => line)
  }
  const virtual_ipaddress_excluded = ['10.0.0.10', { address: '10.0.0.11', dev: 'em2' }, '2001:db8::9']

  it.each(['1.3.5', '2.0.10', '2.1.5'])('name no interface for %s, so they are on the virtual one', (version) => {
    expect(lines({ use_vmac: true, virtual_ipaddress_excluded }, version)).toEqual([
      '10.0.0.9/24',
      '10.0.0.10/32',
      '10.0.0.11/32 dev em2',
      '2001:db8::9/128 dev em1',
    ])
    const named = [{ address: '10.0.0.9/24', dev: 'vrrp.51' }]
    expect(lines({ use_vmac: 'vrrp.51', virtual_ipaddress: named }, version)).toEqual(['10.0.0.9/24'])
    expect(lines({ use_vmac: false }, version)).toEqual(['10.0.0.9/24 dev em1'])
    expect(lines({ use_vmac: true }, '2.2.0')).toEqual(['10.0.0.9/24 dev em1'])
  })
})

describe('words that a version lacks', () => {
  it.each([
    ['1.3.5', ['vrrp_instances', 'VI_1', 'version'], 3, null],
    ['1.2.7', ['vrrp_instances', 'VI_1', 'unicast'], true, 'keepalived 1.2.7 has no unicast_peer, which unicast takes'],
    ['1.2.10', ['vrrp_instances', 'VI_1', 'unicast'], true, null],
    ['1.2.7', ['virtual_servers', 0, 'ops'], true, 'keepalived 1.2.7 has no virtual_server ops'],
    ['1.2.2', ['virtual_servers', 0, 'ops'], false, null],
    ['1.2.13', ['vrrp_instances', 'VI_1', 'version'], 3, 'keepalived 1.2.13 has no vrrp_instance version 3'],
    ['1.3.5', ['virtual_servers', 0, 'lb_algo'], 'mh', 'keepalived 1.3.5 has no virtual_server lb_algo mh'],
    [
      '1.3.5',
      ['virtual_servers', 0, 'real_servers', 0],
      { host: 'rs1', lb_kind: 'NAT' },
      'keepalived 1.3.5 has no real_server lb_kind',
    ],
    [
      '2.0.10',
      ['virtual_servers', 0, 'real_servers', 0],
      { host: 'rs1', weight: 0 },
      'keepalived 2.0.10 makes weight 1 of weight 0',
    ],
    ['2.0.16', ['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', weight: 0 }, null],
    [
      '2.1.5',
      ['virtual_servers', 0, 'real_servers', 0],
      { host: 'rs1', weight: 0 },
      'keepalived 2.1.5 makes weight 1 of weight 0',
    ],
    ['2.2.0', ['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', weight: 0 }, null],
    ['1.3.5', ['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', weight: 0 }, null],
    ['2.0.20', ['virtual_servers', 0, 'PING_CHECK'], {}, 'keepalived 2.0.20 has no PING_CHECK'],
    ['2.1.5', ['virtual_servers', 0, 'UDP_CHECK'], { payload: '1b' }, 'keepalived 2.1.5 has no UDP_CHECK payload'],
    [
      '2.0.10',
      ['virtual_servers', 0, 'HTTP_GET'],
      { url: { path: '/', status_code: '200-299' } },
      'keepalived 2.0.10 has no url status_code list',
    ],
    [
      '1.3.5',
      ['virtual_servers', 0, 'MISC_CHECK'],
      { misc_path: '/bin/true', retry: 1 },
      'keepalived 1.3.5 has no MISC_CHECK retry',
    ],
    [
      '1.2.13',
      ['vrrp_instances', 'VI_1', 'virtual_ipaddress'],
      Array.from({ length: 21 }, (_, i) => `10.0.0.${i + 1}`),
      'keepalived 1.2.13 takes 20 addresses an instance; there are 21',
    ],
  ] as const)('%s, %j: %j', (version, path, value, message) => {
    const isCheck = String(path.at(-1)).endsWith('CHECK') || path.at(-1) === 'HTTP_GET'
    const base = isCheck ? changed(exampleVars(), ['virtual_servers', 0, 'TCP_CHECK'], undefined) : exampleVars()
    const found = unsupportedWords(clusterOf(changed(base, path, value)), version)
    expect(found.map((finding) => finding.message)).toEqual(message === null ? [] : [message])
  })

  it.each(versions)('are none in the example, for %s', (version) => {
    expect(unsupportedWords(clusterOf(exampleVars()), version)).toEqual([])
  })
})

describe.skipIf(!installed)(`keepalived ${installed} itself`, () => {
  it('finds nothing to say of the example', () => {
    expect(testedBy(render(exampleVars(), installed!))).toEqual({ status: 0, stderr: '' })
    expect(testedBy(render(exampleVars(), installed!, dir2))).toEqual({ status: 0, stderr: '' })
  })

  it('would say so if there were something', () => {
    expect(testedBy(render(exampleVars(), installed!).replace('retry 1', 'nb_get_retry 1'))).toMatchObject({
      status: 5,
    })
  })
})
