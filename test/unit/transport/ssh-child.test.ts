import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { Secret } from '../../../src/shell/script.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import type { Session } from '../../../src/transport/transport.ts'
import { tokenProvider } from '../../support/tools.ts'
import { fakeSudo } from './support/fake-sudo.ts'
import { describeWithSshd, makeKey, type Sshd, startSshd } from './support/sshd.ts'

delete process.env.SSH_AUTH_SOCK

const patient = { deadlineMs: 60_000 }

/** What a script says, by which way, and why by that one. */
async function entered(connection: Connection, script = 'echo in'): Promise<{ said: string; why: string | undefined }> {
  let why: string | undefined
  const session = await connectSsh(connection, (_, because) => {
    why ??= because
  })
  const { stdout, lost } = await session.run(script, patient)
  await session.close()
  return { said: lost ?? String(stdout), why }
}

async function refusal(connection: Connection): Promise<ConnectError> {
  const session: Session | ConnectError = await connectSsh(connection).catch((error) => error)
  expect(session).toMatchObject({ name: 'ConnectError' })
  return session as ConnectError
}

/** The first choice of ssh costs most of a login: some servers have it. */
const quickKex = 'KexAlgorithms curve25519-sha256'

const keygen = (...words: readonly string[]) => execFileSync('ssh-keygen', ['-q', ...words], { stdio: 'pipe' })

