import { describe, expect, test } from 'vitest'
import type { ClientSight, HostSight, Sights } from '../../../../src/lvs/verify/sight.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import { changed, exampleVars } from '../support/site.ts'
import { clientOf, sceneOf, sceneWith, sightsOf, vip } from './scene.ts'

const scene = sceneOf()
const [rs1, rs2, stranger] = ['02:00:c0:a8:01:de', '02:00:c0:a8:01:df', '02:00:00:00:00:99']
const drop = (words: string) => `iptables -A INPUT ${words} -j DROP`

/** What is told of one id, where something is wrong. */
const told = (id: string, sights: Sights, at = scene) =>
  verifyCluster(at, sights)
    .filter((one) => one.id === id && one.verdict !== 'ok')
    .map(({ verdict, hosts, seen, remedy }) => ({ verdict, hosts: hosts.join(), seen, remedy }))

describe('the way to real servers', () => {
  const near = {
    neighbours: new Map([
      ['192.168.1.222', rs1],
      ['192.168.1.223', rs2],
    ]),
    answers: new Map(),
    noWay: new Map(),
  }
  const reached = (change: Partial<HostSight>, rest: Parameters<typeof sightsOf>[1] = {}) =>
    told('server-reached', sightsOf(scene, { ...rest, dir1: { ...near, ...change } }))

  test('is as it should be', () => expect(reached({})).toEqual([]))

  test('is kept back by a route', () => {
    expect(reached({ noWay: new Map([['192.168.1.222', 'Network is unreachable']]) })).toMatchObject([
      { hosts: 'dir1', seen: 'no way to 192.168.1.222: Network is unreachable' },
    ])
  })

  test('leads to another host, too, which has the address', () => {
    const addresses = [{ interface: 'em1', cidr: '192.168.1.222/32' }]
    expect(reached({ answers: new Map([['192.168.1.222', [rs1, rs2]]]) }, { rs2: { addresses } })).toEqual([
      {
        verdict: 'failed',
        hosts: 'rs2',
        seen: 'rs2 answers for 192.168.1.222, the address of rs1',
        remedy: 'on rs2: ip addr del 192.168.1.222/32 dev em1',
      },
    ])
  })

  test('leads to a stranger', () => {
    expect(reached({ answers: new Map([['192.168.1.222', [rs1, stranger]]]) })).toMatchObject([
      { hosts: 'dir1', remedy: `find the machine with ${stranger} and take the address from it` },
    ])
  })

  test('is a neighbour that somebody has put there', () => {
    expect(reached({ neighbours: new Map([['192.168.1.222', stranger]]) })).toMatchObject([
      { hosts: 'dir1', remedy: 'on dir1: ip neigh flush to 192.168.1.222 nud all' },
    ])
  })

  test('ends at a page with another status than the checker takes', () => {
    const page = sceneWith({
      virtual_servers: changed(exampleVars(), ['virtual_servers', 0, 'HTTP_GET'] as never, { url: { path: '/up' } })
        .virtual_servers as never,
    })
    const statuses = new Map([
      ['192.168.1.222:80', '500'],
      ['192.168.1.223:80', '204'],
    ])
    expect(told('server-reached', sightsOf(page, { dir1: { ...near, statuses } }), page)).toMatchObject([
      { hosts: 'rs1', seen: 'rs1 answers /up with 500, not with 200-299' },
    ])
    const asked = (answers: Record<number, number>) =>
      told(
        'http-status',
        sightsOf(
          page,
          {},
          clientOf({
            connections: new Map([
              [
                `${vip}:80`,
                {
                  made: 100,
                  failed: 0,
                  statuses: new Map(Object.entries(answers).map(([key, count]) => [Number(key), count])),
                },
              ],
            ]),
          }),
        ),
        page,
      )
    expect(asked({ 200: 60, 204: 40 })).toEqual([])
    expect(asked({ 200: 50, 500: 50 })).toMatchObject([{ verdict: 'failed', seen: '50 times 200, 50 times 500' }])
    expect(asked({})).toMatchObject([{ verdict: 'failed', seen: 'no answer' }])
  })
})

