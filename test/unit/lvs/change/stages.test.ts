import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exampleChange, exampleCircumstances } from '../../../../generate/example-change.ts'
import { clusterChange } from '../../../../src/lvs/change/change.ts'
import type { Circumstances } from '../../../../src/lvs/change/cluster-stage.ts'
import { stagesOf } from '../../../../src/lvs/change/stages.ts'
import type { ClusterData } from '../../../../src/lvs/cluster/cluster.ts'
import type { Path } from '../../../../src/model/host.ts'
import { changed, exampleVars, type Vars } from '../support/site.ts'

const changeOf = (before: Vars, after: Vars, names?: Names, version?: string) =>
  exampleChange(before as ClusterData, after as ClusterData, { ...(names && { names }), ...(version && { version }) })
type Names = NonNullable<NonNullable<Parameters<typeof exampleChange>[2]>['names']>

const around = (about: Partial<Circumstances> = {}): Circumstances => ({ ...exampleCircumstances, ...about })

const stages = (before: Vars, after: Vars, about: Partial<Circumstances> = {}) =>
  stagesOf(changeOf(before, after), around(about)).map(({ kind, hosts }) => `${kind} ${hosts.join(' ')}`)

const vi = (...path: Path): Path => ['vrrp_instances', 'VI_1', ...path]
const vs = (...path: Path): Path => ['virtual_servers', 0, ...path]
const example = exampleVars()
const aroundMaster = ['stop dir2', 'reload dir1', 'start dir2']

interface ListedChange {
  readonly what: string
  readonly path: Path
  readonly values: readonly [unknown, unknown]
  readonly back: boolean
  readonly agreed: string
  readonly stages: readonly string[]
}

/** The list that docs/changes.md shows. */
const listed = JSON.parse(
  readFileSync(new URL('../../../fixtures/lvs/changes.json', import.meta.url), 'utf8'),
) as readonly ListedChange[]

describe('every change of the list', () => {
  const pairs = listed.flatMap(({ what, path, values: [one, other], back, agreed, stages }) => [
    [what, one, other, path, agreed, stages] as const,
    ...(back ? [[what, other, one, path, agreed, stages] as const] : []),
  ])

  test.each(pairs)('%s, %j to %j', (_, from, to, path, agreed, expected) => {
    const [before, after] = [changed(example, path, from ?? undefined), changed(example, path, to ?? undefined)]
    expect(changeOf(before, after).agreed.join(', ')).toBe(agreed)
    expect(stages(before, after)).toEqual(expected)
  })
})

describe('a word that directors must agree on', () => {
  test('of which only the first 8 bytes count is the same with others behind', () => {
    const words = vi('authentication', 'auth_pass')
    expect(stages(changed(example, words, '12345678'), changed(example, words, '123456789'))).toEqual([])
  })

  test('an instance that comes or goes is one, and its name is told', () => {
    const two = changed(example, ['vrrp_instances', 'VI_2'], {
      interface: 'em1',
      virtual_router_id: 52,
      virtual_ipaddress: ['192.168.1.226/32'],
    })
    expect(changeOf(example, two).agreed).toEqual(['VI_2 is new'])
    expect(changeOf(two, example).agreed).toEqual(['VI_2 goes away'])
    expect(stages(two, example)).toEqual(['stop dir2', 'hold dir1', 'reload dir1', 'start dir2'])
  })

  test('a sync group is one', () => {
    const two = changed(example, ['vrrp_instances', 'VI_2'], {
      interface: 'em1',
      virtual_router_id: 52,
      virtual_ipaddress: ['192.168.1.226/32'],
    })
    const grouped = changed(two, ['vrrp_sync_groups'], { G: { group: ['VI_1', 'VI_2'] } })
    expect(changeOf(two, grouped).agreed).toEqual(['VI_1: vrrp_sync_group', 'VI_2: vrrp_sync_group'])
  })
})

