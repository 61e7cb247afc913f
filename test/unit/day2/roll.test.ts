import { describe, expect, test } from 'vitest'
import { type RollOrder, rollStages, workName } from '../../../src/day2/roll.ts'
import type { Stage } from '../../../src/day2/stage.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import type { Held } from '../../../src/model/held.ts'
import { sightsOf, vip } from '../lvs/verify/scene.ts'
import { heldOf, note, siteWhile } from './site.ts'

const work = { do: 'upgrade', name: 'nginx' } as const

/** The example, with dir1 master. */
function order(held: Held = heldOf([]), more: Partial<RollOrder> = {}): RollOrder {
  const scenes = scenesOf(siteWhile(held))
  const unled = scenesOf(siteWhile(heldOf([])))
  const has = (name: string) => (name === 'dir1' ? [{ interface: 'em1', cidr: `${vip}/32` }] : [])
  const sights = sightsOf(unled[0]!, { dir1: { addresses: has('dir1') }, dir2: { addresses: has('dir2') } }, null)
  const base = { scenes, unled: { scenes: unled, held, note, sights }, held, note, work, wait: 300, client: false }
  return { ...base, servers: true, directors: true, ...more }
}

/** `work rs1`, `hold rs1 | rs1 done`: the drained, who leads, and what is through. */
function told(stages: readonly Stage[]): readonly string[] {
  return stages.map(({ act }) => {
    if (act.do === 'work' || act.do === 'well') return `${act.do} ${act.host}`
    if (act.do === 'take') return `take ${act.to}`
    if (act.do !== 'hold') return act.do
    const { drained, leads, roll } = act.held
    return `hold ${[...drained.keys(), ...leads.keys()].join() || '-'}, ${roll ? `done ${roll.done.join() || '-'}` : 'over'}`
  })
}

describe('a roll', () => {
  test('takes one real server after the other out of use', () => {
    expect(told(rollStages(order(heldOf([]), { directors: false })))).toEqual([
      'hold -, done -',
      ...['look', 'hold rs1, done -', 'converge', 'idle', 'work rs1', 'well rs1', 'hold -, done -', 'converge'],
      'hold -, done rs1',
      ...['look', 'hold rs2, done rs1', 'converge', 'idle', 'work rs2', 'well rs2', 'hold -, done rs1', 'converge'],
      'hold -, done rs1,rs2',
      'hold -, over',
    ])
  })

  test('then the backup, then the master while the other leads', () => {
    expect(told(rollStages(order(heldOf([]), { servers: false, client: true })))).toEqual([
      'hold -, done -',
      ...['prove', 'work dir2', 'well dir2', 'prove', 'hold -, done dir2'],
      ...['prove', 'look', 'hold dir2, done dir2', 'take dir2', 'prove', 'work dir1', 'well dir1', 'prove'],
      ...['hold -, done dir2', 'take dir1', 'prove', 'served', 'hold -, done dir2,dir1'],
      'hold -, over',
    ])
  })

  test('waits until checks of the directors could have noticed, before it looks', () => {
    const all = rollStages(order()).flatMap(({ act }) => (act.do === 'well' ? [[act.host, act.settle]] : []))
    expect(Object.fromEntries(all)).toEqual({ rs1: 5, rs2: 5, dir2: 0, dir1: 0 })
  })

  test('leaves a server drained that somebody else has drained', () => {
    const third = [['virtual_servers', 0, 'real_servers', 2], { address: '192.168.1.9' }] as const
    const scenes = scenesOf(siteWhile(heldOf(['rs2']), third))
    const stages = told(rollStages(order(heldOf(['rs2']), { directors: false, scenes })))
    expect(stages).toEqual([
      'hold rs2, done -',
      ...['look', 'hold rs2,rs1, done -', 'converge', 'idle', 'work rs1', 'well rs1', 'hold rs2, done -', 'converge'],
      'hold rs2, done rs1',
      ...['work rs2', 'well rs2', 'hold rs2, done rs1,rs2'],
      'hold rs2, over',
    ])
  })

  test('goes on behind what is done, with the server that it had drained', () => {
    const roll = { ...note, work: workName(work), done: ['rs1'], at: 'rs2' }
    const stages = told(rollStages(order({ ...heldOf(['rs2']), roll }, { directors: false })))
    expect(stages).toEqual([
      'hold rs2, done rs1',
      ...['hold rs2, done rs1', 'converge', 'idle', 'work rs2', 'well rs2', 'hold -, done rs1', 'converge'],
      'hold -, done rs1,rs2',
      'hold -, over',
    ])
  })

  test('refuses where a server can not be spared', () => {
    const change = [['virtual_servers', 0, 'real_servers'], ['rs1']] as const
    const scenes = scenesOf(siteWhile(heldOf([]), change))
    expect(() => rollStages(order(heldOf([]), { scenes }))).toThrow(
      /would have no real server left\n {4}a roll takes rs1 out of use, so another server must be there; or do it by hand: lbprov drain rs1 --force/,
    )
  })
})

test.each([
  [{ do: 'upgrade', name: 'nginx', version: '1.22.1-9' }, 'upgrade nginx to 1.22.1-9'],
  [{ do: 'reboot', seconds: 600 }, 'reboot'],
  [{ do: 'command', words: ['systemctl', 'restart', 'nginx'], id: 'x' }, 'run systemctl restart nginx'],
] as const)('%j', (what, name) => expect(workName(what)).toBe(name))
