import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConnectError } from '../../../src/model/errors.ts'
import type { HostReport, StepReport } from '../../../src/model/report.ts'
import { readTranscript } from '../../../src/shell/frames.ts'
import { type Asked, lookAtHolders } from '../../../src/verify/holders.ts'
import { exampleInventory, exampleRoles, renamedRoles, siteOf } from '../lvs/support/site.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inventory = exampleInventory()
const where = { file: 'x', line: 1, column: 1 }
const vip = '192.168.1.225'
const changed: readonly [role: string, StepReport['outcome']] = ['keepalived-master', 'updated']

const report = (host: string, [role, outcome]: readonly [string, StepReport['outcome']], more = {}): HostReport => ({
  host,
  outcome: outcome === 'unchanged' ? 'ok' : 'changed',
  notes: [],
  seconds: 1,
  steps: [
    {
      play: 'p',
      role,
      tags: [],
      resource: 'file[/etc/keepalived/keepalived.conf]',
      outcome,
      changes: [],
      refreshed: false,
      declared: where,
      requested: where,
    },
  ],
  ...more,
})
const both = [report('dir1', changed), report('dir2', ['keepalived-backup', 'unchanged'])]

/** A director that has the address in those seconds after the run. */
const director = (name: string, has: (second: number) => boolean | Error, init: Asked['init'] = 'systemd'): Asked => {
  const begin = Date.now()
  const ask: Asked['ask'] = async (_, script) => {
    const held = has((Date.now() - begin) / 1000)
    if (typeof held !== 'boolean') throw held
    expect(script('t').text).toContain('ip -o addr show')
    const addresses = `2: em1    inet 192.168.1.2/24\n${held ? `2: em1    inet ${vip}/32` : `1: lo    inet ${vip}/32`}`
    const frames = ['begin\n', 'step place\n', `= addresses\n${addresses}`, 'done place 0\n', 'end\n']
    const stdout = Buffer.from(frames.map((frame, i) => `\nt ${i} ${frame}`).join(''))
    return { transcript: readTranscript('t', { stdout, stderr: Buffer.alloc(0) }), lost: undefined }
  }
  return { host: inventory.host(name)!, init, ask }
}

async function said(directors: readonly Asked[], reports = both, roles = exampleRoles) {
  const bugs: unknown[] = []
  const words = lookAtHolders(siteOf(inventory, roles), directors, reports, (...bug) => void bugs.push(bug))
  await vi.advanceTimersByTimeAsync(100_000)
  expect(bugs).toEqual([])
  return words
}

test('an address on one director alone is nothing to tell', async () => {
  expect(await said([director('dir1', () => true), director('dir2', () => false)])).toEqual([])
})

test('it is looked once an election is over, and what is wrong then gets some time', async () => {
  expect(await said([director('dir1', (s) => s > 3), director('dir2', (s) => s < 4)])).toEqual([])
  expect(await said([director('dir1', (s) => s > 8), director('dir2', () => false)])).toEqual([])
  // A backup that hears nobody takes over late.
  const late = await said([director('dir1', () => true), director('dir2', (s) => s > 4)])
  expect(late).toMatchObject([{ failed: true, hosts: ['dir1', 'dir2'] }])
})

test('on both', async () => {
  expect(await said([director('dir1', () => true), director('dir2', () => true, 'sysv')])).toEqual([
    {
      hosts: ['dir1', 'dir2'],
      failed: true,
      message: `${vip} is on dir1 and dir2: one director may have it`,
      hint: 'lbprov verify shows whether the directors hear each other; on dir1: journalctl -u keepalived -n 50; on dir2: grep Keepalived /var/log/messages',
    },
  ])
})

test('on none', async () => {
  expect(await said([director('dir1', () => false, 'sysv'), director('dir2', () => false, 'sysv')])).toEqual([
    {
      hosts: ['dir1', 'dir2'],
      failed: true,
      message: `no director has ${vip}`,
      hint: 'keepalived says why none is master; on dir1 and dir2: grep Keepalived /var/log/messages',
    },
  ])
})

test.each([
  ['is not in the run', both.slice(0, 1), true],
  ['is not in the run, and this one is backup', both.slice(0, 1), false],
  ['failed', [both[0]!, report('dir2', changed, { outcome: 'failed' })], true],
])('of one that %s it is said that it was not checked', async (_, reports, has) => {
  const all = [director('dir1', () => has), director('dir2', () => true)]
  expect(await said(all.slice(0, reports.length), reports)).toEqual([
    {
      hosts: ['dir1'],
      failed: false,
      message: `NOT CHECKED: whether ${vip} is on one director alone, since dir2 was not asked; lbprov verify asks all`,
    },
  ])
})

test('one that can not be asked any more is no answer', async () => {
  const gone = director('dir2', () => new ConnectError('connect', 'no answer', 'is it on?'))
  expect(await said([director('dir1', () => true), gone])).toMatchObject([{ failed: false, hosts: ['dir1', 'dir2'] }])
  const all = await said([director('dir1', () => new ConnectError('connect', 'no answer', 'is it on?')), gone])
  expect(all).toMatchObject([{ failed: false, hosts: ['dir1', 'dir2'] }])
})

test('nobody is asked where no role that makes a director changed anything', async () => {
  const deaf = director('dir1', () => new Error('asked'))
  for (const step of [
    ['director-vip', 'updated'],
    ['keepalived-master', 'unchanged'],
    ['keepalived-master', 'skipped'],
  ] as const)
    expect(await said([deaf], [report('dir1', step)])).toEqual([])
})

test('it is the part of the role that counts, not its name', async () => {
  const [role] = renamedRoles.dir1!.slice(-1)
  const none = [director('dir1', () => false), director('dir2', () => false)]
  const reports = [report('dir1', [role!, 'updated']), both[1]!]
  expect(await said(none, reports, renamedRoles)).toMatchObject([{ message: `no director has ${vip}` }])
})