describe('who holds addresses', () => {
  const other = changed(example, vi('authentication', 'auth_pass'), 'other123')

  test.each([
    ['one of two', { holding: ['dir2'] }, ['stop dir1', 'reload dir2', 'start dir1']],
    ['both, each of an instance', { holding: ['dir1', 'dir2'] }, ['reload dir2 dir1']],
    ['none that is known', { holding: [] }, ['reload dir2 dir1']],
    ['one, and another director starts', { starting: ['dir3'] }, ['stop dir2', 'reload dir1', 'start dir2 dir3']],
  ])('%s', (_, about, expected) => {
    expect(stages(example, other, about)).toEqual(expected)
  })

  test('the only one that runs goes before those that start', () => {
    const change = changeOf(example, other, ['dir1'])
    const drawn = stagesOf(change, around({ starting: ['dir2'] }))
    expect(drawn.map(({ kind, hosts }) => `${kind} ${hosts.join(' ')}`)).toEqual(['reload dir1', 'start dir2'])
  })

  test('all of a stage at once, and only where all directors are well', () => {
    const drawn = stagesOf(changeOf(example, other), around())
    expect(drawn.map(({ together, needs }) => [together, needs])).toEqual(drawn.map(() => [true, ['dir2', 'dir1']]))
  })

  test('clients notice nothing, and it is said that nobody can take over meanwhile', () => {
    const [stop] = stagesOf(changeOf(example, other), around())
    expect(stop!.clients).toEqual({
      newConnections: 0,
      established: 'live',
      why: 'until dir2 has started again nobody can take over',
    })
  })

  test('keepalived 1.3 is without the addresses for some seconds when virtual_router_id changes, and the plan has them', () => {
    const held = (version: string) =>
      stagesOf(changeOf(example, changed(example, vi('virtual_router_id'), 77), ['dir2', 'dir1'], version), around())
        .filter(({ kind }) => kind === 'hold')
        .map(({ clients }) => clients.newConnections)
    expect(['1.2.13', '1.3.5', '2.0.10', '2.2.7'].map(held)).toEqual([[0], [2], [0], [0]])
  })

  test('a director that is not in the run is said to become a second master', () => {
    const change = changeOf(example, other, ['dir1'])
    const [reload] = stagesOf(change, around({ missing: ['dir2'] }))
    expect(reload!.clients).toMatchObject({ newConnections: null, established: 'may be reset' })
    expect(reload!.clients.why).toContain('two masters until it has the same words')
  })
})

describe('a real server that is taken out', () => {
  const one = changed(example, vs('real_servers'), ['rs1'])

  test('gets weight 0 on every director first, and its time', () => {
    const change = changeOf(example, one)
    const [{ drained, servers, key }] = change.leaving.get('dir1')! as [
      NonNullable<ReturnType<typeof change.leaving.get>>[number],
    ]
    expect([key, servers, [...drained.servers]]).toEqual([
      '-t 192.168.1.225:80',
      ['192.168.1.223:80'],
      [
        ['192.168.1.222:80', '-g -w 1'],
        ['192.168.1.223:80', '-g -w 0'],
      ],
    ])
    const drawn = stagesOf(change, around())
    expect(drawn.map(({ kind, hosts, together }) => [kind, hosts, together])).toEqual([
      ['drain', ['dir2', 'dir1'], true],
      ['reload', ['dir2', 'dir1'], false],
    ])
    expect(drawn[1]!.clients).toEqual({
      newConnections: 0,
      established: 'may be reset',
      why: 'of 192.168.1.223:80, where one lasts longer than 60 s',
    })
  })

  test('with another word that all must agree on goes with it', () => {
    const both = changed(one, vi('advert_int'), 3)
    expect(stages(example, both)).toEqual(['drain dir2 dir1', ...aroundMaster])
  })

  test.each([
    ['a service that goes altogether has nothing to drain', [], changed(example, vs('port'), 8080)],
    [
      'a server that has weight 0 already needs no time',
      [],
      one,
      changed(example, vs('real_servers'), ['rs1', { host: 'rs2', weight: 0 }]),
    ],
    [
      'a service of which no server stays is not emptied before',
      [],
      changed(example, vs('real_servers'), ['rs2']),
      one,
    ],
  ])('%s', (_, expected, after, before = example) => {
    expect(stages(before as Vars, after as Vars)).toEqual(expected)
  })
})

describe('the way in which packets are handed on', () => {
  test.each([
    ['DR', 'NAT'],
    ['NAT', 'DR'],
    ['DR', 'TUN'],
    ['TUN', 'NAT'],
  ])('%s to %s: real servers are ready before', (from, to) => {
    const change = changeOf(changed(example, vs('lb_kind'), from), changed(example, vs('lb_kind'), to))
    expect(change.turning).toEqual([
      { key: '-t 192.168.1.225:80', server: '192.168.1.222:80', from, to },
      { key: '-t 192.168.1.225:80', server: '192.168.1.223:80', from, to },
    ])
    expect(stagesOf(change, around()).find(({ kind }) => kind === 'reload')!.needs).toEqual([
      'dir2',
      'dir1',
      'rs1',
      'rs2',
    ])
  })
})

