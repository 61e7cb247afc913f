import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../../src/engine/run.ts'
import { command, file, sh } from '../../../src/index.ts'
import { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import type { Resource } from '../../../src/model/resource.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { isRoot } from '../../support/tools.ts'

let root = ''
const at = (name: string) => join(root, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lbprov-confirm-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const risky = (content: string, within = 60) =>
  file(at('sshd_config'), { content }, { confirm: { user: 'admin', within, after: sh`echo reloaded >>${at('log')}` } })

/** The second way in is tried as admin; `locked` refuses it. */
function ways(locked: boolean): { connect: Connect; tried: Connection[] } {
  const tried: Connection[] = []
  const connect: Connect = async (to) => {
    tried.push(to)
    if (locked && to.user === 'admin') throw new ConnectError('authenticate', 'permission denied', 'check the key')
    return connectTo(['sh', '-s'])(to)
  }
  return { connect, tried }
}

const go = (connect: Connect, ...resources: Resource[]) =>
  run({
    site: siteOf({ hosts: [hostNamed('a')], roles: { r: () => resources } }),
    playbook: 'x',
    connect,
    forks: 1,
    check: false,
  })

describe.skipIf(!isRoot)('a change under a dead man’s switch', () => {
  test('stays when lbprov gets in anew, as the user it was told', async () => {
    writeFileSync(at('sshd_config'), 'old\n')
    const { connect, tried } = ways(false)
    const { hosts } = await go(connect, risky('new\n'))
    expect(hosts[0]).toMatchObject({ outcome: 'changed' })
    expect(tried.map(({ user, become, password }) => ({ user, become, password }))).toEqual([
      { user: 'root', become: false, password: undefined },
      { user: 'admin', become: true, password: undefined },
    ])
    expect(read('sshd_config')).toBe('new\n')
    expect(() => read('log')).toThrow()
  })

  test.each([
    ['what was there comes back', 'old\n'],
    ['what was not there goes away', null],
  ])('is taken back when it locks lbprov out: %s', async (_title, before) => {
    if (before !== null) writeFileSync(at('sshd_config'), before)
    const { hosts } = await go(ways(true).connect, risky('new\n'))
    expect(hosts[0]!.outcome).toBe('failed')
    expect(hosts[0]!.steps[0]!.failure!.message).toBe(
      'not confirmed: no way in as admin: permission denied; the host has taken it back',
    )
    if (before === null) expect(() => read('sshd_config')).toThrow()
    else expect(read('sshd_config')).toBe(before)
    expect(read('log')).toBe('reloaded\n')
  })

  test('is taken back when a later step fails', async () => {
    writeFileSync(at('sshd_config'), 'old\n')
    const { hosts } = await go(
      ways(false).connect,
      risky('new\n'),
      command('bad', { run: sh`exit 1`, unless: sh`false` }),
    )
    expect(hosts[0]!.notes).toEqual(['what could have locked us out was not kept: the host has taken it back'])
    expect(read('sshd_config')).toBe('old\n')
  })

  test('is taken back by the host alone when lbprov is gone for good', async () => {
    writeFileSync(at('sshd_config'), 'old\n')
    let lost = false
    const connect: Connect = async (to) => {
      if (lost) throw new ConnectError('connect', 'no answer', 'is it on?')
      const session = await connectTo(['sh', '-s'])(to)
      const run: typeof session.run = async (script, how) => {
        const streams = await session.run(script, how)
        if (!script.includes('act:0')) return streams
        lost = true
        return { ...streams, stdout: Buffer.alloc(0), exitCode: null, lost: 'connection lost' }
      }
      return { ...session, run }
    }
    const { hosts } = await go(connect, risky('new\n', 1))
    expect(hosts[0]!.outcome).toBe('unreachable')
    await vi.waitFor(() => expect(read('log')).toBe('reloaded\n'), { timeout: 20_000 })
    expect(read('sshd_config')).toBe('old\n')
  })
})
