import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Planned } from '../../../src/engine/planned.ts'
import { type RunOptions, run } from '../../../src/engine/run.ts'
import { command, file, sh } from '../../../src/index.ts'
import { ConnectError } from '../../../src/model/errors.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Report } from '../../../src/model/report.ts'
import type { Resource } from '../../../src/model/resource.ts'
import { type Between, nothingNoticed, type Schedule, type Stage } from '../../../src/model/stage.ts'
import { framed } from '../../../src/shell/frames.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { isRoot } from '../../support/tools.ts'

let root = ''
const at = (name: string) => join(root, name)
const log = () => (existsSync(at('log')) ? readFileSync(at('log'), 'utf8').trim().split('\n') : [])
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lbprov-staged-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const [a, b] = [hostNamed('a'), hostNamed('b')]

/** On each host three things, which say in one log when they were brought about. */
function site() {
  const says = (host: string, name: string) =>
    command(`${name}-${host}`, {
      run: sh`echo ${`${name} ${host}`} >>${at('log')}; : >${at(`${name}.${host}`)}`,
      unless: sh`[ -e ${at(`${name}.${host}`)} ]`,
    })
  return siteOf({
    hosts: [a, b],
    serial: 1,
    roles: { r: ({ name }) => ['make', 'turn', 'break'].map((what) => says(name, what)) },
  })
}

const stage = (title: string, part: Partial<Stage> = {}): Stage => ({
  title,
  hosts: ['a', 'b'],
  needs: ['a', 'b'],
  together: false,
  clients: nothingNoticed,
  ...part,
})

const order = ['make', 'turn', 'break']
const schedule = (part: Partial<Schedule> = {}): Schedule => ({
  stages: [stage('make'), stage('turn', { together: true }), stage('break')],
  stageOf: (_, { name }) => order.indexOf(name.split('-')[0]!),
  between: [],
  ...part,
})

const go = (options: Partial<RunOptions>): Promise<Report> =>
  run({ site: site(), playbook: 'site.yaml', connect: connectTo(['sh', '-s']), forks: 10, check: false, ...options })

describe('a run that is cut into stages', () => {
  test('goes stage after stage, in each by the plays, or together', async () => {
    const events: RunEvent[] = []
    const report = await go({ onPlanned: async () => schedule(), listener: (event) => events.push(event) })
    expect(log().slice(0, 2)).toEqual(['make a', 'make b'])
    expect(log().slice(2, 4).toSorted()).toEqual(['turn a', 'turn b'])
    expect(log().slice(4)).toEqual(['break a', 'break b'])
    expect(report.stages?.map(({ title }) => title)).toEqual(order)
    expect(report.hosts[0]!.steps.map(({ resource, outcome, stage }) => [resource, outcome, stage])).toEqual([
      ['command[make-a]', 'created', 1],
      ['command[turn-a]', 'created', 2],
      ['command[break-a]', 'created', 3],
    ])
    expect(
      events.flatMap((event) => (event.type === 'stage' ? [`${event.number}/${event.of} ${event.title}`] : [])),
    ).toEqual(['1/3 make', '2/3 turn', '3/3 break'])
  })

  test('is shown by a check as it is done', async () => {
    const check = await go({ check: true, onPlanned: async () => schedule() })
    expect(log()).toEqual([])
    const done = await go({ onPlanned: async () => schedule() })
    expect(check.hosts.map(({ steps }) => steps)).toEqual(done.hosts.map(({ steps }) => steps))
    expect(check.stages).toEqual(done.stages)
  })

  test('a stage is begun on no host where one of its hosts has failed before', async () => {
    const refuses = command('turn-b', { run: sh`exit 3`, unless: sh`false` })
    const bad = siteOf(
      ...site().plays.map(({ assignments }) => ({
        hosts: [...assignments.keys()],
        roles: {
          r: ({ name }: { name: string }) =>
            name === 'b'
              ? [command('make-b', { run: sh`exit 3`, unless: sh`false` }), refuses]
              : [command('turn-a', { run: sh`echo turned >>${at('log')}`, unless: sh`false` })],
        },
      })),
    )
    const report = await go({ site: bad, onPlanned: async () => schedule() })
    expect(log()).toEqual([])
    expect(report.hosts.map(({ host, outcome, message }) => [host, outcome, message])).toEqual([
      ['a', 'skipped', 'stage 2, turn, was not begun because b failed'],
      ['b', 'failed', undefined],
    ])
  })

  test('a stage that is done together is begun on no host where one can’t be entered any more', async () => {
    let gone = false
    const connect: RunOptions['connect'] = async (connection, onPhase) => {
      if (connection.address === 'b' && gone) throw new ConnectError('connect', 'b is gone', '')
      const session = await connectTo(['sh', '-s'])(connection, onPhase)
      const lost = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), exitCode: null, lost: 'the connection was lost' }
      return { run: async (...asked) => (gone ? lost : session.run(...asked)), close: () => session.close() }
    }
    const hangUp = async (planned: readonly Planned[]) => {
      gone = true
      await planned[1]!.ask('probing', (token) => framed(token, []), 1000)
      return schedule({ stageOf: (_, { name }) => (name.startsWith('break') ? 2 : 1) })
    }
    const report = await go({ connect, onPlanned: hangUp })
    expect(log()).toEqual([])
    expect(report.hosts.map(({ outcome }) => outcome)).toEqual(['skipped', 'unreachable'])
    expect(report.hosts[0]!.message).toContain('no connection to b')
  })

  test('what is found wrong after a stage ends its hosts, and the stages to come', async () => {
    const onStageEnd = async (index: number) =>
      index === 1 ? [{ hosts: ['a'], failed: true, message: 'the address is on two' }] : []
    const report = await go({ onPlanned: async () => schedule(), onStageEnd })
    expect(log().filter((line) => line.startsWith('break'))).toEqual([])
    expect(report.hosts.map(({ host, outcome, message }) => [host, outcome, message])).toEqual([
      ['a', 'failed', 'the address is on two'],
      ['b', 'skipped', 'stage 3, break, was not begun because a failed'],
    ])
    expect(report.hosts[1]!.steps.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'skipped'])
  })
})

