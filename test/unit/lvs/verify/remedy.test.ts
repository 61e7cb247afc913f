import { describe, expect, test } from 'vitest'
import { parseIpvsadm } from '../../../../src/lvs/table/ipvsadm.ts'
import { changes } from '../../../../src/lvs/verify/configured.ts'
import { verifyCluster } from '../../../../src/lvs/verify/verify.ts'
import type { Report } from '../../../../src/model/report.ts'
import { adverts, clientOf, sceneOf, sceneWith, sightsOf, vip } from './scene.ts'

const scene = sceneOf()
type Args = Parameters<typeof sightsOf>

/** The remedies of what fails, by assertion; `mends`: what a run would change. */
function remedies(mends: Args[3], otherwise: Args[1], client: Args[2] = clientOf(), of = scene) {
  const failed = verifyCluster(of, sightsOf(of, otherwise, client, mends)).filter(({ verdict }) => verdict === 'failed')
  return new Map(failed.map(({ id, remedy }) => [id as string, remedy ?? '']))
}

const answeredBy = (...lasts: readonly number[]) =>
  clientOf({
    repliers: new Map([[vip, { macs: lasts.map((last) => `02:00:c0:a8:01:${last.toString(16)}`), how: 'arping' }]]),
  })
const noTraffic = { traffic: new Map([['dir1', { before: new Map(), after: new Map() }]]) }

interface Fault {
  readonly id: string
  readonly kinds: readonly string[]
  readonly otherwise?: NonNullable<Args[1]>
  readonly client?: NonNullable<Args[2]>
}

const faults: readonly Fault[] = [
  { id: 'vip-arp', kinds: ['sysctl'], client: answeredBy(220, 222) },
  {
    id: 'ipvs-table',
    kinds: ['ipvs-service'],
    otherwise: { dir1: { table: parseIpvsadm(`-A -t ${vip}:80 -s rr`) } },
  },
  { id: 'distribution', kinds: ['ipvs-service'], client: clientOf(noTraffic) },
  {
    id: 'vrrp-heard',
    kinds: ['file'],
    otherwise: { dir2: { adverts: adverts(0, 0, { 'Authentication Errors: Failure': 4 }) } },
  },
]

describe('a run is the remedy where it would change what was seen, and nowhere else', () => {
  test.each(faults)('$id', ({ id, kinds, otherwise = {}, client }) => {
    const run = /^.*\bmend (dir1|rs1|dir2)/
    expect(remedies((asked) => kinds.some((kind) => asked.includes(kind)), otherwise, client).get(id)).toMatch(run)
    for (const none of [() => false, (asked: readonly string[]) => asked.includes('hostname')]) {
      const remedy = remedies(none, otherwise, client).get(id)
      expect(remedy).not.toMatch(/\bmend (dir|rs)/)
      expect(remedy).toMatch(/on (dir1|rs1|dir2)/)
    }
  })
})

describe('a host that answers for the address, where a run changes nothing', () => {
  const told = (otherwise: Args[1], ...lasts: readonly number[]) =>
    remedies(() => false, otherwise, answeredBy(...lasts)).get('vip-arp')

  test('has it on lo and serves: by the ARP settings', () =>
    expect(told({}, 220, 222)).toMatch(/^rs1 must be silent .* on rs1: sysctl -w net.ipv4.conf.all.arp_ignore=1 /))
  test('has it on another interface: by taking it off', () =>
    expect(told({ rs1: { addresses: [{ interface: 'em2', cidr: `${vip}/24` }] } }, 220, 222)).toContain(
      `on rs1: ip addr del ${vip}/24 dev em2`,
    ))
  test('has it on lo and serves nothing: by taking it off', () =>
    expect(told({ dir2: { addresses: [{ interface: 'lo', cidr: `${vip}/32` }] } }, 220, 221)).toContain(
      `on dir2: ip addr del ${vip}/32 dev lo`,
    ))
  test('does not have it: it is a proxy, on the interface that answered', () =>
    expect(told({}, 220, 221)).toMatch(
      /on dir2: sysctl -w net.ipv4.conf.all.proxy_arp=0 net.ipv4.conf.em1.proxy_arp=0; .*what sets them at boot: grep/,
    ))
  test('does not have an IPv6 one: neighbour discovery has proxies too', () => {
    const six = sceneWith({
      vrrp_instances: { VI_1: { interface: 'em1', virtual_router_id: 51, virtual_ipaddress: ['2001:db8::225'] } },
      virtual_servers: [],
    })
    const macs = ['02:00:c0:a8:01:dd']
    const client = clientOf({ repliers: new Map([['2001:db8::225', { macs, how: 'ndisc6' }]]) })
    expect(remedies(() => false, {}, client, six).get('vip-arp')).toContain(
      'ip -6 neigh del proxy 2001:db8::225 dev em1',
    )
  })
  test('beside one that a run mends: each has its own', () => {
    const client = answeredBy(220, 221, 222)
    const sights = sightsOf(scene, {}, client)
    const mend = (names: readonly string[]) => (names.includes('rs1') ? `mend ${names.join(',')}` : null)
    const [one] = verifyCluster(scene, { ...sights, mend }).filter(({ id }) => id === 'vip-arp')
    expect(one?.remedy).toMatch(/^dir2 and rs1 must be silent about it: mend rs1; on dir2: sysctl .*proxy_arp/)
  })
})

test('what a run would change is what its plan says of that host and kind', () => {
  const steps = [
    { resource: 'sysctl[net.ipv4.conf.all.arp_ignore]', outcome: 'changed' },
    { resource: 'file[/etc/keepalived/keepalived.conf]', outcome: 'unchanged' },
  ]
  const report = {
    hosts: [
      { host: 'rs1', steps },
      { host: 'dir1', steps: [] },
    ],
  } as unknown as Report
  expect(changes(report, 'rs1', ['address', 'sysctl'])).toBe(true)
  expect(changes(report, 'rs1', ['file'])).toBe(false)
  expect(changes(report, 'dir1', ['sysctl'])).toBe(false)
})
