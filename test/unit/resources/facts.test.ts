import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { askedUnits } from '../../../src/resources/facts/probe.ts'
import { readFacts } from '../../../src/resources/facts/read.ts'
import { interfacesOf } from '../../support/facts.ts'

const fixtures = new URL('../../fixtures/facts/', import.meta.url)

const units = (...active: string[]) =>
  askedUnits.map((unit) => (active.includes(unit) ? 'active' : 'inactive')).join('\n')

describe('family', () => {
  test.each([
    ['rocky', 'rhel centos fedora', 'rhel'],
    ['ubuntu', 'debian', 'debian'],
    ['alpine', '', 'other'],
  ])('of %s', (distribution, like, family) => expect(readFacts({ distribution, like }).family).toBe(family))

  test.each([
    ['CentOS release 6.2 (Final)', 'centos', '6.2'],
    ['Red Hat Enterprise Linux Server release 6.10 (Santiago)', 'rhel', '6.10'],
    ['Scientific Linux release 6.9 (Carbon)', 'scientific', '6.9'],
    ['CentOS Linux release 7.9.2009 (Core)', 'centos', '7.9'],
  ])('of %s', (line, distribution, release) =>
    expect(readFacts({ 'redhat-release': line })).toMatchObject({ family: 'rhel', distribution, release }),
  )
})

describe('who has the say', () => {
  const el = { distribution: 'centos', init: 'systemd' }
  test.each([
    ['EL7 with a dnf from EPEL: yum', { ...el, release: '7', packageTools: ' dnf yum' }, { packageTool: 'yum' }],
    ['EL8: dnf, of which yum is a name', { ...el, release: '8', packageTools: ' dnf yum' }, { packageTool: 'dnf' }],
    ['no package tool', {}, { packageTool: 'none' }],
    ['EL7 without NetworkManager: network scripts', { ...el, units: units('network') }, { network: 'network-scripts' }],
    [
      'a stopped NetworkManager is none',
      { ...el, networkManager: '1.18.8' },
      { network: 'other', networkManager: null },
    ],
    ['Ubuntu: netplan and networkd', { netplan: 'true', units: units('systemd-networkd') }, { network: 'netplan' }],
    [
      'a desktop, whose netplan has NetworkManager for a renderer',
      { netplan: 'true', units: units('NetworkManager') },
      { network: 'NetworkManager' },
    ],
    [
      'both, each with interfaces of its own: networkd takes addresses away',
      { netplan: 'true', units: units('NetworkManager', 'systemd-networkd') },
      { network: 'netplan' },
    ],
    ['EL7 with iptables-services', { ...el, units: units('iptables') }, { firewall: 'iptables' }],
    ['Debian with nftables', { distribution: 'debian', units: units('nftables') }, { firewall: 'nftables' }],
    ['Ubuntu with ufw on', { distribution: 'ubuntu', units: units('nftables'), ufw: 'true' }, { firewall: 'ufw' }],
  ])('%s', (_, seen, facts) => expect(readFacts(seen)).toMatchObject(facts))

  test.each([
    ['1', 'enforcing'],
    ['0', 'permissive'],
    [undefined, 'disabled'],
  ])('SELinux: enforce holds %s', (selinux, state) =>
    expect(readFacts(selinux === undefined ? {} : { selinux }).selinux).toBe(state),
  )
})

describe('keepalived', () => {
  test.each([
    [
      '2.2.7',
      'Keepalived v2.2.7 (01/16,2022)\n\nCopyright(C) 2001-2022\n\nConfig options:  LVS VRRP JSON\n\nSystem options:  VSYSLOG',
      ['LVS', 'VRRP', 'JSON'],
    ],
    [
      '1.3.5',
      'Keepalived v1.3.5 (03/19,2017), git commit v1.3.5-6-g6fa32f2\n\nBuild options:  PIPE2 LVS VRRP\n',
      ['PIPE2', 'LVS', 'VRRP'],
    ],
    ['1.2.13', 'Keepalived v1.2.13 (03/19,2015)\n', []],
  ])('%s', (version, said, options) =>
    expect(readFacts({ keepalived: said })).toMatchObject({ keepalived: version, keepalivedOptions: options }),
  )
  test('none', () => expect(readFacts({})).toMatchObject({ keepalived: null, keepalivedOptions: [] }))
})

