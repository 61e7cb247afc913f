import { describe, expect, test } from 'vitest'
import { scenesOf } from '../../../../src/lvs/cluster/scene.ts'
import { ipvsadmRules, parseIpvsadm } from '../../../../src/lvs/table/ipvsadm.ts'
import { balancers } from '../../../../src/lvs/verify/cast.ts'
import { whyNoClient } from '../../../../src/lvs/verify/client.ts'
import { keepalivedLog } from '../../../../src/lvs/verify/log.ts'
import type { HostSight } from '../../../../src/lvs/verify/sight.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import { exampleInventory, type exampleRoles, exampleVars, renamed, renamedRoles, siteOf } from '../support/site.ts'
import { adverts, clientOf, sceneOf, sightsOf, vip } from './scene.ts'

const scene = sceneOf()
const judge = (...about: Parameters<typeof sightsOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  verifyCluster(scene, sightsOf(scene, ...about))
const wrong = (...about: Parameters<typeof judge>) =>
  judge(...about)
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ id, verdict, hosts, seen, remedy }) => ({ id, verdict, hosts, seen, remedy }))

const held = [{ interface: 'em1', cidr: `${vip}/32` }]

test('everything holds in a cluster as it should be', () => {
  expect(wrong()).toEqual([])
  expect([...new Set(judge().map(({ id }) => id))]).toEqual([
    'vip-holder',
    'vrrp-sender',
    'vrrp-heard',
    'vrrp-foreign',
    'ipvs-table',
    'listening',
    'vip-arp',
    'service-answers',
    'distribution',
    'return-path',
    'clock',
  ])
})

test('the same is judged where the roles have other names', () => {
  const other = scenesOf(siteOf(exampleInventory(), renamedRoles))
  const sights = sightsOf(scene, { dir1: { addresses: [] }, rs2: { listening: new Set() } })
  expect(other.flatMap((one) => verifyCluster(one, sights))).toEqual(verifyCluster(scene, sights))
})

test('a static director whose role has another name balances', () => {
  const static_ = (roles: typeof exampleRoles) =>
    scenesOf(siteOf(exampleInventory({ ...exampleVars(), static: true }), roles)).flatMap(balancers)
  for (const role of ['install-ipvsadm', renamed('install-ipvsadm')])
    expect(static_({ dir1: [role] }).map(({ name }) => name)).toEqual(['dir1'])
})

test('what one judge throws is unchecked and not verified, and the others judge', () => {
  const bugs: unknown[] = []
  const sights = sightsOf(scene, { dir1: { addresses: null as never } })
  const told = verifyCluster(scene, sights, (error) => bugs.push(error))
  const unjudged = told.filter(({ id }) => id === 'judged')
  expect(unjudged.length).toBeGreaterThan(0)
  expect(unjudged[0]).toMatchObject({
    verdict: 'unchecked',
    essential: true,
    seen: expect.stringMatching(/^a bug in lbprov: TypeError: /),
  })
  expect(told.find(({ id }) => id === 'ipvs-table')?.verdict).toBe('ok')
  expect(bugs).toHaveLength(unjudged.length)
})

