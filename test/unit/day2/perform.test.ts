import { expect, test } from 'vitest'
import { type Performance, perform } from '../../../src/day2/perform.ts'
import type { Act, Stage } from '../../../src/day2/stage.ts'
import type { Went } from '../../../src/model/day-report.ts'
import { ConfigError, LockedError } from '../../../src/model/errors.ts'
import { heldOf } from './site.ts'

const [before, held] = [heldOf([]), heldOf(['rs1'])]
const drain = { hosts: ['dir1'], held, than: before }
const acts: readonly Act[] = [
  { do: 'look', ...drain, without: [] },
  { do: 'hold', held },
  { do: 'converge', ...drain },
  { do: 'idle', servers: ['rs1'], seconds: null },
  { do: 'work', host: 'rs1', work: { do: 'reboot', seconds: 1 } },
]
const stages = acts.map((act): Stage => ({ title: act.do, clients: '', seconds: null, act }))

/** Goes through them with so many signals in the middle of one; each then goes as `went` says, or never ends. */
async function brokenOff(at: Act['do'], { times = 1, went = () => done as Went | null } = {}) {
  const [soon, now] = [new AbortController(), new AbortController()]
  const does: Performance['does'] = ({ act }) => {
    if (act.do !== at) return Promise.resolve(done)
    soon.abort('SIGINT')
    if (times > 1) now.abort('SIGINT')
    const how = went()
    return how ? Promise.resolve(how) : new Promise(() => {})
  }
  const report = await perform(stages, {
    verb: 'drain',
    playbook: 'site.yaml',
    check: false,
    does,
    stop: { soon: soon.signal, now: now.signal },
    onStage: () => {},
    onWent: () => {},
    onBug: () => {},
  })
  expect(report.stoppedBy).toBe('SIGINT')
  return report.stages.map(({ outcome, said }) => (said === '' ? outcome : `${outcome}: ${said}`))
}

const done: Went = { outcome: 'done', said: '' }
const missed = () => ({ outcome: 'unreachable', said: 'dir1: not looked at: broken off by SIGINT' }) as const
const open = () => ({ outcome: 'failed', said: 'still open after 4 s: rs1 has 3' }) as const

test('a signal lets the act at work end, and nothing new begins', async () => {
  expect(await brokenOff('look')).toEqual(['done', 'skipped', 'skipped', 'skipped', 'skipped'])
  expect(await brokenOff('work')).toEqual(['done', 'done', 'done', 'done', 'done'])
})

test('what is kept beside the inventory is brought about all the same', async () => {
  expect(await brokenOff('hold')).toEqual(['done', 'done', 'done', 'skipped', 'skipped'])
  expect(await brokenOff('hold', { times: 2 })).toEqual(['done', 'done', 'skipped', 'skipped', 'skipped'])
})

test('a look that is broken off is no failure', async () => {
  expect(await brokenOff('look', { went: missed })).toEqual([
    'skipped: broken off by SIGINT',
    ...['skipped', 'skipped', 'skipped', 'skipped'],
  ])
  expect(await brokenOff('idle', { went: open })).toEqual([
    ...['done', 'done', 'done', 'skipped: broken off by SIGINT: still open after 4 s: rs1 has 3', 'skipped'],
  ])
})

test('a second signal waits for nothing', async () => {
  expect(await brokenOff('idle', { times: 2, went: () => null })).toEqual([
    ...['done', 'done', 'done', 'skipped: broken off by SIGINT', 'skipped'],
  ])
  expect((await brokenOff('converge', { times: 2, went: () => null }))[2]).toBe(
    'failed: given up while it was at work: what was done there is not known',
  )
})

/** Goes through them; one throws. */
async function mistakenAt(at: Act['do'], error: Error, first: Went = done) {
  const { stages: went } = await perform(stages, {
    verb: 'drain',
    playbook: 'site.yaml',
    check: first.outcome === 'planned',
    does: ({ act }) => (act.do === at ? Promise.reject(error) : Promise.resolve(first)),
    onStage: () => {},
    onWent: () => {},
    onBug: () => {},
  })
  return went.map(({ outcome, said }) => (said === '' ? outcome : `${outcome}: ${said}`))
}

test.each([new ConfigError([{ message: 'no such thing' }]), new LockedError([{ message: 'dir1 has a run' }])])(
  '%s says that no host was changed as long as none was; later it fails its stage',
  async (error) => {
    for (const at of ['look', 'hold', 'converge'] as const) await expect(mistakenAt(at, error)).rejects.toBe(error)
    await expect(mistakenAt('work', error, { outcome: 'planned', said: '' })).rejects.toBe(error)
    expect(await mistakenAt('idle', error)).toEqual([
      ...['done', 'done', 'done'],
      `failed: ${error.message}`,
      'skipped',
    ])
  },
)