describe('networks', () => {
  test('of which one host has another MTU', () => {
    const mtus = (mtu: number) => ({ mtus: new Map([['em1', mtu]]) })
    const sights = sightsOf(scene, { dir1: mtus(1400), dir2: mtus(1500), rs1: mtus(1500), rs2: mtus(1500) })
    expect(told('mtu', sights)).toMatchObject([
      {
        hosts: 'dir1',
        seen: '1400 on em1 of dir1',
        remedy: expect.stringContaining('on dir1: ip link set em1 mtu 1500'),
      },
    ])
    expect(told('mtu', sightsOf(scene, { dir1: mtus(9000), rs1: mtus(9000) }))).toEqual([])
  })

  const path = (passed: number, isTold = false) => ({ most: 1500, passed, told: isTold })
  const toServer = (...paths: readonly (readonly [string, ReturnType<typeof path>])[]) => ({ paths: new Map(paths) })

  test('in which large packets do not get to a real server', () => {
    const dir1 = toServer(['192.168.1.222', path(1400)], ['192.168.1.223', path(1500)])
    const dir2 = toServer(['192.168.1.222', path(1400, true)], ['192.168.1.223', path(0)])
    expect(told('path-mtu', sightsOf(scene, { dir1, dir2 }))).toEqual([
      {
        ...{ verdict: 'failed', hosts: 'dir1,rs1', seen: 'they do not, those of 1400 do' },
        remedy: expect.stringMatching(
          /^what is between dir1 and 192.168.1.222 .* packets of 1500 bytes; on dir1: tracepath/,
        ),
      },
      { ...{ verdict: 'unchecked', hosts: 'dir2,rs2', seen: '192.168.1.223 answers no ping' }, remedy: null },
    ])
  })

  test('in which large answers do not get from a real server to the client', () => {
    const paths = new Map([['rs2', new Map([['192.168.1.1', path(1280)]])]])
    expect(told('path-mtu', sightsOf(scene, {}, clientOf({ paths })))).toMatchObject([
      { verdict: 'failed', hosts: 'rs2', seen: 'they do not, those of 1280 do' },
    ])
  })

  const via = (...families: (4 | 6)[]) => ({
    gateways: new Map(families.map((family) => [family, family === 4 ? '192.168.1.1' : 'fe80::1'] as const)),
  })

  test('of which a real server has no way out, and the directors do', () => {
    const sights = sightsOf(scene, { dir1: via(4), dir2: via(4), rs1: via(6), rs2: via(4) })
    expect(told('default-route', sights)).toMatchObject([
      {
        hosts: 'rs1',
        seen: 'none',
        remedy: expect.stringContaining('on rs1: ip route replace default via 192.168.1.1'),
      },
    ])
    expect(told('default-route', sightsOf(scene, { dir1: via(), dir2: via(), rs1: via(), rs2: via() }))).toEqual([])
    expect(told('default-route', sightsOf(scene, { dir1: via(4), rs1: null }))).toMatchObject([
      { verdict: 'unchecked' },
      { verdict: 'unchecked' },
    ])
  })

  test('of which a packet filter has no room left', () => {
    const conntrack = (count: number) =>
      told('conntrack', sightsOf(scene, { rs1: { conntrack: { count, most: 100 } } }))
    expect(conntrack(89)).toEqual([])
    expect(conntrack(90)).toMatchObject([
      {
        hosts: 'rs1',
        seen: '90 of 100',
        remedy: expect.stringContaining('on rs1: sysctl -w net.netfilter.nf_conntrack_max=400'),
      },
    ])
  })
})

test('a disk that is full', () => {
  const disk = (free: number) =>
    told(
      'disk',
      sightsOf(scene, {
        dir2: {
          room: new Map([
            ['/', free],
            ['/tmp', 5000],
          ]),
        },
      }),
    )
  expect(disk(1024)).toEqual([])
  expect(disk(0)).toMatchObject([{ hosts: 'dir2', seen: '/ has 0 KiB', remedy: expect.stringContaining('du -xm') }])
})

describe('connections that failed', () => {
  const tried = (more: Partial<ClientSight> = {}, unanswered?: ReadonlyMap<string, number>) => {
    const client = clientOf(more)
    const turn = client.traffic.get('dir1')!
    const traffic = 'why' in turn ? client.traffic : new Map([['dir1', { ...turn, ...(unanswered && { unanswered }) }]])
    return { ...client, connections: new Map([[`${vip}:80`, { made: 20, failed: 20 }]]), traffic }
  }
  const mute = new Map([
    [`192.168.1.1 ${vip}:80 192.168.1.222`, 20],
    [`192.168.1.9 ${vip}:80 192.168.1.223`, 3],
  ])
  const answers = (hosts: Parameters<typeof sightsOf>[1], client: ClientSight) =>
    told('service-answers', sightsOf(scene, hosts, client))

  test.each([
    [`-d ${vip}/32`, `on rs1: iptables -D INPUT -d ${vip}/32 -j DROP`],
    ['-p tcp -m tcp --dport 80', 'on rs1: iptables -D INPUT -p tcp -m tcp --dport 80 -j DROP'],
    ['-s 10.0.0.0/8 -p tcp -m tcp --dport 80', 'on rs1: tcpdump'],
    ['-p tcp -m tcp --dport 8080', 'on rs1: tcpdump'],
  ])('are counted by real server, and the rule %s of that one is judged', (words, remedy) => {
    expect(answers({ rs1: { barriers: [drop(words)] } }, tried({}, mute))).toMatchObject([
      {
        hosts: 'rs1',
        seen: '20 of 40 failed; without an answer: rs1 20, rs2 0',
        remedy: expect.stringContaining(remedy),
      },
    ])
  })

  test('since the real server has no way out', () => {
    expect(answers({ rs1: { gateways: new Map() } }, tried({}, mute))).toMatchObject([
      { remedy: 'see default-route: rs1 has none' },
    ])
  })

  test('since the client did not hear that the address has moved', () => {
    const cached = new Map([[vip, '02:00:c0:a8:01:dd']])
    expect(answers({}, tried({ cached }))).toMatchObject([
      {
        hosts: 'dir1',
        seen: `20 of 40 failed; the client took ${vip} to be at dir2`,
        remedy: expect.stringContaining(`on dir1: arping -U -c 3 -I em1 ${vip}`),
      },
    ])
  })

  test('since a rule of the director sends them elsewhere', () => {
    const rule = `iptables-legacy -t nat -A PREROUTING -d ${vip}/32 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 81`
    expect(answers({ dir1: { barriers: [rule] } }, tried())).toMatchObject([
      { hosts: 'dir1', remedy: `on dir1: ${rule.replace('-A', '-D')}` },
    ])
  })

  test('and nobody knows why', () =>
    expect(answers({}, tried())).toMatchObject([
      { seen: '20 of 40 failed', remedy: expect.stringContaining('mend what else') },
    ]))
})

