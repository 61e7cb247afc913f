import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Planned } from '../../../src/engine/planned.ts'
import { type RunOptions, run } from '../../../src/engine/run.ts'
import { command, file, sh } from '../../../src/index.ts'
import { ConfigError, ConnectError } from '../../../src/model/errors.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import type { Site } from '../../../src/model/play.ts'
import { exitCodeOf, type Report } from '../../../src/model/report.ts'
import { framed } from '../../../src/shell/frames.ts'
import { connectLocal } from '../../../src/transport/local.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { isRoot } from '../../support/tools.ts'

let root = ''
const at = (name: string) => join(root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lbprov-run-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const go = (site: Site, options: Partial<RunOptions> = {}): Promise<Report> =>
  run({ site, playbook: 'site.yaml', connect: connectTo(['sh', '-s']), forks: 10, check: false, ...options })

const outcomes = (report: Report) =>
  report.hosts.map(({ host, outcome, steps }) => [
    host,
    outcome,
    ...steps.map((step) => `${step.resource.replace(root, '')} ${step.outcome}`),
  ])

const [a, b, c] = ['a', 'b', 'c'].map((name) => hostNamed(name)) as [
  ReturnType<typeof hostNamed>,
  ReturnType<typeof hostNamed>,
  ReturnType<typeof hostNamed>,
]

describe('one host', () => {
  const two = () =>
    siteOf({
      hosts: [a],
      roles: { r: () => [file(at('x'), { content: 'one\n' }), file(at('y'), { content: 'two\n' })] },
    })

  test('what the check shows is what the run does, and the second run does nothing', async () => {
    const check = await go(two(), { check: true })
    const first = await go(two())
    const second = await go(two())
    expect(outcomes(check)).toEqual(outcomes(first))
    expect(check.hosts[0]!.steps).toEqual(first.hosts[0]!.steps)
    expect(outcomes(first)).toEqual([['a', 'changed', 'file[/x] created', 'file[/y] created']])
    expect(outcomes(second)).toEqual([['a', 'ok', 'file[/x] unchanged', 'file[/y] unchanged']])
    expect([read('x'), read('y')]).toEqual(['one\n', 'two\n'])
  })

  test('the first failure stops the host; the rest is skipped; what was done stays', async () => {
    const bad = command('bad', { run: sh`echo out; echo err >&2; exit 3`, unless: sh`false` })
    const site = siteOf({
      hosts: [a],
      roles: { r: () => [file(at('x'), { content: '1' }), bad, file(at('y'), { content: '2' })] },
    })
    const report = await go(site)
    expect(outcomes(report)).toEqual([['a', 'failed', 'file[/x] created', 'command[bad] failed', 'file[/y] skipped']])
    expect(report.hosts[0]!.steps[1]!.failure).toMatchObject({
      message: 'exited with 3',
      exitCode: 3,
      output: 'out\n\nerr',
    })
    expect(read('x')).toBe('1')
  })

  test('a step that exits with 0 and leaves things as they were did not converge', async () => {
    const liar = command('liar', { run: sh`:`, unless: sh`false` })
    const report = await go(siteOf({ hosts: [a], roles: { r: () => [liar] } }))
    expect(outcomes(report)).toEqual([['a', 'failed', 'command[liar] failed']])
    expect(report.hosts[0]!.steps[0]!.failure!.message).toBe(
      'did not converge: applied, and yet done is absent, not true',
    )
  })

  test('what a later step spoils is mended by one more pass', async () => {
    const spoils = command('spoils x once', {
      run: sh`rm ${at('x')}; : >${at('spoilt')}`,
      unless: sh`[ -e ${at('spoilt')} ]`,
    })
    const report = await go(siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' }), spoils] } }))
    expect(outcomes(report)).toEqual([['a', 'changed', 'file[/x] created', 'command[spoils x once] created']])
    expect(read('x')).toBe('1')
  })

  test.each([
    ['return 4', 'exited with 4'],
    ['exit 4', 'ended the shell'],
  ])('a probe that fails (%s) is a failure of the host, never taken for absence', async (spoilt, how) => {
    const site = siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' })] } })
    const connect: Connect = async (to) => {
      const session = await connectTo(['sh', '-s'])(to)
      return {
        ...session,
        run: (script, how) => session.run(script.replaceAll('put content', `${spoilt}; put content`), how),
      }
    }
    writeFileSync(at('x'), '')
    const report = await go(site, { connect })
    expect(report.hosts[0]).toMatchObject({ outcome: 'failed', message: `the probe of file[${at('x')}] ${how}` })
    expect(read('x')).toBe('')
  })
})

describe.skipIf(!isRoot)('refresh', () => {
  const refreshed = (content: string, run = sh`echo run >>${at('log')}`) =>
    siteOf({
      hosts: [a],
      roles: {
        r: () => {
          const conf = file(at('conf'), { content })
          return [conf, command('restart', { run, unless: sh`[ -e ${at('log')} ]` }, { refreshOn: [conf] })]
        },
      },
    })

  test('what hangs on a change runs in the same run, and not in the next', async () => {
    await go(refreshed('1'))
    await go(refreshed('1'))
    expect(read('log')).toBe('run\n')
    expect(outcomes(await go(refreshed('2')))).toEqual([
      ['a', 'changed', 'file[/conf] updated', 'command[restart] refreshed'],
    ])
    expect(read('log')).toBe('run\nrun\n')
  })

  test('a refresh lost in a failed run is made up for by the next', async () => {
    await go(refreshed('1'))
    const failed = await go(refreshed('2', sh`exit 9`))
    expect(outcomes(failed)).toEqual([['a', 'failed', 'file[/conf] updated', 'command[restart] failed']])
    expect(outcomes(await go(refreshed('2')))).toEqual([
      ['a', 'changed', 'file[/conf] unchanged', 'command[restart] refreshed'],
    ])
    expect(outcomes(await go(refreshed('2')))).toEqual([
      ['a', 'ok', 'file[/conf] unchanged', 'command[restart] unchanged'],
    ])
  })
})

describe('many hosts', () => {
  const own = (content = 'x') => ({ r: (host: { name: string }) => [file(at(host.name), { content })] })
  const without =
    (...dead: string[]): Connect =>
    async (to) => {
      if (dead.includes(to.address)) throw new ConnectError('connect', 'no answer', 'is it on?')
      return connectTo(['sh', '-s'])(to)
    }

  test('a host that is unreachable stops no other', async () => {
    const report = await go(siteOf({ hosts: [a, b, c], roles: own() }), { connect: without('b') })
    expect(outcomes(report)).toEqual([
      ['a', 'changed', 'file[/a] created'],
      ['b', 'unreachable'],
      ['c', 'changed', 'file[/c] created'],
    ])
  })

  test('a play in batches stops after the batch that lost a host, and later plays with it', async () => {
    const later = { name: 'later', hosts: [a], roles: { s: () => [file(at('later'), { content: '' })] } }
    const site = siteOf({ name: 'rolling', hosts: [a, b, c], serial: 1, roles: own() }, later)
    const report = await go(site, { connect: without('b') })
    expect(outcomes(report)).toEqual([
      ['a', 'skipped', 'file[/a] created', 'file[/later] skipped'],
      ['b', 'unreachable'],
      ['c', 'skipped', 'file[/c] skipped'],
    ])
    expect(report.hosts[2]!.message).toBe('not started: play "rolling" stopped because b was unreachable')
  })

  test('a role that throws for one host stops the run before any change', async () => {
    const roles = {
      r: (host: { name: string }) => {
        if (host.name === 'c') throw new Error('no such thing')
        return [file(at(host.name), { content: '' })]
      },
    }
    await expect(go(siteOf({ hosts: [a, b, c], roles }))).rejects.toThrow(/role r failed for host c: no such thing/)
    expect(() => read('a')).toThrow()
  })

  test('a mistake that a role finds is told where the mistake is', async () => {
    const where = { file: 'group_vars/all.yml', line: 5, column: 16 }
    const roles = {
      r: () => {
        throw new ConfigError([{ where, message: 'no interface em9', hint: 'It has em1.' }])
      },
    }
    await expect(go(siteOf({ hosts: [a], roles }))).rejects.toThrow(
      /^group_vars\/all\.yml:5:16: role r on a: no interface em9\n {4}It has em1\.$/,
    )
  })

  test('never more hosts at once than forks', async () => {
    let now = 0
    let most = 0
    const connect: Connect = async (to) => {
      most = Math.max(most, ++now)
      const session = await connectTo(['sh', '-s'])(to)
      return { ...session, run: (script, how) => session.run(script, how).finally(() => now--) }
    }
    await go(siteOf({ hosts: [a, b, c], roles: {} }), { connect, forks: 2, check: true })
    expect(most).toBeLessThanOrEqual(2)
  })
})

describe('declared twice', () => {
  const twice = (one: string, other: string) =>
    siteOf(
      { hosts: [a], roles: { r: () => [file(at('x'), { content: one })] } },
      { hosts: [a], roles: { s: () => [file(at('x'), { content: other })] } },
    )

  test('the same is one step', async () => {
    expect(outcomes(await go(twice('1', '1')))).toEqual([['a', 'changed', 'file[/x] created']])
  })

  test('differently is an error that names both places, before any contact is used to change', async () => {
    await expect(go(twice('1', '2'))).rejects.toThrow(ConfigError)
    await expect(go(twice('1', '2'))).rejects.toThrow(
      /declared twice for host a, differently: role r at .*run\.test\.ts:\d+:\d+ and role s/,
    )
  })

  test('facts that somebody objects to, of every host, end the run before any change', async () => {
    const site = siteOf({ hosts: [a, b], roles: { r: () => [file(at('x'), { content: 'one\n' })] } })
    const onFacts: RunOptions['onFacts'] = ({ name }, { hostname }) => {
      if (hostname) throw new ConfigError([{ message: `${name} has no em9`, rule: 'L31' }])
    }
    const refused = go(site, { onFacts })
    await expect(refused).rejects.toThrow('a has no em9 (L31)\nb has no em9 (L31)')
    expect(() => read('x')).toThrow('ENOENT')
  })
})

describe('a connection lost midway', () => {
  const site = () =>
    siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' }), file(at('y'), { content: '2' })] } })
  /** The apply script's answer is cut after `keep` bytes, or its first part is all that ran. */
  const losing = (times: number, runFirst: boolean): Connect => {
    let left = times
    return async (to) => {
      const session = await connectTo(['sh', '-s'])(to)
      return {
        ...session,
        async run(script, how) {
          if (!script.includes('act:0') || left-- <= 0) return session.run(script, how)
          if (runFirst) await session.run(script, how)
          return { stdout: Buffer.from(''), stderr: Buffer.alloc(0), exitCode: null, lost: 'connection lost' }
        },
      }
    }
  }

  test.each([true, false])('is opened again, and the second probe is the truth (script had run: %s)', async (ran) => {
    const report = await go(site(), { connect: losing(1, ran) })
    expect(outcomes(report)).toEqual([['a', 'changed', 'file[/x] created', 'file[/y] created']])
    expect(report.hosts[0]!.notes).toEqual(['connection lost midway; connected again and probed again'])
    expect([read('x'), read('y')]).toEqual(['1', '2'])
  })

  test('and not to be had again is unreachable, and says both', async () => {
    const cut = losing(1, false)
    let entered = 0
    const connect: Connect = async (to) => {
      if (entered++ > 0) throw new ConnectError('connect', 'a:22 refuses connections', 'Is sshd running?')
      return cut(to)
    }
    const { hosts } = await go(site(), { connect })
    expect(hosts[0]).toMatchObject({ outcome: 'unreachable', notes: [] })
    expect(hosts[0]!.message).toBe('connection lost midway; then a:22 refuses connections')
    expect(hosts[0]!.hint).toMatch(/^run again when the host is back/)
  })

  test('twice is unreachable, with what was not done skipped', async () => {
    const report = await go(site(), { connect: losing(2, false) })
    expect(outcomes(report)).toEqual([['a', 'unreachable', 'file[/x] skipped', 'file[/y] skipped']])
  })
})

test('tags choose steps by role, and the scripts of a run are counted', async () => {
  const site = siteOf({
    hosts: [a],
    roles: { r: () => [file(at('x'), { content: '1' })], s: () => [file(at('y'), { content: '1' })] },
  })
  const titles: string[] = []
  const onScript = (_host: string, title: string) => void titles.push(title)
  expect(outcomes(await go(site, { tags: ['s'], onScript }))).toEqual([['a', 'changed', 'file[/y] created']])
  expect(titles).toEqual(['facts', 'probe', 'apply, a play'])
  titles.length = 0
  await go(site, { skipTags: ['r'], onScript })
  expect(titles).toEqual(['facts', 'probe'])
})

test('how scripts are shown is made for those alone who ask', async () => {
  const site = siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' })] } })
  const display = vi.spyOn(Object.getPrototypeOf(sh``), 'display', 'get')
  await go(site)
  expect(display).not.toHaveBeenCalled()
  await go(site, { onScript: () => {} })
  expect(display).toHaveBeenCalled()
  display.mockRestore()
})

test('what is to be changed is changed in the shell that looked', async () => {
  const note = sh`echo $$ >>${at('shells')}`
  const once = command('once', { run: sh`${note}; : >${at('x')}`, unless: sh`${note}; [ -e ${at('x')} ]` })
  const report = await go(siteOf({ hosts: [a], roles: { r: () => [once] } }), { connect: connectLocal })
  expect(outcomes(report)).toEqual([['a', 'changed', 'command[once] created']])
  const shells = read('shells').trim().split('\n')
  // To look, before the change, to change, and to look again.
  expect([shells.length, new Set(shells).size]).toEqual([4, 1])
})

test('tags that leave no step are a mistake, unless a host could not be asked', async () => {
  const site = siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' })] } })
  await expect(go(site, { tags: ['t', 'u'] })).rejects.toThrow('--tags t,u: no step is left')
  const connect: Connect = async () => {
    throw new ConnectError('connect', 'no answer', 'is it on?')
  }
  expect(outcomes(await go(site, { tags: ['t'], connect }))).toEqual([['a', 'unreachable']])
})

test('events tell of every step as it begins', async () => {
  const events: RunEvent[] = []
  await go(siteOf({ hosts: [a], roles: { r: () => [file(at('x'), { content: '1' })] } }), {
    listener: (event) => events.push(event),
  })
  const brief = events.map((event) => (event.type === 'phase' ? event.phase : event.type))
  expect(brief).toEqual([
    'start',
    'connecting',
    'facts',
    'probing',
    'waiting',
    'play',
    'applying',
    'step',
    'applied',
    'verifying',
    'result',
    'host',
    'end',
  ])
})

test('what hosts wait for is told: another play, a batch', async () => {
  const events: RunEvent[] = []
  const roles = (name: string) => ({ r: () => [file(at(name), { content: '1' })] })
  const site = siteOf(
    { name: 'one', hosts: [a], roles: roles('x') },
    { name: 'two', hosts: [b, c], serial: 1, roles: roles('y') },
  )
  await go(site, { listener: (event) => events.push(event) })
  expect(events.filter(({ type }) => type === 'waiting')).toEqual([
    { type: 'waiting', hosts: ['b', 'c'], what: 'for play one' },
    { type: 'waiting', hosts: ['c'], what: 'for batch 1 of 2 of play two' },
  ])
})

test('the end of each host is told once, where no host can be entered, too', async () => {
  const told: string[] = []
  const connect: Connect = async () => {
    throw new ConnectError('connect', 'no answer', 'is it on?')
  }
  const roles = { r: () => [file(at('x'), { content: '1' })] }
  const site = siteOf({ name: 'one', hosts: [a, b], serial: 1, roles }, { name: 'two', hosts: [c], serial: 1, roles })
  await go(site, { connect, listener: (event) => event.type === 'host' && told.push(event.report.host) })
  expect(told.toSorted()).toEqual(['a', 'b', 'c'])
})

test('hosts for which --forks leaves no room are told to wait', async () => {
  const events: RunEvent[] = []
  const site = siteOf({ hosts: [a, b, c], roles: { r: () => [file(at('x'), { content: '1' })] } })
  await go(site, { forks: 2, listener: (event) => events.push(event) })
  const waiting = { type: 'waiting', hosts: ['c'], what: 'for their turn: 2 at a time (--forks)' }
  expect(events.filter(({ type }) => type === 'waiting')).toEqual([waiting, waiting])
})

describe('once all is done', () => {
  const site = () => siteOf({ hosts: [a, b], roles: { r: () => [file(at('x'), { content: '1' })] } })
  const words = [
    { hosts: ['a', 'b'], failed: true, message: 'on both', hint: 'take it off' },
    { hosts: ['b'], failed: false, message: 'not checked' },
  ]

  test('what a look at several hosts shows fails them, or is a note', async () => {
    const seen: unknown[] = []
    const onApplied: RunOptions['onApplied'] = async (hosts) => {
      seen.push(...hosts.map(({ host, outcome }) => [host, outcome]))
      return words
    }
    const report = await go(site(), { onApplied })
    expect(seen[0]).toEqual(['a', 'changed'])
    expect(report.hosts).toMatchObject([
      { host: 'a', outcome: 'failed', message: 'on both', hint: 'take it off', notes: [] },
      { host: 'b', outcome: 'failed', message: 'on both', notes: ['not checked'] },
    ])
    expect(exitCodeOf(report)).toBe(1)
  })

  test('a host that is asked then is shown as what it ended as', async () => {
    let ask: Planned['ask'] | undefined
    const events: string[] = []
    await go(site(), {
      onPlanned: async ([planned]) => {
        ask = planned!.ask
      },
      onApplied: async () => {
        events.push('asked')
        await ask!('verifying', (token) => framed(token, []), 10_000)
        return []
      },
      listener: ({ type }) => void events.push(type),
    })
    expect(events.slice(events.indexOf('asked'))).toEqual(['asked', 'end'])
  })

  test('nothing is asked where nothing was changed, or it is a check', async () => {
    const onApplied = async () => words
    expect((await go(site(), { check: true, onApplied })).hosts.map(({ outcome }) => outcome)).not.toContain('failed')
    await go(site())
    expect((await go(site(), { onApplied })).hosts.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  })
})

describe('between plan and change', () => {
  const site = () => siteOf({ hosts: [a, b], roles: { r: () => [file(at('x'), { content: '1' })] } })
  const said = (token: string) => framed(token, [{ id: 'more', mode: 'look', body: sh`put word 'hello'` }])

  test.each([false, true])('hosts can be asked more (check: %s)', async (check) => {
    const words: unknown[] = []
    const phases: unknown[] = []
    await go(site(), {
      check,
      listener: (event) => void (event.type === 'phase' && event.host === 'a' && phases.push(event.phase)),
      onPlanned: async (planned) => {
        for (const { host, steps, ask } of planned) {
          const { transcript } = await ask('listening', said, 10_000)
          words.push([host.name, steps.map(({ action }) => action), transcript.sections.get('more')?.values.word])
        }
      },
    })
    expect(words).toEqual([
      ['a', ['create'], 'hello'],
      ['b', ['create'], 'hello'],
    ])
    expect(phases.slice(0, 6)).toEqual(['connecting', 'facts', 'probing', 'waiting', 'listening', 'waiting'])
  })

  test('what is found there ends the run before any change', async () => {
    const onPlanned = async () => {
      throw new ConfigError([{ message: 'no' }])
    }
    await expect(go(site(), { onPlanned })).rejects.toThrow('no')
    expect(existsSync(at('x'))).toBe(false)
  })

  test('a host that was not reached is not among them', async () => {
    const names: string[] = []
    const connect: Connect = async (to) => {
      if (to.address === 'a') throw new ConnectError('connect', 'no answer', 'is it on?')
      return connectTo(['sh', '-s'])(to)
    }
    await go(site(), {
      connect,
      check: true,
      onPlanned: async (planned) => void names.push(...planned.map(({ host }) => host.name)),
    })
    expect(names).toEqual(['b'])
  })
})