describeWithSshd('by ssh itself', () => {
  let sshd: Sshd
  let authority: string

  beforeAll(async () => {
    sshd = await startSshd([quickKex])
    authority = join(sshd.folder, 'authority')
    makeKey(authority, 'ed25519')
  })
  afterAll(() => sshd.stop())

  /** A key of its own with a certificate, which the host takes for the certificate alone. */
  function certified(name: string): string {
    const key = join(sshd.folder, name)
    makeKey(key, 'ed25519')
    keygen('-s', authority, '-I', 'me', '-n', userInfo().username, `${key}.pub`)
    const line = `cert-authority ${readFileSync(`${authority}.pub`, 'utf8')}`
    writeFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${sshd.userKey}.pub`, 'utf8') + line)
    return key
  }

  test('a certificate', async () => {
    const key = certified('certified')
    const found = await entered(sshd.connection({ privateKeyFile: key }), 'echo in; echo err >&2; exit 3')
    expect(found).toEqual({ said: 'in\n', why: `by ssh itself: the certificate ${key}-cert.pub` })
  })

  test('scripts one after the other in one shell, two at once, a deadline, and the end', async () => {
    const session = await connectSsh(sshd.connection({ privateKeyFile: certified('several') }))
    const kept = { ...patient, keepShell: true, atExit: `echo bye >${sshd.folder}/bye` }
    expect(await session.run('echo 1; exit 4', kept)).toMatchObject({ exitCode: 4, kept: true })
    const [one, other] = await Promise.all([session.run('echo $PPID', kept), session.run('echo $PPID', patient)])
    expect(String(one.stdout)).not.toBe(String(other.stdout))
    const late = await session.run('echo begun; exec sleep 600', { deadlineMs: 1500 })
    expect([String(late.stdout), late.lost]).toEqual(['begun\n', 'deadline of 1.5 s passed'])
    expect((await session.run('echo more', patient)).lost).toBe('the session was given up')
    await session.close()
  })

  test('what the shell does when it ends is done', async () => {
    const session = await connectSsh(sshd.connection({ privateKeyFile: certified('ends') }))
    await session.run('true', { ...patient, keepShell: true, atExit: `echo bye >${sshd.folder}/ended` })
    await session.close()
    expect(readFileSync(join(sshd.folder, 'ended'), 'utf8')).toBe('bye\n')
  })

  test.each([false, true])('sudo with a password; it wants a terminal: %j', async (requireTerminal) => {
    const path = `${fakeSudo('asks', { requireTerminal })}:${process.env.PATH}`
    const host = await startSshd([quickKex, `SetEnv PATH=${path}`])
    const become = { sshOnly: 'a test', become: true, becomeUser: 'nobody', becomePassword: new Secret('s3cret') }
    const script = 'echo "in as $LBPROV_TEST_USER"'
    expect((await entered(host.connection(become), script)).said.trim()).toBe('in as nobody')
    const error = await entered(host.connection({ ...become, becomePassword: new Secret('wrong') }), script).catch(
      (e) => e,
    )
    await host.stop()
    expect(error).toMatchObject({ name: 'ConnectError', phase: 'privilege' })
  })

  test('megabytes, byte for byte', async () => {
    const text = 'a€🙂é'.repeat(300_000)
    const session = await connectSsh(sshd.connection({ privateKeyFile: certified('large') }))
    const { stdout } = await session.run(`cat <<'end of text'\n${text}\nend of text\n`, patient)
    await session.close()
    expect(stdout.equals(Buffer.from(`${text}\n`))).toBe(true)
  })

  test('the host’s own certificate', async () => {
    const host = join(sshd.folder, 'host_ed25519')
    keygen('-s', authority, '-I', 'host', '-h', '-n', '127.0.0.1', `${host}.pub`)
    const other = await startSshd([`HostKey ${host}`, `HostCertificate ${host}-cert.pub`])
    writeFileSync(join(other.folder, 'authorized_keys'), readFileSync(`${sshd.userKey}.pub`, 'utf8'))
    const known = join(sshd.folder, 'authorities')
    writeFileSync(known, `@cert-authority * ${readFileSync(`${authority}.pub`, 'utf8')}`)
    const found = await entered(other.connection({ privateKeyFile: sshd.userKey, knownHostsFiles: [known] }))
    await other.stop()
    expect(found).toEqual({ said: 'in\n', why: 'by ssh itself: a host certificate' })
  })

  test('a server that has only a key exchange that is safe from quantum computers', async () => {
    const all = execFileSync('ssh', ['-Q', 'kex'], { encoding: 'utf8' }).match(/^(mlkem|sntrup).*$/gm) ?? []
    const kex = all.find((name) => name.startsWith('mlkem')) ?? all[0]
    const other = await startSshd([`KexAlgorithms ${kex}`])
    const found = await entered(other.connection())
    expect(found).toEqual({ said: 'in\n', why: "by ssh itself: a key exchange that lbprov's own client has not" })
    const wrong = join(sshd.folder, 'wrong')
    makeKey(wrong, 'ed25519')
    const error = await refusal(other.connection({ privateKeyFile: wrong }))
    await other.stop()
    expect(error.phase).toBe('authenticate')
    expect(error.message).toContain('Permission denied (publickey)')
  })

  test.skipIf(!existsSync(tokenProvider))('a security key, by the provider of OpenSSH’s own tests', async () => {
    const key = join(sshd.folder, 'token')
    keygen('-t', 'ed25519-sk', '-w', tokenProvider, '-N', '', '-f', key)
    const other = await startSshd()
    writeFileSync(join(other.folder, 'authorized_keys'), readFileSync(`${key}.pub`, 'utf8'))
    const options = [{ keyword: 'securitykeyprovider', value: tokenProvider }]
    const ssh = { options, file: '/dev/null', given: ['knownHostsFiles'] as const }
    const found = await entered(other.connection({ privateKeyFile: key, ssh }))
    await other.stop()
    expect(found).toEqual({ said: 'in\n', why: `by ssh itself: the security key ${key}` })
  })

  test('behind a jump host that takes a certificate only', async () => {
    const gate = sshd.connection({ privateKeyFile: certified('gate') })
    const other = await startSshd()
    const found = await entered(other.connection({ jump: gate }))
    await other.stop()
    expect(found.said).toBe('in\n')
    expect(found.why).toContain('gate-cert.pub')
  })

  test('an unknown and a changed host key', async () => {
    const [unknown, changed] = ['unknown', 'changed'].map((name) => join(sshd.folder, name)) as [string, string]
    makeKey(`${changed}_key`, 'ed25519')
    writeFileSync(unknown, '')
    const key = readFileSync(`${changed}_key.pub`, 'utf8')
    writeFileSync(changed, `[127.0.0.1]:${sshd.port} ${key}`)
    const privateKeyFile = certified('known')
    for (const file of [unknown, changed]) {
      const error = await refusal(sshd.connection({ privateKeyFile, knownHostsFiles: [file] }))
      expect(error).toMatchObject({
        phase: 'host-key',
        message: expect.stringContaining('Host key verification failed'),
      })
    }
  })
})
