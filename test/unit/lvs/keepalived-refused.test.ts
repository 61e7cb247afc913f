import { describe, expect, it, test } from 'vitest'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { unsupportedWords } from '../../../src/lvs/keepalived/words.ts'
import { changed, exampleInventory, exampleVars, type Vars } from './support/site.ts'

const clusterOf = (vars: Vars) => resolveCluster(vars as ClusterData, exampleInventory(vars)).cluster
const director = { name: 'dir1', address: '10.0.0.2', priority: 100, peers: [{ name: 'dir2', address: '10.0.0.3' }] }
const lines = (vars: Vars, version: string) =>
  keepalivedConf(clusterOf(vars), director, version)
    .split('\n')
    .map((line) => line.trim())

const instance = (words: object) => {
  const [, own] = Object.entries(exampleVars().vrrp_instances as Record<string, object>)[0]!
  return changed(exampleVars(), ['vrrp_instances', 'VI_1'], { ...own, ...words })
}
const service = (words: object) =>
  changed(exampleVars(), ['virtual_servers', 0], { ...(exampleVars().virtual_servers as object[])[0], ...words })
const marked = { address: undefined, port: undefined, fwmark: 5 }
const six = {
  ip_family: 'inet6',
  real_servers: [{ address: '2001:db8::2' }],
  persistence_timeout: 60,
  persistence_granularity: '64',
}
const ofGlobal = (words: object) => ({ ...exampleVars(), global_defs: words })
const from = { notification_email_from: 'a@example.net' }

/** What is refused from which version on, and from which on it is taken again. */
const cases: readonly (readonly [string, Vars, string, string | null, string])[] = [
  [
    'a netmask',
    service({ persistence_timeout: 60, persistence_granularity: '255.255.255.0' }),
    '1.2.24',
    '1.4.3',
    'refuses every netmask for persistence_granularity',
  ],
  [
    'a prefix length by mark',
    service({ ...marked, ...six }),
    '1.2.2',
    '1.4.0',
    'takes no prefix length for persistence_granularity by mark or group',
  ],
  [
    'every port',
    service({ port: 0, persistence_timeout: 60 }),
    '2.0.7',
    '2.0.15',
    'takes no real server with port 0, which is every port',
  ],
  [
    'a tunnel to the other family',
    service({ lb_kind: 'TUN', real_servers: [{ address: '2001:db8::2' }] }),
    '1.2.2',
    '1.4.0',
    'takes no server of another family: 2001:db8::2',
  ],
  [
    'notify with arguments',
    instance({ notify: '/bin/true state' }),
    '1.2.2',
    '2.0.0',
    'never runs a notify with arguments',
  ],
  [
    'an IPv6 address that is not link-local, first',
    instance({ authentication: undefined, virtual_ipaddress: ['2001:db8::225', 'fe80::225'] }),
    '2.0.7',
    '2.2.0',
    'refuses 2001:db8::225 as the first address: it is not link-local',
  ],
  [
    'use_vmac with unicast',
    instance({ use_vmac: true, unicast: true }),
    '2.1.0',
    '2.2.0',
    'has no use_vmac with unicast',
  ],
  [
    'a rule without preference',
    instance({ virtual_rules: ['from 10.9.0.0/16 table 5'] }),
    '2.0.7',
    null,
    'refuses a rule without preference: from 10.9.0.0/16 table 5',
  ],
  [
    'a route with a word of today',
    instance({ virtual_routes: ['10.9.0.0/16 via 192.168.1.1 dev em1 mtu 1400'] }),
    '1.2.2',
    '1.2.24',
    'has no mtu in virtual_routes',
  ],
  [
    'a rule with a word of today',
    instance({ virtual_rules: ['from 10.9.0.0/16 table 5 preference 100'] }),
    '1.2.20',
    '1.2.24',
    'has no preference in virtual_rules',
  ],
  [
    'two conditions of one page',
    service({ TCP_CHECK: undefined, HTTP_GET: { url: { path: '/', digest: '0'.repeat(32), status_code: 200 } } }),
    '1.2.2',
    '1.2.9',
    'has no url digest beside status_code',
  ],
  ...[{}, from, { ...from, smtp_helo_name: 'a.example.net' }].map(
    (words) =>
      [
        `smtp_server with ${Object.keys(words).join(' and ') || 'nothing'}`,
        ofGlobal({ smtp_server: '10.0.0.5', ...words }),
        '2.0.8',
        '2.0.11',
        'crashes with smtp_server, unless smtp_helo_name is given and notification_email_from is not',
      ] as const,
  ),
]
const all =
  '1.2.2 1.2.9 1.2.13 1.2.20 1.2.23 1.2.24 1.3.5 1.3.9 1.4.0 1.4.2 1.4.3 1.4.5 2.0.0 2.0.6 2.0.7 2.0.8 2.0.10 2.0.11 2.0.15 2.0.20 2.1.0 2.1.5 2.2.0 2.2.8 2.3.4 2.4.3'.split(
    ' ',
  )