describe('what would be installed', () => {
  test.each([
    [
      'yum',
      'Available Packages\nName        : keepalived\nArch        : x86_64\nVersion     : 1.2.13\nRelease     : 5.el6_6\n',
      '1.2.13',
    ],
    ['dnf', 'Available Packages\nName         : keepalived\nEpoch        : 1\nVersion      : 2.2.8\n', '2.2.8'],
    ['apt', 'keepalived:\n  Installed: (none)\n  Candidate: 1:2.2.7-1+b2\n  Version table:\n', '2.2.7'],
  ])('as %s says', (_, said, version) =>
    expect(readFacts({ 'candidate.keepalived': said }).candidates).toEqual(new Map([['keepalived', version]])),
  )
  test.each([
    ['apt', 'keepalived:\n  Installed: (none)\n  Candidate: (none)\n'],
    ['yum', ''],
  ])('nobody knows where %s has no lists', (_, said) =>
    expect(readFacts({ 'candidate.keepalived': said }).candidates).toEqual(new Map()),
  )
})

test('every interface with its addresses, those without any included', () => {
  const addresses = readFileSync(new URL('ip-o-addr.txt', fixtures), 'utf8')
  expect(readFacts({ addresses, links: ' em1 em2 lo' }).interfaces).toEqual(
    interfacesOf({ em1: ['192.168.1.222/24'], em2: [], lo: ['127.0.0.1/8', '192.168.1.225/32', '::1/128'] }),
  )
})

test('names of interfaces and settings are any words at all', () => {
  const addresses = '2: __proto__    inet 192.0.2.1/24\n3: constructor    inet 192.0.2.2/24\n'
  const { interfaces, sysctls } = readFacts({ addresses, links: 'toString', sysctls: '__proto__=1\n=2\nx=\n' })
  expect([...interfaces]).toEqual([
    ['toString', []],
    ['__proto__', ['192.0.2.1/24']],
    ['constructor', ['192.0.2.2/24']],
  ])
  expect([...sysctls]).toEqual([['__proto__', '1']])
})

test.each(['01', 'zzzzzzzz', '0101A8C0 ', '0101A8C0FF'])('a gateway %j is none', (gateway) =>
  expect(readFacts({ gateway }).gateway).toBeNull(),
)

describe('default routes of IPv6', () => {
  const [none, net] = ['0'.repeat(32), '00000000000000000000000000000000 00 00000000000000000000000000000000 00']
  const line = (via: string, metric: string, flags: string, link = 'em1') =>
    `${net} ${via} ${metric} 00000001 00000000 ${flags}      ${link}`
  const router = 'fe80000000000000020000fffe000001'
  const ours = 'fd000000000000000000000000000226'
  test.each(['fe8', `${router}0`, 'z'.repeat(32), ''])('none by way of %j', (via) =>
    expect(readFacts({ routes6: line(via, '00000400', '00450003') })).toMatchObject({ gateway6: null }),
  )

  const unreachable = line(none, 'ffffffff', '00200200', 'lo')

  test.each([
    ['none', [unreachable], null, []],
    [
      'by router advert',
      [line(router, '00000400', '00450003'), unreachable],
      'fe80:0000:0000:0000:0200:00ff:fe00:0001',
      ['em1'],
    ],
    [
      'written by hand, or by NetworkManager',
      [line(ours, '00000064', '00000003')],
      'fd00:0000:0000:0000:0000:0000:0000:0226',
      [],
    ],
    [
      'the one of the lowest metric',
      [line(router, '00000400', '00450003', 'em2'), line(ours, '00000001', '00000003')],
      'fd00:0000:0000:0000:0000:0000:0000:0226',
      ['em2'],
    ],
  ])('%s', (_, lines, gateway6, routerAdverts) =>
    expect(readFacts({ routes6: lines.join('\n') })).toMatchObject({ gateway6, routerAdverts }),
  )
})

test('the default gateway, kernel settings, configured addresses, other balancers and dead repositories', () => {
  const configured = [
    '/etc/sysconfig/network-scripts/ifcfg-em1:0:IPADDR=192.168.1.225',
    '/etc/network/interfaces:  address 192.168.1.220/24 # was 192.168.1.9',
    '',
  ].join('\n')
  const sysctls = 'net/ipv4/ip_forward=0\nnet/ipv4/conf/all/arp_ignore=1\n'
  const found = readFacts({
    gateway: '0101A8C0',
    sysctls,
    configured,
    locks: 'pulse sshd',
    deadRepositories: ' base  epel ',
  })
  expect(found).toMatchObject({
    gateway: '192.168.1.1',
    sysctls: new Map([
      ['net.ipv4.ip_forward', '0'],
      ['net.ipv4.conf.all.arp_ignore', '1'],
    ]),
    configuredAddresses: new Map([
      ['192.168.1.225', '/etc/sysconfig/network-scripts/ifcfg-em1:0'],
      ['192.168.1.220', '/etc/network/interfaces'],
    ]),
    balancers: ['pulse'],
    deadRepositories: ['base', 'epel'],
  })
  expect(readFacts({})).toMatchObject({
    gateway: null,
    sysctls: new Map(),
    configuredAddresses: new Map(),
    balancers: [],
    deadRepositories: [],
  })
})