describe('who has the virtual address', () => {
  const holder = (...about: Parameters<typeof judge>) => wrong(...about).find(({ id }) => id === 'vip-holder')

  const away = 'on dir2: ip addr del 192.168.1.225/32 dev em1'
  test('both directors, one of which sends: the other has it by hand', () =>
    expect(holder({ dir2: { addresses: held } })).toMatchObject({
      verdict: 'failed',
      hosts: ['dir1', 'dir2'],
      seen: 'on dir1 and dir2',
      remedy: `dir2 is not master, so the address was put there by hand: ${away}`,
    }))
  test('both directors, and both send', () =>
    expect(holder({ dir2: { addresses: held, adverts: adverts(4, 0) } })?.remedy).toBe(
      'the directors do not hear each other: see vrrp-heard',
    ))
  test('both directors of EL6, which count nothing: by the priorities, or by what tcpdump shows', () => {
    const mute = { adverts: { why: 'too old' } }
    const both = (senders: HostSight['senders']) =>
      holder({ dir1: { ...mute, senders }, dir2: { ...mute, addresses: held, senders } })?.remedy
    const either = 'either the directors do not hear each other (see vrrp-heard), or the address was put there by hand'
    expect(both({ why: 'there is no tcpdump' })).toBe(`${either}: ${away}`)
    expect(both(new Map([[51, ['192.168.1.220']]]))).toContain(`put there by hand: ${away}`)
  })
  test('nobody', () =>
    expect(holder({ dir1: { addresses: [] } })).toMatchObject({ verdict: 'failed', seen: 'on no director' }))
  test('the backup, while the master is up', () =>
    expect(holder({ dir1: { addresses: [] }, dir2: { addresses: held } })).toMatchObject({
      verdict: 'failed',
      seen: 'on dir2',
    }))
  test('a director that could not be asked leaves it open', () =>
    expect(holder({ dir2: null })).toMatchObject({ verdict: 'unchecked', seen: 'dir2 could not be asked' }))
  test('with nopreempt either may have it', () => {
    const own = sceneOf(['vrrp_instances', 'VI_1', 'nopreempt'], true)
    const sights = sightsOf(own, { dir1: { addresses: [] }, dir2: { addresses: held } }, null)
    expect(verifyCluster(own, sights).find(({ id }) => id === 'vip-holder')).toMatchObject({
      verdict: 'ok',
      expected: 'on one of dir1 and dir2',
    })
  })
  test('in a drill, the promoted one', () => {
    const sights = { ...sightsOf(scene, {}, null), promoted: 'dir2' }
    expect(verifyCluster(scene, sights).find(({ id }) => id === 'vip-holder')?.verdict).toBe('failed')
  })
})

