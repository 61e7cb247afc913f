import { describe, expect, test } from 'vitest'
import type { Scene } from '../../../../src/lvs/cluster/scene.ts'
import { ipvsadmRules, parseIpvsadm } from '../../../../src/lvs/table/ipvsadm.ts'
import type { ClientSight, HostSight, Sights } from '../../../../src/lvs/verify/sight.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import type { Assertion } from '../../../../src/model/verification.ts'
import { exampleVars } from '../support/site.ts'
import { adverts, clientOf, sceneWith, sightsOf, vip } from './scene.ts'

const why = { why: 'it was not looked at' }
const names = ['dir1', 'dir2', 'rs1', 'rs2'] as const
const ofHost = ['table', 'traffic', 'syncDaemons', 'adverts', 'senders', 'listening', 'clockAhead'] as const
const ofClient = ['repliers', 'sources', 'connections', 'traffic'] as const

/** Every single look, and what is seen without it. */
const looks: readonly (readonly [string, (sights: Sights) => Sights])[] = [
  ...names.map((name) => [name, (sights: Sights) => withHost(sights, name, undefined)] as const),
  ...names.flatMap((name) =>
    ofHost.map((look) => [`${look} of ${name}`, (sights: Sights) => withHost(sights, name, { [look]: why })] as const),
  ),
  ['the client', (sights) => ({ ...sights, client: null })],
  ...ofClient.map((look) => [`${look} of the client`, (sights: Sights) => withoutClients(sights, look)] as const),
]

function withHost(sights: Sights, name: string, change: Partial<HostSight> | undefined): Sights {
  const hosts = new Map(sights.hosts)
  const before = hosts.get(name)
  if (before && change) hosts.set(name, { ...before, ...change })
  else hosts.delete(name)
  return { ...sights, hosts }
}

function withoutClients(sights: Sights, look: keyof ClientSight): Sights {
  const { client } = sights
  if (!client) return sights
  return { ...sights, client: { ...client, [look]: new Map([...client[look]!.keys()].map((key) => [key, why])) } }
}

const daemon = { interface: 'em1', instance: 'VI_1', syncid: 7 }
const scene = sceneWith({
  ...exampleVars(),
  lvs_sync_daemon: daemon,
  vrrp_sync_groups: { all: { group: ['VI_1'] } },
})
const master = { syncDaemons: [{ state: 'master', interface: 'em1', syncid: 7 }] } as const
const backup = { syncDaemons: [{ state: 'backup', interface: 'em1', syncid: 7 }] } as const
type Otherwise = NonNullable<Parameters<typeof sightsOf>[1]>
const seen = (otherwise: Otherwise, client: ClientSight | null = clientOf()) =>
  sightsOf(
    scene,
    { ...otherwise, dir1: { ...master, ...otherwise.dir1 }, dir2: { ...backup, ...otherwise.dir2 } },
    client,
  )

const held = [{ interface: 'em1', cidr: `${vip}/32` }]
const tableOf = (change: (text: string) => string, { cluster }: Scene = scene) =>
  parseIpvsadm(change(ipvsadmRules(cluster).join('\n')))
const wire = (...from: string[]) => ({ senders: new Map([[51, from]]) })
const mute = { adverts: { why: 'too old' } }
const counted = (turn: { connections: number; packetsIn: number; packetsOut: number }) => {
  const key = `-t ${vip}:80`
  const after = new Map([key, `${key} -r 192.168.1.222:80`, `${key} -r 192.168.1.223:80`].map((each) => [each, turn]))
  return clientOf({ traffic: new Map([['dir1', { before: new Map(), after }]]) })
}