test.each(cases)('%s is refused from its first version on', (_, vars, first, again, what) => {
  const refusing = all.filter((version) =>
    unsupportedWords(clusterOf(vars), version).some(({ message }) => message === `keepalived ${version} ${what}`),
  )
  const end = again === null ? all.length : all.indexOf(again)
  expect(refusing).toEqual(all.slice(all.indexOf(first), end))
})

describe('is taken', () => {
  const none = (vars: Vars, version: string) => expect(unsupportedWords(clusterOf(vars), version)).toEqual([])

  it.each([
    [
      'a route with old words',
      instance({
        virtual_routes: [
          'default via 192.168.1.1 dev em1 metric 5',
          'blackhole 10.0.0.0/8',
          'to 10.9.0.0/16 scope link src 10.0.0.1',
        ],
      }),
      '1.2.2',
    ],
    ['notify without arguments', instance({ notify: '/bin/true' }), '1.3.5'],
    ['notify_master with arguments', instance({ notify_master: '/bin/true state' }), '1.3.5'],
    ['a link-local address first', instance({ virtual_ipaddress: ['fe80::225', '2001:db8::225'] }), '2.1.5'],
    ['unicast over IPv6', instance({ virtual_ipaddress: ['2001:db8::225'], unicast: true }), '2.1.5'],
    ['use_vmac alone', instance({ use_vmac: true }), '2.1.5'],
    ['a rule with order', instance({ virtual_rules: ['order 7 from 10.9.0.0/16 table 5'] }), '2.2.8'],
    [
      'mail with the name of HELO alone',
      ofGlobal({ smtp_server: '10.0.0.5', smtp_helo_name: 'a.example.net' }),
      '2.0.10',
    ],
    ['the sender without a server', ofGlobal(from), '2.0.10'],
  ])('%s', (_, vars, version) => none(vars, version))
})

describe('is written as the version takes it', () => {
  const routes = [
    '10.9.0.0/16 via 192.168.1.1',
    'blackhole 10.8.0.0/16',
    '10.7.0.0/16 nexthop via 192.168.1.1 dev em1',
    '10.6.0.0/16 via 192.168.1.1 dev em1',
    '10.5.0.0/16 via 192.168.1.1 no_track',
  ]

  it.each(['2.0.7', '2.2.8', '2.3.1'])('a route that %s can not track', (version) =>
    expect(lines(instance({ virtual_routes: routes }), version)).toEqual(
      expect.arrayContaining([
        '10.9.0.0/16 via 192.168.1.1 no_track',
        'blackhole 10.8.0.0/16 no_track',
        '10.7.0.0/16 no_track nexthop via 192.168.1.1 dev em1',
        ...routes.slice(3),
      ]),
    ),
  )

  it.each(['1.3.5', '2.3.2'])('a route as it is for %s', (version) =>
    expect(lines(instance({ virtual_routes: routes }), version)).toEqual(expect.arrayContaining(routes)),
  )

  it.each(['1.3.5', '2.0.10', '2.2.7'])('adverts by unicast go over the interface itself: %s', (version) => {
    const told = (words: object) => lines(instance(words), version).filter((line) => line === 'vmac_xmit_base').length
    expect([told({ use_vmac: true, unicast: true }), told({ use_vmac: true }), told({ unicast: true })]).toEqual([
      1, 0, 0,
    ])
  })

  it.each([
    ['2.2.8', '/bin/true', '/sbin/ip'],
    ['2.3.0', '/usr/bin/true', '/usr/sbin/ip'],
  ])('programs for %s are below %s', (version, one, other) => {
    const vars = {
      ...instance({ notify_master: '/bin/true a', notify: '/sbin/ip' }),
      vrrp_scripts: { a: { script: '/bin/true b' }, own: { script: '/usr/libexec/bin/c' } },
      virtual_servers: [
        {
          ...(exampleVars().virtual_servers as object[])[0],
          quorum_up: '/bin/true d',
          real_servers: [{ host: 'rs1', notify_up: '/sbin/ip e' }],
          TCP_CHECK: undefined,
          MISC_CHECK: { misc_path: '/bin/true f' },
        },
      ],
    }
    expect(lines(vars, version)).toEqual(
      expect.arrayContaining([
        `script "${one} b"`,
        'script "/usr/libexec/bin/c"',
        `notify_master "${one} a"`,
        `notify "${other}"`,
        `quorum_up "${one} d"`,
        `notify_up "${other} e"`,
        `misc_path "${one} f"`,
      ]),
    )
  })
})