describe('the default route of real servers', () => {
  const marked = (kind: string) => changed(changed(example, vs('lb_kind'), kind), vs('fwmark'), 8)
  const nat = changed(example, vs('lb_kind'), 'NAT')
  const inside = { interface: 'em1', virtual_router_id: 53, virtual_ipaddress: ['192.168.1.229/24'] }
  const natInside = changed(nat, ['vrrp_instances', 'VI_in'], inside)
  const routed = { routed: ['rs1', 'rs2'] }
  const drawn = (before: Vars, after: Vars) =>
    stagesOf(changeOf(before, after), around(routed)).map(
      ({ kind, hosts, passing }) => `${passing ? 'passing ' : ''}${kind} ${hosts.join(' ')}`,
    )

  test('becomes another before the directors turn to NAT, and after they have turned away', () => {
    expect(drawn(example, nat)).toEqual([
      'reroute rs1 rs2',
      'reload dir2 dir1',
      'outlast rs1 rs2',
      'take away rs1 rs2 dir2 dir1',
    ])
    expect(drawn(nat, example)).toEqual([
      'reload dir2 dir1',
      'outlast rs1 rs2',
      'reroute rs1 rs2',
      'take away rs1 rs2 dir2 dir1',
    ])
  })

  test('finds the inside address there as long as it needs it', () => {
    expect(drawn(example, natInside)).toEqual([
      'passing stop dir2',
      'passing hold dir1',
      'passing reload dir1',
      'passing start dir2',
      'reroute rs1 rs2',
      'reload dir2 dir1',
      'outlast rs1 rs2',
      'take away rs1 rs2 dir2 dir1',
    ])
    expect(drawn(natInside, example)).toEqual([
      'passing reload dir2 dir1',
      'outlast rs1 rs2',
      'reroute rs1 rs2',
      'stop dir2',
      'hold dir1',
      'reload dir1',
      'start dir2',
      'take away rs1 rs2 dir2 dir1',
    ])
  })

  test('between, the directors have the services of one and the addresses of both', () => {
    const to = changeOf(example, natInside).passing.get('dir1')!
    expect([to.includes('vrrp_instance VI_in'), to.includes('lb_kind DR')]).toEqual([true, true])
    const from = changeOf(natInside, example).passing.get('dir1')!
    expect([from.includes('vrrp_instance VI_in'), from.includes('lb_kind DR')]).toEqual([true, true])
  })

  test('what came by the old way has its time before that is closed, and the plan says what becomes of the rest', () => {
    const stage = (before: Vars, after: Vars, wanted: string) =>
      stagesOf(changeOf(before, after), around(routed)).find(({ kind }) => kind === wanted)!
    expect(stage(nat, example, 'outlast').title).toBe('connections that rs1 and rs2 have by NAT get up to 60 s to end')
    expect(stage(nat, example, 'reroute').clients).toEqual({
      newConnections: 0,
      established: 'may be reset',
      why: 'by NAT, where one lasts longer than 60 s: it gets no more answers',
    })
    expect(stage(nat, example, 'take away').clients).toMatchObject({ established: 'live' })
    expect(stage(example, nat, 'reroute').clients).toMatchObject({ newConnections: 0, established: 'live' })
    expect(stage(example, nat, 'reroute').title).toBe('the default route of rs1 and rs2 becomes another')
    expect(stage(example, nat, 'take away').clients.why).toContain('by DR, where one lasts longer than 60 s')
    expect(stage(example, nat, 'reload').clients.why).toContain('which NAT can not serve')
  })

  test('to NAT, a kernel that sends a port again the old way is named', () => {
    const about = around({ ...routed, keepingPorts: ['dir2'] })
    const { clients } = stagesOf(changeOf(example, nat), about).find(({ kind }) => kind === 'reload')!
    expect(clients).toMatchObject({ newConnections: 120, established: 'live' })
    expect(clients.why).toContain('since the kernel of dir2 is older than Linux 4.1')
    expect(stagesOf(changeOf(nat, example), about).map(({ clients }) => clients.newConnections)).not.toContain(120)
  })

  test.each([
    ['DR', example, nat, ['192.168.1.225:80']],
    ['NAT', nat, example, ['192.168.1.222:80', '192.168.1.223:80']],
    ['DR of a firewall mark', marked('DR'), marked('NAT'), []],
  ])('the sockets of connections by %s', (_, before, after, expected) => {
    expect(changeOf(before, after).outlasting).toEqual(expected)
  })

  test('servers that are sent to by DR and NAT meanwhile are known by their addresses', () => {
    expect(changeOf(example, nat).bothWays).toEqual(['192.168.1.222', '192.168.1.223'])
    expect(changeOf(changed(example, vs('lb_kind'), 'TUN'), nat).bothWays).toEqual([])
  })

  test('by itself has nothing to do with directors', () => {
    expect(stages(example, example, routed)).toEqual([])
  })
})

describe('what is left over', () => {
  test('goes last, where the directors are well', () => {
    const other = changed(example, vi('virtual_ipaddress'), ['192.168.1.230/32'])
    const drawn = stagesOf(changeOf(example, other), around({ leftovers: ['rs1', 'rs2'] }))
    expect(drawn.map(({ kind }) => kind)).toEqual(['stop', 'reload', 'start', 'take away'])
    expect(drawn.at(-1)).toMatchObject({ hosts: ['rs1', 'rs2'], needs: ['dir2', 'dir1'] })
  })

  test('goes after the playbook where no director changes', () => {
    expect(stages(example, example, { leftovers: ['rs2'] })).toEqual(['take away rs2'])
  })
})

test('files that say nothing that can be read are no reason to stop', () => {
  const change = clusterChange([{ name: 'dir1', version: '2.2.7', before: '}{ \u0000 vrrp_instance', after: '' }])
  expect(change).toMatchObject({ agreed: [], turning: [], addresses: [] })
})
