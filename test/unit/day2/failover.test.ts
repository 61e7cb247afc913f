import { describe, expect, test } from 'vitest'
import { aroundStages, overStages } from '../../../src/day2/failover.ts'
import { type MoveOrder, moveOf, movesBack } from '../../../src/day2/moves.ts'
import type { Stage } from '../../../src/day2/stage.ts'
import { declarationsOf } from '../../../src/engine/resolve.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import type { Held } from '../../../src/model/held.ts'
import { label } from '../../../src/model/resource.ts'
import { factsOf } from '../lvs/support/site.ts'
import { sightsOf, vip } from '../lvs/verify/scene.ts'
import { heldOf, note, siteWhile } from './site.ts'

type Change = readonly [path: readonly (string | number)[], value: unknown]
const nopreempt: Change = [['vrrp_instances', 'VI_1', 'nopreempt'], true]

const leading = (director: string, priority: number): Held =>
  heldOf([], new Map([[director, { ...note, priorities: { VI_1: priority } }]]))

/** What was seen of the example while that director has the address. */
function order(
  master: 'dir1' | 'dir2',
  held: Held = heldOf([]),
  more: Partial<MoveOrder> = {},
  ...changes: readonly Change[]
): MoveOrder {
  const scenes = scenesOf(siteWhile(heldOf([]), ...changes))
  const has = (name: string) => (name === master ? [{ interface: 'em1', cidr: `${vip}/32` }] : [])
  const sights = sightsOf(scenes[0]!, { dir1: { addresses: has('dir1') }, dir2: { addresses: has('dir2') } }, null)
  return { scenes, held, note, sights, ...more }
}

/** `hold dir2=101`, `take dir2 by dir2`, `converge dir1`. */
function told(stages: readonly Stage[]): readonly string[] {
  return stages.map(({ act }) => {
    if (act.do === 'hold')
      return `hold ${[...act.held.leads].map(([name, { priorities }]) => `${name}=${priorities.VI_1}`).join() || 'nothing'}`
    if (act.do === 'take') return `take ${act.to} by ${act.hosts.join()}`
    return act.do === 'converge' ? `converge ${act.hosts.join()}` : act.do
  })
}

const prioritiesOf = (held: Held, ...changes: readonly Change[]) => {
  const site = siteWhile(held, ...changes)
  const facts = factsOf('debian12', { keepalived: '2.2.7', interfaces: new Map() })
  return ['dir1', 'dir2'].map((name) => {
    const all = declarationsOf(site, site.inventory.host(name)!, facts).map(({ resource }) => resource)
    const conf = String(all.find((one) => label(one) === 'file[/etc/keepalived/keepalived.conf]')?.desired?.content)
    return conf.match(/priority \d+|nopreempt|preempt_delay/g)?.join(' ')
  })
}

describe('failover', () => {
  test('there and back: the backup gets a priority above all, then loses it', () => {
    const move = moveOf(order('dir1'))
    expect(told(aroundStages(move))).toEqual([
      'prove',
      'look',
      'hold dir2=101',
      'take dir2 by dir2',
      'prove',
      'hold nothing',
      'take dir1 by dir2',
      'prove',
    ])
  })

  test('to stay, and back', () => {
    expect(told(overStages(moveOf(order('dir1'))))).toEqual([
      'prove',
      'look',
      'hold dir2=101',
      'take dir2 by dir2',
      'prove',
    ])
    const [back] = movesBack(order('dir2', leading('dir2', 101)))
    expect(told(overStages(back!))).toEqual(['prove', 'look', 'hold nothing', 'take dir1 by dir2', 'prove'])
  })

  test('from who leads to the usual one is the way back', () => {
    const move = moveOf(order('dir2', leading('dir2', 101)))
    expect(move).toMatchObject({ from: 'dir2', to: 'dir1' })
    expect(told(overStages(move))).toEqual(['prove', 'look', 'hold nothing', 'take dir1 by dir2', 'prove'])
  })

  test('where nobody preempts, who takes back leads for a moment', () => {
    const [back] = movesBack(order('dir2', leading('dir2', 101), {}, nopreempt))
    expect(told(overStages(back!))).toEqual([
      'prove',
      'look',
      'hold dir1=102',
      'take dir1 by dir1',
      'converge dir2',
      'hold nothing',
      'converge dir1',
      'prove',
    ])
  })

  test.each([
    ['a director that is none', { to: 'dir3' }, 'dir3 is no director of this site'],
    ['the master itself', { to: 'dir1' }, 'dir1 is master already'],
    ['an instance that is none', { instance: 'VI_2' }, 'there is no instance VI_2'],
  ])('%s is refused', (_, more, message) => expect(() => moveOf(order('dir1', heldOf([]), more))).toThrow(message))

  test('without one master it is refused, and so is a way back from nowhere', () => {
    const both = order('dir1')
    const all = { dir1: { addresses: [] }, dir2: { addresses: [] } }
    expect(() => moveOf({ ...both, sights: sightsOf(both.scenes[0]!, all, null) })).toThrow(
      'no director that could be asked has',
    )
    expect(() => movesBack(both)).toThrow('nobody leads but as the variables say')
  })

  test('a priority of 254 leaves none above', () => {
    const change: Change = [['vrrp_instances', 'VI_1', 'priority'], { dir1: 254 }]
    const move = moveOf(order('dir1', heldOf([]), {}, change))
    expect(() => overStages(move)).toThrow('VI_1 has no priority left above 254')
  })

  test('the instances of a sync group go together', () => {
    const instances = { VI_1: instance(51, vip), VI_2: instance(52, '10.0.0.1'), VI_3: instance(53, '10.0.0.2') }
    const changes: readonly Change[] = [
      [['vrrp_instances'], instances],
      [['vrrp_sync_groups'], { G: { group: ['VI_1', 'VI_2'] } }],
    ]
    const base = order('dir1', heldOf([]), { instance: 'VI_2' }, ...changes)
    const addresses = [vip, '10.0.0.1', '10.0.0.2'].map((one) => ({ interface: 'em1', cidr: `${one}/32` }))
    const sights = sightsOf(base.scenes[0]!, { dir1: { addresses } }, null)
    expect(moveOf({ ...base, sights }).instances.map(({ name }) => name)).toEqual(['VI_1', 'VI_2'])
  })
})

const instance = (virtual_router_id: number, address: string) => ({
  interface: 'em1',
  virtual_router_id,
  virtual_ipaddress: [`${address}/32`],
})

test('who leads has the priority, and nothing that keeps it from taking over; the others are as they were', () => {
  expect(prioritiesOf(heldOf([]))).toEqual(['priority 100', 'priority 98'])
  expect(prioritiesOf(leading('dir2', 101))).toEqual(['priority 100', 'priority 101'])
  const changes: readonly Change[] = [nopreempt, [['vrrp_instances', 'VI_1', 'preempt_delay'], 60]]
  const [before] = prioritiesOf(heldOf([]), ...changes)
  expect(before).toMatch(/nopreempt|preempt_delay/)
  expect(prioritiesOf(leading('dir2', 101), ...changes)).toEqual([before, 'priority 101'])
})
