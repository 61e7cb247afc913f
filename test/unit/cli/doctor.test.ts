import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { doctor } from '../../../src/cli/doctor.ts'
import { type HostSight, hostChecks, judged } from '../../../src/cli/doctor-host.ts'
import { localChecks, type Surroundings } from '../../../src/cli/doctor-local.ts'
import type { Out } from '../../../src/cli/out.ts'
import { ConnectError } from '../../../src/model/errors.ts'
import { hostNamed } from '../../support/site.ts'
import { tempFolder } from '../transport/support/temp.ts'

/** A home with one key, and a machine that has what it needs. */
function sound(): Surroundings & { home: string } {
  const home = tempFolder()
  mkdirSync(join(home, '.ssh'))
  mkdirSync(join(home, 'bin'))
  writeFileSync(join(home, '.ssh/id_ed25519'), 'key', { mode: 0o600 })
  writeFileSync(join(home, '.ssh/known_hosts'), 'lb1 ssh-ed25519 AAAA\n')
  writeFileSync(join(home, 'bin/ssh'), '', { mode: 0o755 })
  return { node: 'v24.1.0', home, env: { PATH: join(home, 'bin') } }
}

const said = (checks: Awaited<ReturnType<typeof localChecks>>) =>
  checks.filter(({ state }) => state !== 'ok').map((check) => `${check.what}: ${check.said} → ${check.mend}`)

describe('this machine', () => {
  test('is well', async () => expect(said(await localChecks(sound()))).toEqual([]))

  test.each<[string, (here: ReturnType<typeof sound>) => Surroundings, RegExp]>([
    ['an old Node.js', (here) => ({ ...here, node: 'v20.20.2' }), /^Node\.js: v20\.20\.2 is too old → install/],
    ['no ssh', (here) => ({ ...here, env: { PATH: here.home } }), /^OpenSSH client: there is no ssh/],
    [
      'an agent that is gone',
      (here) => ({ ...here, env: { ...here.env, SSH_AUTH_SOCK: join(here.home, 'gone') } }),
      /^ssh-agent: SSH_AUTH_SOCK names .*, where nobody answers → eval/,
    ],
    [
      'a key that others read',
      (here) => {
        chmodSync(join(here.home, '.ssh/id_ed25519'), 0o644)
        return here
      },
      /^keys: .* can be read by others \(mode 0644\) → chmod 600/,
    ],
    [
      'no key at all',
      (here) => ({ ...here, home: here.home.concat('/bin') }),
      /^keys: there is no id_ed25519.* → ssh-keygen/,
    ],
    [
      'a key of --private-key that is not there',
      (here) => ({ ...here, privateKey: join(here.home, 'no') }),
      /^keys: .*\/no does not exist → name the private key/,
    ],
    [
      'a known_hosts that is none',
      (here) => {
        mkdirSync(join(here.home, 'x/.ssh/known_hosts'), { recursive: true })
        return { ...here, home: join(here.home, 'x') }
      },
      /^known_hosts: EISDIR/,
    ],
  ])('%s is named', async (_, spoil, words) => {
    expect(said(await localChecks(spoil(sound())))).toContainEqual(expect.stringMatching(words))
  })

  test('needs no key in ~/.ssh where --private-key names one', async () => {
    const here = sound()
    const other = join(here.home, 'other')
    writeFileSync(other, 'key', { mode: 0o600 })
    rmSync(join(here.home, '.ssh/id_ed25519'))
    expect(said(await localChecks({ ...here, privateKey: other }))).toEqual([])
  })
})

const well: HostSight = {
  user: '0',
  clock: 1000,
  here: 1003,
  hasLists: true,
  facts: { init: 'systemd', packageTool: 'apt', deadRepositories: [] },
}

describe('a host', () => {
  const host = hostNamed('lb1')

  test('is well', () => expect(said(judged(host, well))).toEqual([]))

  test.each<[string, Partial<HostSight>, RegExp]>([
    ['a user who is not root', { user: '1000' }, /^lb1: .* is not root there → -b, or ansible_become/],
    ['no package tool', { facts: { ...well.facts, packageTool: 'none' } }, /^lb1: there is no apt, dnf or yum/],
    ['apt that was never updated', { hasLists: false }, /^lb1: apt has no lists of packages → apt-get update/],
    [
      'package sources that are gone',
      { facts: { ...well.facts, deadRepositories: ['base'] } },
      /^lb1: these package sources are gone: base/,
    ],
    ['no init system', { facts: { ...well.facts, init: 'other' } }, /^lb1: neither systemd nor SysV init/],
    ['a clock that is off', { clock: 4600 }, /^lb1: its clock is 3597 s ahead → have chrony/],
  ])('%s is named', (_, part, words) =>
    expect(said(judged(host, { ...well, ...part }))).toEqual([expect.stringMatching(words)]),
  )

  test('that can not be entered is named with what to do', async () => {
    const refuse = () =>
      Promise.reject(new ConnectError('connect', '10.0.0.1:22 refuses connections', 'Is sshd running there?'))
    expect(said(await hostChecks(host, refuse))).toEqual([
      'lb1: 10.0.0.1:22 refuses connections → Is sshd running there?',
    ])
  })
})

/** An output, and what is written to it. */
function written(): { readonly texts: string[]; readonly out: Out } {
  const texts: string[] = []
  const out = {
    words: [],
    stdout: { write: (text: string) => texts.push(text) },
    color: { stdout: false, stderr: false },
    secrets: [],
    hide: () => {},
    clean: (text: string) => text,
  }
  return { texts, out: out as unknown as Out }
}

test('a mistake in the inventory is named with its place, and does not end the look', async () => {
  const folder = tempFolder()
  writeFileSync(join(folder, 'hosts'), '[directors\n')
  const { texts, out } = written()
  expect(await doctor('all', { inventory: [join(folder, 'hosts')], forks: 1, format: 'human' }, '0.1.0', out)).toBe(1)
  expect(texts.join('')).toMatch(/^BAD {3}inventory: .*hosts:1:1: /m)
  expect(texts.join('')).toMatch(/^ok {4}Node\.js/m)
})

test('hosts that lack the same stand once, in JSON each for itself', async () => {
  const folder = tempFolder()
  const line = (i: number) =>
    `lb${i} ansible_host=127.0.0.${i} ansible_port=1 ansible_password=x ansible_ssh_args='-F none'\n`
  writeFileSync(join(folder, 'hosts'), [1, 2, 3].map(line).join(''))
  const { texts, out } = written()
  const flags = { inventory: [join(folder, 'hosts')], forks: 3 }
  await doctor('all', { ...flags, format: 'human' }, '0.1.0', out)
  const found = texts.join('').match(/^BAD {3}lb.*$[\s\S]*?→/gm)
  expect(found).toEqual([
    expect.stringMatching(
      /^BAD {3}lb1, lb2, lb3: .* 127\.0\.0\.1 .*\n {8}\(as lb1 has it; 2 more, with their own name and address\)\n {8}→$/,
    ),
  ])
  texts.length = 0
  await doctor('all', { ...flags, format: 'json' }, '0.1.0', out)
  const { checks } = JSON.parse(texts.join('')) as { checks: readonly { what: string; state: string }[] }
  expect(checks.filter(({ what }) => what.startsWith('lb'))).toHaveLength(3)
  expect(Object.keys(checks.at(-1)!)).toEqual(['what', 'state', 'said', 'mend'])
})