describe('a keepalived that', () => {
  const both = { addresses: [{ interface: 'em1', cidr: `${vip}/32` }] }
  const macs = ['02:00:c0:a8:01:dc', '02:00:c0:a8:01:dd']
  const client = clientOf({ repliers: new Map([[vip, { macs, how: 'arping' }]]) })

  test('hangs on the master is what both have the address of', () => {
    const sights = sightsOf(scene, { dir1: { keepalived: { runs: true, hung: '7 8' } }, dir2: both }, client)
    expect(told('vip-holder', sights)).toEqual([
      {
        verdict: 'failed',
        hosts: 'dir1',
        seen: 'on dir1 and dir2',
        remedy: 'keepalived of dir1 hangs (process 7 8 is stopped): mend dir1',
      },
    ])
    expect(told('vip-arp', sights)).toMatchObject([{ remedy: 'see vip-holder' }])
  })

  test('does not run is named, and not the one that has taken over', () => {
    const none = { addresses: [{ interface: 'em1', cidr: '192.168.1.220/24' }], keepalived: { runs: false, hung: '' } }
    expect(told('vip-holder', sightsOf(scene, { dir1: none, dir2: both }))).toMatchObject([
      { hosts: 'dir1', seen: 'on dir2', remedy: 'keepalived does not run on dir1: mend dir1' },
    ])
  })

  test('has taken a real server out for a rule that keeps its checks back', () => {
    const table = (sightsOf(scene).hosts.get('dir1')!.table as readonly { servers: ReadonlyMap<string, string> }[]).map(
      (service) => ({
        ...service,
        servers: new Map([...service.servers].slice(1)),
      }),
    ) as never
    const seen = (hosts: Parameters<typeof sightsOf>[1]) =>
      told(
        'ipvs-table',
        sightsOf(scene, { ...hosts, dir1: { table, ...hosts?.dir1 } }, clientOf(), () => false),
      )
    const rule = 'iptables -A OUTPUT -d 192.168.1.222/32 -p tcp -m tcp --dport 80 -j DROP'
    expect(seen({ dir1: { barriers: [rule] } })).toMatchObject([
      { hosts: 'dir1', remedy: `its checks do not get there: on dir1: ${rule.replace('-A', '-D')}` },
    ])
    expect(seen({ rs1: { barriers: [drop('-p tcp -m tcp --dport 80')] } })).toMatchObject([
      { remedy: expect.stringContaining('on rs1: iptables -D INPUT') },
    ])
    expect(seen({})).toMatchObject([{ remedy: expect.stringContaining('journalctl') }])
  })
})

test('a hardware address of a director that could not be asked is not a stranger’s', () => {
  const answer = (mac: string) => clientOf({ repliers: new Map([[vip, { macs: [mac], how: 'arping' }]]) })
  const held = {
    addresses: [{ interface: 'em1', cidr: `${vip}/32` }],
    neighbours: new Map([['192.168.1.220', '02:00:c0:a8:01:dc']]),
  }
  const seen = (mac: string, dir2 = {}) => told('vip-arp', sightsOf(scene, { dir1: null, dir2 }, answer(mac)))
  expect(seen('02:00:c0:a8:01:dc', held)).toMatchObject([
    { verdict: 'failed', hosts: 'dir1', seen: 'answered by dir1 (arping)' },
  ])
  expect(seen(stranger, held)).toMatchObject([{ verdict: 'unchecked' }])
  expect(seen('02:00:c0:a8:01:dc', { neighbours: held.neighbours })).toMatchObject([{ verdict: 'unchecked' }])
})
