import { describe, expect, test } from 'vitest'
import { type DrainOrder, drainStages, undrainStages } from '../../../src/day2/drain.ts'
import { perform } from '../../../src/day2/perform.ts'
import type { Stage } from '../../../src/day2/stage.ts'
import { scenesOf } from '../../../src/lvs/cluster/scene.ts'
import { readActive, readCounts } from '../../../src/lvs/table/load.ts'
import { dayExitCode } from '../../../src/model/day-report.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import { heldOf, note, siteWhile } from './site.ts'

function order(servers: readonly string[], before: readonly string[] = [], more: Partial<DrainOrder> = {}): DrainOrder {
  const held = heldOf(before)
  return { scenes: scenesOf(siteWhile(held)), held, servers, note, wait: 300, force: false, ...more }
}

const acts = (stages: readonly Stage[]) => stages.map(({ act }) => act.do)
const drainedBy = (stages: readonly Stage[]) =>
  stages.flatMap(({ act }) => (act.do === 'hold' ? [[...act.held.drained.keys()]] : []))

describe('draining', () => {
  test('is looked at, kept, brought about on every director, waited for', () => {
    const stages = drainStages(order(['rs1']))
    expect(acts(stages)).toEqual(['look', 'hold', 'converge', 'idle'])
    expect(drainedBy(stages)).toEqual([['rs1']])
    expect(stages[2]!.act).toMatchObject({ hosts: ['dir1', 'dir2'], than: heldOf([]) })
    expect(acts(drainStages(order(['rs1'], [], { wait: 0, force: true })))).toEqual(['hold', 'converge'])
  })

  test('again keeps who drained it first, and does not look for what it left', () => {
    const stages = drainStages(order(['rs1'], ['rs1'], { note: { ...note, by: 'ben@desk' } }))
    expect(acts(stages)).toEqual(['hold', 'converge', 'idle'])
    expect(stages[0]!.act).toMatchObject({ held: heldOf(['rs1']) })
  })

  test.each([
    ['a slip', ['rs'], [], 'rs is no real server of this site'],
    ['a director', ['dir1'], [], 'dir1 is no real server'],
    ['the last two', ['rs1', 'rs2'], [], '192.168.1.225:80/TCP would have no real server left'],
    ['the last one', ['rs2'], ['rs1'], 'would have no real server left'],
  ])('%s is refused', (_, servers, before, message) => {
    expect(() => drainStages(order(servers, before))).toThrow(ConfigError)
    expect(() => drainStages(order(servers, before))).toThrow(message)
  })

  test('the last one goes with --force', () => {
    expect(drainedBy(drainStages(order(['rs2'], ['rs1'], { force: true })))).toEqual([['rs1', 'rs2']])
  })
})

describe('undraining', () => {
  test('forgets those alone, and brings weights back', () => {
    const stages = undrainStages(order(['rs1'], ['rs1', 'rs2']))
    expect(acts(stages)).toEqual(['look', 'hold', 'converge'])
    expect(drainedBy(stages)).toEqual([['rs2']])
  })

  test('refuses one that is not drained', () =>
    expect(() => undrainStages(order(['rs2'], ['rs1']))).toThrow('rs2 is not drained'))
})

describe('going through stages', () => {
  const stages = drainStages(order(['rs1']))
  const go = (does: (stage: Stage) => Promise<{ outcome: 'done' | 'failed' | 'unreachable'; said: string }>) =>
    perform(stages, {
      verb: 'drain',
      playbook: 'site.yaml',
      check: false,
      does,
      onStage: () => {},
      onWent: () => {},
      onBug: () => {},
    })

  test('stops at the first that does not end well', async () => {
    for (const [outcome, code] of [
      ['failed', 1],
      ['unreachable', 4],
    ] as const) {
      const report = await go(async ({ act }) => ({ outcome: act.do === 'converge' ? outcome : 'done', said: '' }))
      expect(report.stages.map((stage) => stage.outcome)).toEqual(['done', 'done', outcome, 'skipped'])
      expect(dayExitCode(report)).toBe(code)
    }
  })

  test('what is thrown fails its stage', async () => {
    const report = await go(async () => {
      throw new TypeError('no')
    })
    expect(report.stages[0]).toMatchObject({ outcome: 'failed', said: 'a bug in lbprov: TypeError: no' })
  })
})

test('open connections are counted over all services, IPv6 in its one form', () => {
  const text = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  192.168.1.225:80 wrr
  -> 192.168.1.222:80             Route   0      3          12
  -> 192.168.1.223:80             Route   1      0          4
TCP  192.168.1.226:80 wrr
  -> 192.168.1.222:80             Route   1      2          0
TCP  [2001:db8::225]:80 rr
  -> [2001:db8:0:0::222]:80       Route   1      1          0`
  expect(Object.fromEntries(readActive(text))).toEqual({
    '192.168.1.222:80': 5,
    '192.168.1.223:80': 0,
    '[2001:db8::222]:80': 1,
  })
  expect(Object.fromEntries(readCounts('192.168.1.222:80 7\n\nxyz'))).toEqual({ '192.168.1.222:80': 7 })
})
