import { describe, expect, test } from 'vitest'
import type { Scene } from '../../../../src/lvs/cluster/scene.ts'
import { clientErrand } from '../../../../src/lvs/verify/client.ts'
import type { ClientSight, HostSight } from '../../../../src/lvs/verify/sight.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import { adverts, clientOf, sceneOf, sceneWith, sightsOf, vip } from './scene.ts'

const vip6 = '2001:db8::225'
const servers6 = ['2001:db8::222', '2001:db8::223']
const service = { port: 80, lb_algo: 'rr', real_servers: ['rs1', 'rs2'] }
const byKind = (lb_kind: string) => sceneOf(['virtual_servers', 0, 'lb_kind'], lb_kind)
const all = (scene: Scene, ...about: Parameters<typeof sightsOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  verifyCluster(scene, sightsOf(scene, ...about))
const only = (id: string, ...about: Parameters<typeof all>) =>
  all(...about)
    .filter((one) => one.id === id)
    .map(({ subject, verdict, seen, expected, remedy, essential }) => ({
      subject,
      verdict,
      seen,
      expected,
      remedy,
      essential,
    }))

/** What dir1 counted: connections to each server, and packets back from each. */
function counted(key: string, connections: number, back: number, servers = ['192.168.1.222:80', '192.168.1.223:80']) {
  const after = servers.map(
    (server) => [`${key} -r ${server}`, { connections, packetsIn: 5 * connections, packetsOut: back }] as const,
  )
  return { before: new Map(), after: new Map(after) }
}
const seenBy = (back: number, more: Partial<ClientSight> = {}) =>
  clientOf({ traffic: new Map([['dir1', counted(`-t ${vip}:80`, 50, back)]]), ...more })
const outside = { sources: new Map([[vip, '203.0.113.9']]) }

describe('the way back', () => {
  test.each([
    ['DR', 0, 'ok'],
    ['DR', 9, 'failed'],
    ['TUN', 0, 'ok'],
    ['TUN', 9, 'failed'],
    ['NAT', 9, 'ok'],
    ['NAT', 0, 'failed'],
  ])('%s, %i packets back through the director: %s', (kind, back, verdict) =>
    expect(only('return-path', byKind(kind), {}, seenBy(back, outside))).toMatchObject([
      { verdict, seen: `packets back: rs1 ${back}, rs2 ${back}` },
    ]),
  )
  test('with NAT the servers that answer elsewhere are named', () =>
    expect(only('return-path', byKind('NAT'), {}, seenBy(0, outside))[0]!.remedy).toContain(
      'the answers of rs1 and rs2 must go through the director',
    ))
  test('each server by its own way of forwarding', () => {
    const mixed = sceneOf(['virtual_servers', 0, 'real_servers', 0], { host: 'rs1', lb_kind: 'NAT' })
    expect(only('return-path', mixed, {}, seenBy(0, outside))[0]).toMatchObject({
      verdict: 'failed',
      expected: 'packets back through the director of servers with NAT, of no others',
      remedy: expect.stringContaining('the answers of rs1 must'),
    })
  })
})

describe('a client of NAT', () => {
  const none = { connections: new Map([[`${vip}:80`, { made: 0, failed: 5 }]]) }

  test('in the network of the real servers is told so, and nothing is concluded', () => {
    const told = all(byKind('NAT'), {}, seenBy(0, none)).filter(({ verdict }) => verdict !== 'ok')
    expect(told).toMatchObject([
      {
        id: 'service-answers',
        verdict: 'unchecked',
        essential: true,
        seen: '5 of 5 failed: the client is in the network of rs1 and rs2, and with NAT their answers must go through the director',
        remedy: 'look from a client on another network: --from HOST',
      },
    ])
  })
  test('elsewhere is served, or not', () =>
    expect(only('service-answers', byKind('NAT'), {}, seenBy(0, { ...none, ...outside }))[0]).toMatchObject({
      verdict: 'failed',
    }))
  test('does not ask in vain for the gateway on the inside', () => {
    const instance = { interface: 'em1', virtual_router_id: 62, virtual_ipaddress: ['10.0.0.1/24'] }
    const scene = sceneOf(['vrrp_instances', 'VI_2'], instance)
    const repliers = new Map([
      ...clientOf().repliers,
      ['10.0.0.1', { why: 'the client is on another network' }] as const,
    ])
    expect(only('vip-arp', scene, {}, clientOf({ repliers }))).toMatchObject([
      { subject: vip, verdict: 'ok', essential: true },
      { subject: '10.0.0.1', verdict: 'unchecked', essential: false },
    ])
  })
})

describe('sockets', () => {
  const listens = (scene: Scene, ...listening: readonly string[]) =>
    only('listening', scene, { rs1: { listening: new Set(listening) } }, null)[0]

  test.each([
    ['DR', `${vip}:80/TCP`, 'ok'],
    ['DR', '192.168.1.222:80/TCP', 'failed'],
    ['TUN', '[::]:80/TCP', 'ok'],
    ['NAT', '192.168.1.222:80/TCP', 'ok'],
    ['NAT', `${vip}:80/TCP`, 'failed'],
  ])('%s and %s: %s', (kind, socket, verdict) => expect(listens(byKind(kind), socket)).toMatchObject({ verdict }))
  test('an IPv6 service is not served by 0.0.0.0', () => {
    const six = sceneWith({ virtual_servers: [{ ...service, address: vip6, real_servers: servers6 }] })
    const known = { ...six, cluster: { ...six.cluster, services: six.cluster.services.map(onRs1) } }
    expect(listens(known, '0.0.0.0:80/TCP')).toMatchObject({
      verdict: 'failed',
      expected: `[${vip6}]:80/TCP or [::]:80/TCP on rs1`,
      remedy: `on rs1: start what serves port 80, or have it listen on [${vip6}]:80/TCP`,
    })
    expect(listens(known, '[::]:80/TCP')).toMatchObject({ verdict: 'ok' })
  })
  test('every address of a group is needed', () => {
    const group = grouped([{ address: `${vip}-226`, port: 80 }])
    expect(listens(group, `${vip}:80/TCP`)).toMatchObject({
      subject: 'group web',
      verdict: 'failed',
      seen: 'none for 192.168.1.226:80/TCP',
    })
    expect(listens(group, `${vip}:80/TCP`, '192.168.1.226:80/TCP')).toMatchObject({ verdict: 'ok' })
  })
  test('with DR each member of a group keeps its own port', () => {
    const group = grouped([80, 443].map((port) => ({ address: vip, port })))
    expect(listens(group, '[::]:80/TCP')).toMatchObject({ verdict: 'failed', seen: `none for ${vip}:443/TCP` })
    expect(listens(group, '[::]:80/TCP', `${vip}:443/TCP`)).toMatchObject({
      verdict: 'ok',
      seen: `[::]:80/TCP, ${vip}:443/TCP`,
    })
  })
  test.each([
    ['DR', [`${vip}:80/TCP`, `${vip}:443/TCP`], 'ok'],
    ['DR', [`${vip}:80/TCP`], 'failed'],
    ['NAT', ['192.168.1.222:80/TCP', '192.168.1.222:443/TCP'], 'ok'],
    ['NAT', ['192.168.1.222:80/TCP'], 'failed'],
  ])('%s and every port of a firewall mark, with %o: %s', (lb_kind, sockets, verdict) =>
    expect(listens(markedScene({ lb_kind }), ...sockets)).toMatchObject({ subject: 'fwmark 5', verdict }),
  )
  test('a firewall mark stands for no known port', () =>
    expect(listens(sceneWith({ virtual_servers: [{ ...service, port: undefined, fwmark: 5 }] }))).toMatchObject({
      verdict: 'unchecked',
      essential: false,
    }))
})

const onRs1 = <T extends Scene['cluster']['services'][number]>(one: T): T => ({
  ...one,
  realServers: one.realServers.map((server, i) => ({ ...server, host: `rs${i + 1}` })),
})

const markedScene = (words: object) =>
  sceneWith({
    virtual_servers: [
      { ...service, port: undefined, fwmark: 5, marks: [80, 443].map((port) => ({ address: vip, port })), ...words },
    ],
  })

const grouped = (web: readonly object[]) =>
  sceneWith({
    virtual_server_groups: { web },
    virtual_servers: [{ ...service, port: undefined, group: 'web' }],
    vrrp_instances: {
      VI_1: { interface: 'em1', virtual_router_id: 51, virtual_ipaddress: [`${vip}/32`, '192.168.1.226/32'] },
    },
  })

describe('a group', () => {
  const scene = grouped([
    { address: vip, port: 80 },
    { address: '192.168.1.226', port: 80 },
  ])
  const held = { addresses: [vip, '192.168.1.226'].map((address) => ({ interface: 'em1', cidr: `${address}/32` })) }

  test('is tried at every address, and counted entry by entry', () => {
    expect(clientErrand(scene.cluster)).toEqual({
      addresses: [vip, '192.168.1.226'],
      services: [
        { address: vip, port: 80 },
        { address: '192.168.1.226', port: 80 },
      ],
    })
    const made = { made: 100, failed: 0 }
    const first = counted(`-t ${vip}:80`, 50, 0)
    const client = clientOf({
      connections: new Map([vip, '192.168.1.226'].map((address) => [`${address}:80`, made])),
      traffic: new Map([['dir1', first]]),
    })
    expect(only('distribution', scene, { dir1: held }, client)).toMatchObject([
      { subject: `${vip}:80/TCP of group web`, verdict: 'ok', seen: 'rs1 50, rs2 50' },
      { subject: '192.168.1.226:80/TCP of group web', verdict: 'failed' },
    ])
  })
  test.each([
    [{ fwmark: 5, port: undefined }, 'which address and port a firewall mark stands for is not known'],
    [{ address: vip, protocol: 'UDP' }, 'a client tries TCP only, and this is UDP'],
    [{ address: vip, port: 0, persistence_timeout: 50 }, 'it takes every port, and which one answers is not known'],
  ])('%o is not tried', (words, seen) => {
    const untried = sceneWith({ virtual_servers: [{ ...service, ...words }] })
    expect(clientErrand(untried.cluster).services).toEqual([])
    expect(only('service-answers', untried, {}, clientOf())).toMatchObject([
      { verdict: 'unchecked', essential: false, seen },
    ])
  })
})

describe('a firewall mark', () => {
  const scene = markedScene({})
  const client = (failed: number, connections: number) =>
    clientOf({
      connections: new Map([80, 443].map((port) => [`${vip}:${port}`, { made: 50 - failed, failed }])),
      traffic: new Map([['dir1', counted('-f 5', connections, 0, ['192.168.1.222:0', '192.168.1.223:0'])]]),
    })

  test('is tried at every socket, and counted as one', () => {
    expect(clientErrand(scene.cluster).services).toEqual([80, 443].map((port) => ({ address: vip, port })))
    expect(only('service-answers', scene, {}, client(0, 50))).toMatchObject([
      { subject: 'fwmark 5', verdict: 'ok', seen: '100 of 100 made', essential: true },
    ])
    expect(only('distribution', scene, {}, client(0, 50))).toMatchObject([{ verdict: 'ok', seen: 'rs1 50, rs2 50' }])
  })
  test('that no packet gets is seen by the counters', () =>
    expect(only('distribution', scene, {}, client(0, 0))).toMatchObject([
      { verdict: 'failed', seen: 'rs1 0, rs2 0: only 0 of the 100 connections went through the table' },
    ]))
  test('fails with any of its sockets', () =>
    expect(only('service-answers', scene, {}, client(5, 50))).toMatchObject([
      { verdict: 'failed', seen: '10 of 100 failed' },
    ]))
})

describe('IPv6', () => {
  const six = { interface: 'em1', virtual_router_id: 51, virtual_ipaddress: ['fe80::225/64', `${vip6}/128`] }
  const scene = sceneWith({
    vrrp_instances: { VI_6: six },
    virtual_servers: [{ ...service, address: vip6, real_servers: servers6 }],
  })
  const held = { interface: 'em1', cidr: `${vip6}/128` }
  const dir1: Partial<HostSight> = {
    addresses: [held, { interface: 'em1', cidr: 'fe80::225/64' }, { interface: 'em1', cidr: 'fe80::dc/64' }],
    adverts: new Map([['VI_6', adverts(4, 0).get('VI_1')!]]),
  }
  const client = clientOf({
    repliers: new Map([[vip6, { macs: ['02:00:c0:a8:01:dc'], how: 'ndisc6' }]]),
    sources: new Map([[vip6, '2001:db8::1']]),
    connections: new Map([[`[${vip6}]:80`, { made: 100, failed: 0 }]]),
    traffic: new Map([
      [
        'dir1',
        counted(
          `-t [${vip6}]:80`,
          50,
          0,
          servers6.map((server) => `[${server}]:80`),
        ),
      ],
    ]),
  })

  test('a client asks for the address, not for that of the link, and is served', () => {
    expect(clientErrand(scene.cluster).addresses).toEqual([vip6])
    const told = all(scene, { dir1 }, client).filter(({ id }) =>
      ['vip-holder', 'vip-arp', 'service-answers', 'distribution', 'return-path'].includes(id),
    )
    expect(told.map(({ id, subject, verdict }) => [id, subject, verdict])).toEqual([
      ['vip-holder', 'fe80::225', 'ok'],
      ['vip-holder', vip6, 'ok'],
      ['vip-arp', vip6, 'ok'],
      ['service-answers', `[${vip6}]:80/TCP`, 'ok'],
      ['distribution', `[${vip6}]:80/TCP`, 'ok'],
      ['return-path', `[${vip6}]:80/TCP`, 'ok'],
    ])
  })
  test('no answer: it may be neighbour discovery that is kept back', () => {
    const mute = { ...client, repliers: new Map([[vip6, { macs: [], how: 'ndisc6' }]]) }
    expect(only('vip-arp', scene, { dir1 }, mute)[0]).toMatchObject({
      verdict: 'failed',
      remedy: expect.stringContaining('neighbour discovery'),
    })
  })
  test('adverts of IPv4 with the same id are of another router', () => {
    const senders = new Map([[51, ['fe80::dc', '192.168.1.9']]])
    expect(only('vrrp-foreign', scene, { dir1: { ...dir1, senders } }, null)).toMatchObject([
      { subject: 'virtual router id 51, IPv6', verdict: 'ok' },
    ])
  })
})

test('two directors with one hardware address (use_vmac): it is that of the holder', () => {
  const macs = new Map([['vrrp.51', '00:00:5e:00:01:33']])
  const repliers = new Map([[vip, { macs: ['00:00:5e:00:01:33'], how: 'arping' }]])
  const turned = {
    dir1: { macs, addresses: [] },
    dir2: { macs, addresses: [{ interface: 'vrrp.51', cidr: `${vip}/32` }] },
  }
  expect(only('vip-arp', sceneOf(), turned, clientOf({ repliers }))[0]).toMatchObject({ verdict: 'ok' })
})