describe('a state between', () => {
  const files = () =>
    siteOf({
      hosts: [a],
      roles: { r: () => [file(at('x'), { content: 'after\n' }), file(at('y'), { content: 'y\n' })] },
    })
  const between = (planned: readonly Planned[]): Between[] => {
    const { resource } = planned[0]!.steps[0]!
    return [{ stage: 0, host: 'a', resource: file(at('x'), { content: 'between\n' }), standsFor: resource }]
  }
  const cutting = async (planned: readonly Planned[]) =>
    schedule({
      stages: [stage('first', { hosts: ['a'], needs: ['a'] }), stage('then', { hosts: ['a'], needs: ['a'] })],
      stageOf: () => 1,
      between: between(planned),
    })

  test('is brought about first, and what comes after is planned from there', async () => {
    await go({ site: siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: 'before\n' })] } }) })
    const seen: string[] = []
    const onStageEnd = async () => {
      seen.push(readFileSync(at('x'), 'utf8'))
      return []
    }
    const report = await go({ site: files(), onPlanned: cutting, onStageEnd })
    expect(seen).toEqual(['between\n'])
    expect(readFileSync(at('x'), 'utf8')).toBe('after\n')
    expect(report.hosts[0]!.steps.map(({ changes, stage }) => [stage, changes[0]!.from, changes[0]!.to])).toEqual([
      [1, 'before\n', 'between\n'],
      [2, 'between\n', 'after\n'],
      [2, null, 'y\n'],
    ])
  })

  test.skipIf(!isRoot)('what hangs on it is refreshed with it, in the first pass', async () => {
    const tells = (on: readonly Resource[]) =>
      command('tells', { run: sh`cat ${at('x')} >>${at('log')}`, unless: sh`:` }, { refreshOn: on })
    const x = file(at('x'), { content: 'after\n' })
    const site = siteOf({ hosts: [a], roles: { r: () => [x, tells([x])] } })
    const onPlanned = async ([one]: readonly Planned[]) => {
      const [own, told] = one!.steps.map(({ resource }) => resource) as [Resource, Resource]
      const first = file(at('x'), { content: 'between\n' })
      return schedule({
        stages: [stage('first', { hosts: ['a'], needs: ['a'] }), stage('then', { hosts: ['a'], needs: ['a'] })],
        stageOf: () => 1,
        between: [
          { stage: 0, host: 'a', resource: first, standsFor: own },
          { stage: 0, host: 'a', resource: { ...told, refreshOn: [first] }, standsFor: told },
        ],
      })
    }
    const check = await go({ site, onPlanned, check: true })
    expect(check.hosts[0]!.steps.map(({ outcome }) => outcome)).toEqual([
      'created',
      'refreshed',
      'updated',
      'refreshed',
    ])
    const report = await go({ site, onPlanned })
    expect(report.hosts[0]!.steps.map(({ outcome }) => outcome)).toEqual(
      check.hosts[0]!.steps.map(({ outcome }) => outcome),
    )
    expect(log()).toEqual(['between', 'after'])
  })

  test('what a person did is told by its raw text to those who plan', async () => {
    await go({ site: siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: 'before\n' })] } }) })
    const seen: unknown[] = []
    const masked = siteOf({
      hosts: [a],
      roles: { r: () => [file(at('x'), { content: 'after\n' }, { mask: () => '‹secret›\n' })] },
    })
    await go({
      site: masked,
      check: true,
      onPlanned: async ([one]) => {
        seen.push(one!.seen(one!.steps[0]!.resource)?.content)
        return undefined
      },
    })
    expect(seen).toEqual(['before\n'])
  })
})
