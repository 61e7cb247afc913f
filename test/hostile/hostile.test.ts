import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../src/engine/run.ts'
import { command, sh } from '../../src/index.ts'
import type { Host } from '../../src/model/host.ts'
import type { HostReport, Report } from '../../src/model/report.ts'
import { connectHost } from '../../src/transport/connect.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { hostNamed, siteOf } from '../support/site.ts'
import { describeWithSshd, type Sshd, startSshd } from '../unit/transport/support/sshd.ts'
import { tempFolder } from '../unit/transport/support/temp.ts'
import { beforeLogin, behaviours } from './behaviours.ts'
import { endlessFact, exchanged } from './servers.ts'

// A login must not depend on the keys of whoever runs the tests.
delete process.env.SSH_AUTH_SOCK
process.env.HOME = tempFolder()

/** As always, but a script of a host that is not `good` has a second more than its login, where it has minutes. */
const connect: Connect = async (connection, onPhase) => {
  const session = await connectHost(connection, onPhase)
  if (connection.privateKeyFile !== undefined) return session
  const most = (connection.connectTimeout + 1) * 1000
  return {
    ...session,
    run: (script, options) => session.run(script, { ...options, deadlineMs: Math.min(options.deadlineMs, most) }),
  }
}

let sshd: Sshd
const at = (name: string, connection: Host['connection']): Host => ({ ...hostNamed(name), connection })
const wanted = ({ name }: Host) => [
  command('first', { run: sh`:`, unless: name === 'changed' ? sh`false` : sh`:` }),
  command('second', { run: sh`:`, unless: sh`:` }),
]

function look(hosts: readonly Host[]): Promise<Report> {
  const site = siteOf({ hosts, roles: { r: wanted } })
  return run({ site, playbook: 'site.yaml', connect, forks: 100, check: false })
}

function expectGood(report: HostReport): void {
  expect(report).toMatchObject({ outcome: 'ok', message: undefined, notes: [] })
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged'])
}

/** What a person reads of the host: one line, and not much of it. */
function expectSaid(report: HostReport, message: RegExp): void {
  const { message: said = '', hint = '' } = report
  expect(said).toMatch(message)
  expect(said + hint).toMatch(/^[ -~…]*$/)
  expect(said.length).toBeLessThan(1000)
}

describeWithSshd('a hostile host beside a good one', () => {
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  test.concurrent.each(behaviours)('$name', async ({ start, outcome, message, limit }) => {
    const hostile = await start()
    const report = await look([at('bad', hostile.connection({ connectTimeout: limit })), at('good', sshd.connection())])
    await hostile.stop()
    const [bad, good] = report.hosts
    expectGood(good!)
    expect(bad!.outcome).toBe(outcome)
    expectSaid(bad!, message)
    if (outcome === 'ok') expectGood(bad!)
  })

  test('another machine answers after the connection is lost in a change: it gets no login', async () => {
    const hostile = await exchanged()
    const knownHosts = join(tempFolder(), 'known_hosts')
    writeFileSync(knownHosts, `[127.0.0.1]:${hostile.port} ${hostile.hostKey}\n`)
    const known = { hostKeyChecking: 'strict', knownHostsFiles: [knownHosts] } as const
    const [bad, good] = (await look([at('changed', hostile.connection(known)), at('good', sshd.connection())])).hosts
    await hostile.stop()
    expectGood(good!)
    expect(bad!.outcome).toBe('unreachable')
    expectSaid(
      bad!,
      /^connection lost: .* midway; then REMOTE HOST IDENTIFICATION HAS CHANGED: the host key of .* has changed/,
    )
    expect([hostile.connections(), hostile.logins()]).toEqual([2, 1])
  })

  test('twenty that print without end: all hosts together have a bound', async () => {
    const hostiles = await Promise.all(Array.from({ length: 20 }, endlessFact))
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers)
    }, 10)
    const bad = hostiles.map((hostile, i) => at(`bad${i}`, hostile.connection({ connectTimeout: 100 })))
    const { hosts } = await look([...bad, at('good', sshd.connection())])
    clearInterval(watch)
    await Promise.all(hostiles.map(({ stop }) => stop()))
    expectGood(hosts.at(-1)!)
    expect(new Set(hosts.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['unreachable']))
    for (const report of hosts.slice(0, -1)) expectSaid(report, /^too much output/)
    expect(hosts.some(({ message }) => message?.includes('of all hosts together'))).toBe(true)
    // What was kept, once more to put it together, and what the servers themselves hold.
    expect(most).toBeLessThan(512 * 1024 * 1024)
  })

  test('all of them in one run of the program: it ends, and says what is fit for a terminal', async () => {
    const hostiles = await Promise.all(beforeLogin.map(({ start }) => start()))
    const folder = tempFolder()
    const { port, userKey } = sshd
    const lines = hostiles.map(
      (hostile, i) => `bad${i} ansible_port=${hostile.connection().port} ansible_password=s3cret`,
    )
    const inventory = `${lines.join('\n')}
good ansible_port=${port} ansible_ssh_private_key_file=${userKey} ansible_timeout=30
[all:vars]
ansible_host=127.0.0.1
ansible_timeout=2
host_key_checking=off
`
    const role = `import { command, defineRole, sh } from 'lbprov'
export default defineRole({ params: {}, resources: () => [command('c', { run: sh\`:\`, unless: sh\`:\` })] })
`
    mkdirSync(join(folder, 'roles/r'), { recursive: true })
    writeFileSync(join(folder, 'hosts'), inventory)
    writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  roles: [r]\n')
    writeFileSync(join(folder, 'roles/r/role.ts'), role)
    const bin = join(import.meta.dirname, '../../src/cli/bin.ts')
    const words = [bin, 'run', 'site.yaml', '-i', 'hosts', '--check', '--forks', '50']
    const ended = await promisify(execFile)(process.execPath, words, { cwd: folder, encoding: 'latin1' }).catch(
      (error) => error,
    )
    await Promise.all(hostiles.map(({ stop }) => stop()))
    expect(ended).toMatchObject({ code: 4, signal: null })
    expect(ended.stdout).toMatch(/good .*ok/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(ended.stdout + ended.stderr).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae|^(ok|changed): good/m)
    expect(ended.stdout.length).toBeLessThan(40_000)
    expect(ended.stdout).not.toContain('s3cret')
  })
})