describe('adverts', () => {
  test('kept out: both send, none hears; the rule is named', () =>
    expect(
      wrong({
        dir1: { adverts: adverts(4, 0) },
        dir2: { adverts: adverts(4, 0), barriers: ['iptables -A INPUT -p vrrp -j DROP'] },
      }),
    ).toMatchObject([
      { id: 'vrrp-sender', verdict: 'failed', seen: 'dir1 and dir2 sent, as keepalived counts' },
      { id: 'vrrp-heard', hosts: ['dir1'] },
      {
        id: 'vrrp-heard',
        hosts: ['dir2'],
        seen: 'none taken; dir2: iptables -A INPUT -p vrrp -j DROP',
        remedy: 'on dir2: iptables -D INPUT -p vrrp -j DROP',
      },
      { id: 'vrrp-foreign', verdict: 'unchecked' },
    ]))
  test('with AH it is AH that has to be let in', () => {
    const own = sceneOf(['vrrp_instances', 'VI_1', 'authentication'], { auth_type: 'AH', auth_pass: 'k7Qm2xZt' })
    const said = (barriers: readonly string[]) =>
      verifyCluster(own, sightsOf(own, { dir2: { adverts: adverts(4, 0), barriers } }, null)).find(
        ({ id, hosts }) => id === 'vrrp-heard' && hosts[0] === 'dir2',
      )
    expect(said(['iptables -A INPUT -p vrrp -j DROP'])).toMatchObject({
      seen: 'none taken',
      remedy: 'on dir2: is AH (IP protocol 51) let in, and multicast let through between dir2 and dir1?',
    })
    expect(said(['iptables -A INPUT -p ah -j DROP'])).toMatchObject({
      seen: 'none taken; dir2: iptables -A INPUT -p ah -j DROP',
      remedy: 'on dir2: iptables -D INPUT -p ah -j DROP',
    })
  })
  test('refused: the directors disagree', () =>
    expect(wrong({ dir2: { adverts: adverts(0, 0, { 'Authentication Errors: Failure': 4 }) } })).toMatchObject([
      {
        id: 'vrrp-heard',
        seen: 'none taken, 4 refused (Authentication Errors: Failure)',
        remedy: expect.stringContaining('mend dir2,dir1'),
      },
    ]))
  test('a stranger, by what the master hears', () =>
    expect(wrong({ dir1: { adverts: adverts(4, 0, { 'Authentication Errors: Failure': 3 }) } })).toMatchObject([
      {
        id: 'vrrp-foreign',
        verdict: 'failed',
        seen: 'dir1 heard 3 adverts that none of our directors sent (Authentication Errors: Failure)',
      },
    ]))
  test('a stranger that makes both send, by what one hears beyond what the other sent', () =>
    expect(
      wrong({
        dir1: { adverts: adverts(2, 3, { 'Authentication Errors: Failure': 3 }) },
        dir2: { adverts: adverts(3, 2, { 'Authentication Errors: Failure': 2 }) },
      }).find(({ id }) => id === 'vrrp-foreign'),
    ).toMatchObject({
      verdict: 'failed',
      seen: 'dir1 heard 3 adverts that none of our directors sent (Authentication Errors: Failure)',
    }))
  test('a stranger, by its address on the wire', () =>
    expect(wrong({ dir2: { senders: new Map([[51, ['192.168.1.220', '192.168.1.9']]]) } })).toMatchObject([
      { id: 'vrrp-foreign', verdict: 'failed', seen: 'adverts from 192.168.1.9' },
    ]))
  test('EL6, which counts nothing, leaves it open unless there is tcpdump', () => {
    const mute = { adverts: { why: 'too old' } }
    expect(wrong({ dir1: mute, dir2: mute }).map(({ id, verdict }) => [id, verdict])).toEqual([
      ['vrrp-sender', 'unchecked'],
      ['vrrp-heard', 'unchecked'],
      ['vrrp-heard', 'unchecked'],
      ['vrrp-foreign', 'unchecked'],
    ])
    const wire = { ...mute, senders: new Map([[51, ['192.168.1.220']]]) }
    // What dir2 sends may not arrive at dir1.
    expect(wrong({ dir1: wire, dir2: mute })).toMatchObject([
      { id: 'vrrp-sender', verdict: 'unchecked', remedy: 'install tcpdump on dir2, then it can be seen' },
      { id: 'vrrp-heard', hosts: ['dir2'], verdict: 'unchecked' },
    ])
    expect(wrong({ dir1: null, dir2: null }).find(({ id }) => id === 'vrrp-sender')).toMatchObject({
      seen: 'dir1: could not be asked; dir2: could not be asked',
      remedy: null,
    })
    expect(wrong({ dir1: wire, dir2: wire }).map(({ id, hosts }) => [id, hosts])).toEqual([['vrrp-heard', ['dir2']]])
  })
})

describe('table and sockets', () => {
  const table = (rules: string) => ({
    table: [{ key: `-t ${vip}:80`, options: rules, servers: new Map([['192.168.1.222:80', '-g -w 1']]) }],
  })

  test('what differs is told, entry by entry', () =>
    expect(wrong({ dir1: table('-s rr') })).toMatchObject([
      {
        id: 'ipvs-table',
        hosts: ['dir1'],
        seen: `-t ${vip}:80 is -s rr, not -s wrr; -t ${vip}:80 -r 192.168.1.223:80 is missing`,
        remedy: expect.stringMatching(/^mend dir1; if it is out .* journalctl/),
      },
    ]))
  test('another scheduler is nothing that a check does', () => {
    const rr = parseIpvsadm(ipvsadmRules(scene.cluster).join('\n').replace('-s wrr', '-s rr'))
    expect(wrong({ dir1: { table: rr } })).toMatchObject([{ id: 'ipvs-table', remedy: 'mend dir1' }])
  })
  test('a real server that does not listen is rightly out of the table', () =>
    expect(wrong({ dir1: table('-s wrr'), rs2: { listening: new Set([`127.0.0.1:80/TCP`]) } })).toMatchObject([
      { id: 'ipvs-table', remedy: expect.stringContaining('start what it serves') },
      { id: 'listening', hosts: ['rs2'], remedy: expect.stringContaining('on rs2: start what serves port 80') },
    ]))
  test('a service that is none of ours', () =>
    expect(
      wrong({
        dir1: {
          table: [
            ...(sightsOf(scene).hosts.get('dir1')!.table as []),
            { key: '-t 192.168.1.9:80', options: '-s rr', servers: new Map() },
          ],
        },
      }),
    ).toMatchObject([{ id: 'ipvs-table', remedy: expect.stringContaining('ipvsadm -D -t 192.168.1.9:80') }]))
  test('a table that could not be read is not checked, and that is essential', () => {
    const [one] = judge({ dir1: { table: { why: 'there is no ipvsadm' } } }).filter(
      ({ verdict }) => verdict === 'unchecked',
    )
    expect(one).toMatchObject({ id: 'ipvs-table', essential: true, seen: 'there is no ipvsadm' })
  })
})