/** What can be wrong with a cluster, one at a time. */
const faults: Readonly<Record<string, Sights>> = {
  'the address on both': seen({ dir2: { addresses: held } }),
  'the address on both, EL6': seen({ dir1: mute, dir2: { ...mute, addresses: held } }),
  'the address on none': seen({ dir1: { addresses: [{ interface: 'em1', cidr: '192.168.1.220/24' }] } }),
  'the address on the wrong one': seen({
    dir1: { addresses: [{ interface: 'em1', cidr: '192.168.1.220/24' }] },
    dir2: { addresses: held },
  }),
  'both send': seen({ dir1: { adverts: adverts(4, 0) }, dir2: { adverts: adverts(4, 0) } }),
  'both send, EL6': seen({
    dir1: { ...mute, ...wire('192.168.1.220') },
    dir2: { ...mute, ...wire('192.168.1.221') },
  }),
  'both send, one EL6': seen({ dir1: { adverts: adverts(4, 0) }, dir2: { ...mute, ...wire('192.168.1.221') } }),
  'none sends': seen({ dir1: { adverts: adverts(0, 0) }, dir2: { adverts: adverts(0, 0) } }),
  'a backup that hears nothing': seen({ dir2: { adverts: adverts(0, 0) } }),
  'a stranger that sends': seen({ dir1: { adverts: adverts(4, 0, { 'Authentication Errors: Failure': 3 }) } }),
  'a stranger on the wire': seen({
    dir1: { adverts: adverts(4, 0, { 'Authentication Errors: Failure': 3 }) },
    dir2: wire('192.168.1.220', '192.168.1.9'),
  }),
  'another table': seen({ dir2: { table: tableOf((text) => text.replace('-s wrr', '-s rr')) } }),
  'no sync daemon': seen({ dir1: { syncDaemons: [] } }),
  'a real server that does not listen': seen({ rs2: { listening: new Set() } }),
  'a clock that is off': seen({ rs1: { clockAhead: 90 } }),
  'a real server that answers': seen(
    {},
    clientOf({ repliers: new Map([[vip, { macs: ['02:00:c0:a8:01:dc', '02:00:c0:a8:01:de'], how: 'arping' }]]) }),
  ),
  'a real server that alone answers': seen(
    {},
    clientOf({ repliers: new Map([[vip, { macs: ['02:00:c0:a8:01:de'], how: 'arping' }]]) }),
  ),
  'no connection': seen({}, clientOf({ connections: new Map([[`${vip}:80`, { made: 0, failed: 5 }]]) })),
  'connections past the table': seen({}, counted({ connections: 0, packetsIn: 0, packetsOut: 0 })),
  'answers through the director': seen({}, counted({ connections: 50, packetsIn: 250, packetsOut: 200 })),
}

/** One claim about one thing, whatever was seen of it. */
const keyOf = ({ id, subject, hosts }: Assertion) =>
  [id, subject, ...(['vrrp-heard', 'listening'].includes(id) ? hosts : [])].join(' ')

const oks = (sights: Sights) =>
  verifyCluster(scene, sights)
    .filter(({ verdict }) => verdict === 'ok')
    .map(keyOf)

test('everything holds in the cluster that the faults are made in', () => {
  expect(verifyCluster(scene, seen({})).filter(({ verdict }) => verdict !== 'ok')).toEqual([])
})

describe.each(Object.entries(faults))('%s', (_, sights) => {
  const failed = verifyCluster(scene, sights).filter(({ verdict }) => verdict === 'failed')

  test('fails', () => expect(failed).not.toEqual([]))

  test.each(looks)('is not ok without %s', (_, without) => {
    const ok = new Set(oks(without(sights)))
    expect(failed.map(keyOf).filter((key) => ok.has(key))).toEqual([])
  })
})

describe('of a cluster in which everything holds', () => {
  test.each([
    [
      'dir1',
      'vip-holder sync-group vrrp-sender vrrp-heard vrrp-foreign ipvs-table sync-daemon vip-arp distribution clock',
    ],
    ['dir2', 'vip-holder sync-group vrrp-sender vrrp-heard vrrp-foreign ipvs-table sync-daemon clock'],
    ['rs1', 'listening clock'],
    ['table of dir2', 'ipvs-table'],
    ['syncDaemons of dir2', 'sync-daemon'],
    ['adverts of dir1', 'vrrp-sender vrrp-heard vrrp-foreign'],
    ['adverts of dir2', 'vrrp-sender vrrp-heard vrrp-foreign'],
    ['senders of dir1', ''],
    ['listening of rs1', 'listening'],
    ['clockAhead of rs1', 'clock'],
    ['repliers of the client', 'vip-arp'],
    ['connections of the client', 'service-answers'],
    ['traffic of the client', 'distribution'],
  ])('without %s it is not checked, and not failed: %s', (look, ids) => {
    const [, without] = looks.find(([name]) => name === look)!
    const told = verifyCluster(scene, without(seen({}))).filter(({ verdict }) => verdict !== 'ok')
    expect(told.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect([...new Set(told.map(({ id }) => id))].join(' ')).toBe(ids)
  })
})