describe('a client', () => {
  test('without one nothing is said of what it would see', () =>
    expect(judge({}, null).some(({ id }) => id === 'vip-arp')).toBe(false))
  test('two machines answer: the one that must be silent is named', () =>
    expect(
      wrong(
        {},
        clientOf({ repliers: new Map([[vip, { macs: ['02:00:c0:a8:01:dc', '02:00:c0:a8:01:de'], how: 'arping' }]]) }),
      ),
    ).toMatchObject([
      {
        id: 'vip-arp',
        hosts: ['rs1'],
        seen: 'answered by dir1 and rs1 (arping)',
        remedy: expect.stringContaining('mend rs1'),
      },
    ]))
  test('connections that went past the table', () =>
    expect(
      wrong({}, clientOf({ traffic: new Map([['dir1', { before: new Map(), after: new Map() }]]) })),
    ).toMatchObject([
      { id: 'distribution', seen: 'rs1 0, rs2 0: only 0 of the 100 connections went through the table' },
      { id: 'return-path', verdict: 'unchecked', seen: 'no packet went through the table' },
    ]))
  test('connections that went through the other director, which has the address too', () => {
    const [told] = wrong(
      { dir2: { addresses: held } },
      clientOf({ traffic: new Map([['dir1', { before: new Map(), after: new Map() }]]) }),
    ).filter(({ id }) => id === 'distribution')
    expect(told).toMatchObject({ hosts: ['dir1', 'dir2'], remedy: expect.stringContaining('see vip-holder') })
  })
  test('no connection', () =>
    expect(wrong({}, clientOf({ connections: new Map([[`${vip}:80`, { made: 0, failed: 5 }]]) }))[0]).toMatchObject({
      id: 'service-answers',
      seen: '5 of 5 failed',
    }))
})

test('a clock that is off', () =>
  expect(wrong({ rs1: { clockAhead: -90 } })).toMatchObject([{ id: 'clock', hosts: ['rs1'], seen: '90 s behind' }]))

test.each([
  ['dir1', 'dir1 is a director: it would reach the real servers by its own IPVS table'],
  ['dir2', 'dir2 is a director: it would reach the real servers by its own IPVS table'],
  ['rs1', 'rs1 is a real server with DR: it has the virtual address, and would reach itself'],
  ['elsewhere', null],
])('as a client %s: %s', (name, why) => expect(whyNoClient(name, [scene])).toBe(why))

test.each([
  [{}, 'journalctl -u keepalived -n 50'],
  [{ dir1: { sysv: true }, dir2: { sysv: true } }, 'grep Keepalived /var/log/messages'],
  [{ dir2: { sysv: true } }, 'journalctl -u keepalived -n 50 (dir2: grep Keepalived /var/log/messages)'],
])('keepalived’s log is named as the hosts have it: %j', (otherwise, log) => {
  expect(keepalivedLog(['dir1', 'dir2'], sightsOf(scene, otherwise))).toBe(log)
})
