import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { Secret } from '../../../src/shell/script.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import type { Session, Streams } from '../../../src/transport/transport.ts'
import { freePort } from '../../support/ports.ts'
import { startDeaf, startMute, startProxy, type TcpProxy, type Ways } from './support/proxy.ts'
import { describeWithSshd, makeKey, type Sshd, startSshd } from './support/sshd.ts'

const run = promisify(execFile)
const patient = { deadlineMs: 60_000 }

// A login must not depend on the keys of whoever runs the tests.
delete process.env.SSH_AUTH_SOCK

let sshd: Sshd
const opened: Session[] = []

async function enter(other?: Partial<Connection>): Promise<Session> {
  const session = await connectSsh(sshd.connection(other))
  opened.push(session)
  return session
}

async function refusal(connection: Connection): Promise<ConnectError> {
  const session = await connectSsh(connection).catch((error) => error)
  expect(session).toMatchObject({ name: 'ConnectError' })
  return session
}

async function say(script: string, other?: Partial<Connection>): Promise<Streams> {
  return (await enter(other)).run(script, patient)
}

function fresh(name: string, text?: string): { readonly file: string; readonly knownHostsFiles: readonly string[] } {
  const file = join(sshd.folder, name)
  if (text !== undefined) writeFileSync(file, text)
  return { file, knownHostsFiles: [file] }
}

const me = () => `[127.0.0.1]:${sshd.port}`

describeWithSshd('over ssh', () => {
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(async () => {
    await Promise.all(opened.map((session) => session.close()))
    await sshd.stop()
  })

  describe.concurrent('running', () => {
    test('gives back stdout, stderr and the exit code', async () => {
      const streams = await say('echo out\necho err >&2\nexit 3\n')
      expect(streams).toMatchObject({ exitCode: 3 })
      expect(streams.lost).toBeUndefined()
      expect([String(streams.stdout), String(streams.stderr)]).toEqual(['out\n', 'err\n'])
    })

    test('runs one script after another on one connection, and several at once', async () => {
      const session = await enter()
      const first = await session.run('echo 1', patient)
      const both = await Promise.all([session.run('echo 2', patient), session.run('echo 3', patient)])
      expect([first, ...both].map((streams) => String(streams.stdout))).toEqual(['1\n', '2\n', '3\n'])
    })

    test('keeps the script out of the process list', async () => {
      const streams = await say(`: hush-hush\ntr '\\0' ' ' </proc/$$/cmdline; grep -l hush-[h]ush /proc/[0-9]*/cmdline`)
      expect(String(streams.stdout)).toBe('sh -s ')
    })

    test('drops what the login prints before the shell is there', async () => {
      const noisy = await startSshd([`ForceCommand printf 'Welcome\\nnews: '; exec $SSH_ORIGINAL_COMMAND`])
      try {
        const session = await connectSsh(noisy.connection())
        const streams = await session.run('echo clean', patient)
        await session.close()
        expect(String(streams.stdout)).toBe('clean\n')
      } finally {
        await noisy.stop()
      }
    })

    test('takes and gives megabytes byte for byte, in characters of several bytes', async () => {
      const text = 'a€🙂é'.repeat(600_000)
      const chunks: Buffer[] = []
      const session = await enter()
      const streams = await session.run(`cat <<'end of text'\n${text}\nend of text\n`, {
        ...patient,
        onStdout: (chunk) => chunks.push(chunk),
      })
      expect(streams.stdout.length).toBeGreaterThan(5_000_000)
      expect(streams.stdout.equals(Buffer.from(`${text}\n`))).toBe(true)
      expect(Buffer.concat(chunks).equals(streams.stdout)).toBe(true)
    })

    test('passes every byte value', async () => {
      const streams = await say(
        `awk 'BEGIN { for (i = 0; i < 256; i++) printf "\\\\%03o", i }' | { read -r all; printf "$all"; }`,
      )
      expect(streams.stdout.equals(Buffer.from(Array.from({ length: 256 }, (_, i) => i)))).toBe(true)
    })

    test('gives up a script that prints without end', async () => {
      const streams = await say('exec cat /dev/zero')
      expect(streams.lost).toContain('too much output')
    })

    test('a program killed by a signal has no exit code of its own, and is not lost', async () => {
      const streams = await say('echo before; kill -9 $$')
      // A login shell that stays, as dash does, says it as a code.
      expect([null, 128 + 9]).toContain(streams.exitCode)
      expect(streams.lost).toBeUndefined()
    })

    test('ends though a program left running holds the output open', async () => {
      const streams = await say('sleep 600 & echo $!\nexit 4')
      process.kill(Number(String(streams.stdout)))
      expect(streams).toMatchObject({ exitCode: 4 })
    })

    test('the deadline ends a run and the session', async () => {
      const session = await enter()
      const streams = await session.run('echo begun; exec sleep 600', { deadlineMs: 1500 })
      expect(streams).toMatchObject({ lost: 'deadline of 1.5 s passed', exitCode: null })
      expect((await session.run('echo more', patient)).lost).toBe('the session was given up')
    })

    test('a shell that is none is told apart from a script that fails', async () => {
      const closed = await startSshd(['ForceCommand echo "This account is currently not available."; exit 1'])
      // What a short program says comes in one packet with its exit code.
      const proxy = await startProxy(closed.port, { gatherMs: 300 })
      const session = await connectSsh(closed.connection({ port: proxy.port, hostKeyChecking: 'off' }))
      try {
        const error = await session.run('echo hello', patient).catch((error) => error)
        expect(error).toMatchObject({ name: 'ConnectError', phase: 'shell' })
        expect(error.message).toContain('This account is currently not available.')
      } finally {
        await session.close()
        await proxy.stop()
        await closed.stop()
      }
    })
  })

  describe.concurrent('losing the connection', () => {
    test('the server dies midway', async () => {
      const session = await enter()
      const onStdout = (pid: Buffer) => void process.kill(Number(String(pid)), 'SIGKILL')
      const streams = await session.run(`${printOwnSshd}\nexec sleep 600`, { ...patient, onStdout })
      expect(streams).toMatchObject({ exitCode: null })
      expect(streams.lost).toContain('connection lost')
      expect(String(streams.stdout)).toMatch(/^\d+\n$/)
      expect((await session.run('echo more', patient)).lost).toContain('connection lost')
      await session.close()
    })

    test('a reset midway, and one while idle', async () => {
      await withProxy({}, async (proxy) => {
        const session = await enterBy(proxy)
        const onStdout = () => proxy.reset()
        const streams = await session.run('echo begun; exec sleep 600', { ...patient, onStdout })
        expect(streams.lost).toContain('connection lost')

        const idle = await enterBy(proxy)
        await idle.run('true', patient)
        proxy.reset()
        expect((await idle.run('echo hello', patient)).lost).toBeDefined()
        await idle.close()
      })
    })

    test('a script sent into a closed session is lost, not thrown', async () => {
      const session = await enter()
      await session.close()
      await session.close()
      expect((await session.run('echo hello', patient)).lost).toBe('the session was closed')
    })

    test('a listener that throws rejects the run and no more', async () => {
      const session = await enter()
      const onStdout = () => {
        throw new Error('bug')
      }
      await expect(session.run('echo hello', { ...patient, onStdout })).rejects.toThrow('bug')
    })
  })

  describe.concurrent('connecting', () => {
    test('a closed port', async () => {
      const error = await refusal(sshd.connection({ port: await freePort() }))
      expect(error).toMatchObject({ phase: 'connect', message: expect.stringContaining('Connection refused') })
    })

    test('a name that does not resolve', async () => {
      const error = await refusal(sshd.connection({ address: 'no-such-host.invalid' }))
      expect(error).toMatchObject({ phase: 'resolve', message: expect.stringContaining('no-such-host.invalid') })
    })

    test('a host that drops what is sent to it', async () => {
      const deaf = await startDeaf()
      const error = await refusal(sshd.connection({ port: deaf.port, connectTimeout: 1 }))
      deaf.stop()
      expect(error).toMatchObject({
        phase: 'connect',
        message: `connect to host 127.0.0.1 port ${deaf.port}: Connection timed out (1 s)`,
      })
    })

    test('a server that never speaks', async () => {
      const mute = await startMute()
      const error = await refusal(sshd.connection({ port: mute.port, connectTimeout: 1 }))
      await mute.stop()
      expect(error.phase).toBe('connect')
      expect(error.message).toContain('did not finish the SSH handshake within 1 s')
    })

    test('a server of another kind', async () => {
      const mute = await startMute('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(2000))
      const error = await refusal(sshd.connection({ port: mute.port, connectTimeout: 2 }))
      await mute.stop()
      expect(error.phase).toBe('connect')
    })

    test('a busy server that turns some away is asked again', async () => {
      await withProxy({ turnAway: 2 }, async (proxy) => {
        const session = await enterBy(proxy)
        expect(String((await session.run('echo in', patient)).stdout)).toBe('in\n')
        expect(proxy.connections()).toBe(3)
      })
    })

    test('a server that turns everybody away', async () => {
      await withProxy({ turnAway: 1000 }, async (proxy) => {
        const error = await refusal(sshd.connection({ port: proxy.port, connectTimeout: 3, hostKeyChecking: 'off' }))
        expect(error).toMatchObject({ phase: 'connect', message: expect.stringContaining('closed the connection') })
      })
    })

    test('nothing in common', async () => {
      const odd = await startSshd(['KexAlgorithms diffie-hellman-group1-sha1'])
      const error = await refusal(odd.connection())
      await odd.stop()
      expect(error).toMatchObject({
        phase: 'connect',
        message: expect.stringContaining('no matching key exchange method found'),
      })
    })

    test('as CentOS 6 would: group14-sha1, ssh-rsa, an RSA key', async () => {
      const old = await startSshd([
        'KexAlgorithms diffie-hellman-group14-sha1',
        'HostKeyAlgorithms ssh-rsa',
        'PubkeyAcceptedAlgorithms rsa-sha2-256,ssh-rsa',
        'Ciphers aes128-ctr',
        'MACs hmac-sha1',
      ])
      const rsa = join(old.folder, 'rsa')
      makeKey(rsa, 'rsa')
      writeFileSync(join(old.folder, 'authorized_keys'), readFileSync(`${rsa}.pub`))
      const knownHosts = join(old.folder, 'known_rsa')
      writeFileSync(knownHosts, `[127.0.0.1]:${old.port} ${old.hostKeys.rsa}\n`)
      try {
        const to = old.connection({ knownHostsFiles: [knownHosts], sha1: true })
        const session = await connectSsh({ ...to, privateKeyFile: rsa })
        expect(String((await session.run('echo in', patient)).stdout)).toBe('in\n')
        await session.close()
        expect((await refusal(to)).hint).toContain('RSA keys only')
        expect((await refusal({ ...to, sha1: undefined })).hint).toContain('ssh_sha1: true')
      } finally {
        await old.stop()
      }
    })

    test('twenty at once, to a server that turns away some of so many', async () => {
      const server = await startSshd(['MaxStartups 5:50:15'])
      const sessions = await Promise.all(Array.from({ length: 20 }, () => connectSsh(server.connection())))
      const streams = await Promise.all(sessions.map((session, i) => session.run(`echo ${i}`, patient)))
      await Promise.all(sessions.map((session) => session.close()))
      await server.stop()
      expect(streams.map((one) => String(one.stdout))).toEqual(Array.from({ length: 20 }, (_, i) => `${i}\n`))
    })
  })

  describe('logging in', () => {
    test('a wrong key is named, with its fingerprint', async () => {
      const wrong = join(sshd.folder, 'wrong_key')
      makeKey(wrong, 'ed25519')
      const error = await refusal(sshd.connection({ privateKeyFile: wrong }))
      const bytes = Buffer.from(readFileSync(`${wrong}.pub`, 'utf8').split(' ')[1]!, 'base64')
      expect(error.phase).toBe('authenticate')
      expect(error.message).toContain(`key ${wrong}`)
      expect(error.message).toContain(createHash('sha256').update(bytes).digest('base64').replace(/=$/, ''))
      expect(error.message).toContain('Permission denied (publickey)')
    })

    test('a key file that is missing, encrypted, public, no key', async () => {
      const encrypted = join(sshd.folder, 'encrypted_key')
      makeKey(encrypted, 'ed25519', 'a passphrase')
      const nonsense = fresh('nonsense', 'hello').file
      const message = async (privateKeyFile: string) => (await refusal(sshd.connection({ privateKeyFile }))).message
      expect(await message('/nonexistent/key')).toContain('/nonexistent/key does not exist')
      expect(await message('/etc')).toContain('cannot read the private key /etc: it is a directory')
      expect(await message(encrypted)).toContain('encrypted_key is encrypted')
      expect(await message(`${sshd.userKey}.pub`)).toContain('it is not a private key')
      expect(await message(nonsense)).toContain('cannot use the private key')
    })

    test('with the usual key of the home directory, or nothing', async () => {
      const home = join(sshd.folder, 'home')
      await run('mkdir', ['-p', join(home, '.ssh')])
      await withEnvironment({ HOME: home }, async () => {
        const error = await refusal(sshd.connection({ privateKeyFile: undefined }))
        expect(error.message).toContain('nothing to log in')
        writeFileSync(join(home, '.ssh', 'id_ed25519'), readFileSync(sshd.userKey), { mode: 0o600 })
        const streams = await say('echo in', { privateKeyFile: undefined })
        expect(String(streams.stdout)).toBe('in\n')
      })
    })

    test('with the agent, also for a key file that is encrypted', async () => {
      const encrypted = join(sshd.folder, 'locked_key')
      makeKey(encrypted, 'ed25519', 'a passphrase')
      await withAgent(async (socket) => {
        await run('ssh-add', ['-q', sshd.userKey], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
        await withEnvironment({ SSH_AUTH_SOCK: socket }, async () => {
          expect(String((await say('echo in', { privateKeyFile: undefined })).stdout)).toBe('in\n')
          expect(String((await say('echo in', { privateKeyFile: encrypted })).stdout)).toBe('in\n')
        })
      })
    })

    test('a key sent ahead that is refused is tried once more step by step, and the host is remembered', async () => {
      const server = await startSshd()
      const stranger = join(server.folder, 'stranger')
      makeKey(stranger, 'ed25519')
      const connections = () => server.log().match(/^Connection from/gm)?.length
      await withAgent(async (socket) => {
        await run('ssh-add', ['-q', server.userKey], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
        await withEnvironment({ SSH_AUTH_SOCK: socket }, async () => {
          for (const expected of [2, 3]) {
            const session = await connectSsh(server.connection({ privateKeyFile: stranger }))
            expect(String((await session.run('echo in', patient)).stdout)).toBe('in\n')
            await session.close()
            expect(connections()).toBe(expected)
          }
        })
      })
      await server.stop()
    })

    test('an agent that is gone does not stand in the way of a key', async () => {
      await withEnvironment({ SSH_AUTH_SOCK: '/nonexistent/agent' }, async () => {
        expect(String((await say('echo in')).stdout)).toBe('in\n')
        const error = await refusal(sshd.connection({ password: new Secret('never shown'), privateKeyFile: undefined }))
        expect(error.message).toContain('/nonexistent/agent')
        expect(error.message).not.toContain('never shown')
      })
    })
  })

  describe.concurrent('host keys', () => {
    test('strict: an unknown host is refused, with the line to add', async () => {
      const error = await refusal(sshd.connection(fresh('empty', '')))
      const line = `${me()} ${sshd.hostKeys.ed25519}`
      expect(error.phase).toBe('host-key')
      expect(error.message).toMatch(/ed25519 SHA256:/)
      expect(error.hint).toContain('host_key_checking: accept-new')
      expect(error.hint).toContain(line)
      writeFileSync(join(sshd.folder, 'empty'), `${line}\n`)
      await enter(fresh('empty'))
    })

    test('accept-new writes the key down once, for many hosts at once', async () => {
      const known = fresh('sub/known_hosts')
      const accepting = { hostKeyChecking: 'accept-new', knownHostsFiles: known.knownHostsFiles } as const
      await Promise.all(Array.from({ length: 6 }, () => enter(accepting)))
      expect(readFileSync(known.file, 'utf8')).toBe(`${me()} ${sshd.hostKeys.ed25519}\n`)
      expect(statSync(known.file).mode & 0o777).toBe(0o600)
      await enter({ knownHostsFiles: known.knownHostsFiles })
    })

    test('accept-new says when the file cannot be written', async () => {
      const known = { knownHostsFiles: [join(sshd.userKey, 'known_hosts')] }
      const error = await refusal(sshd.connection({ ...known, hostKeyChecking: 'accept-new' }))
      expect(error).toMatchObject({ phase: 'host-key', message: expect.stringContaining('cannot write') })
    })

    test('nothing is written to a file of another kind, whatever the host is called', async () => {
      const shell = fresh('bashrc', '# mine\nexport A=1\n')
      const accepting = { hostKeyChecking: 'accept-new', knownHostsFiles: shell.knownHostsFiles } as const
      const error = await refusal(sshd.connection(accepting))
      expect(error).toMatchObject({ phase: 'host-key', message: expect.stringContaining('see its line 2') })
      expect(error.hint).toContain('ansible_ssh_known_hosts_file')
      for (const address of ['a\ntouch x #', '*', 'localhost '])
        expect((await refusal(sshd.connection({ ...accepting, address }))).hint).toContain('ansible_host')
      expect(readFileSync(shell.file, 'utf8')).toBe('# mine\nexport A=1\n')
    })

    test('known hosts that cannot be read are told, and a pipe is not waited for', async () => {
      const pipe = join(sshd.folder, 'pipe')
      await run('mkfifo', [pipe])
      for (const file of [pipe, sshd.folder]) {
        const error = await refusal(sshd.connection({ knownHostsFiles: [file] }))
        expect(error).toMatchObject({ phase: 'host-key', message: expect.stringContaining('is no regular file') })
      }
      const error = await refusal(sshd.connection({ knownHostsFiles: ['/dev/null'] }))
      expect(error.message).toContain('is not known')
    })

    test('a changed key is refused, with both fingerprints and the place of the old one', async () => {
      const other = join(sshd.folder, 'other_host')
      makeKey(other, 'ed25519')
      const old = readFileSync(`${other}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
      const known = fresh('changed', `# top\n${me()} ${old}\n`)
      for (const hostKeyChecking of ['strict', 'accept-new'] as const) {
        const error = await refusal(sshd.connection({ knownHostsFiles: known.knownHostsFiles, hostKeyChecking }))
        expect(error.phase).toBe('host-key')
        expect(error.message).toContain(`${known.file}:2`)
        expect(error.message.match(/SHA256:\S{43}/g)).toHaveLength(2)
      }
      await enter({ knownHostsFiles: known.knownHostsFiles, hostKeyChecking: 'off' })
      expect(readFileSync(known.file, 'utf8')).toBe(`# top\n${me()} ${old}\n`)
    })

    test('off writes nothing', async () => {
      const known = fresh('off')
      await enter({ knownHostsFiles: known.knownHostsFiles, hostKeyChecking: 'off' })
      expect(existsSync(known.file)).toBe(false)
    })

    test('a host known by its RSA key alone is asked for that one', async () => {
      const known = fresh('rsa', `${me()} ${sshd.hostKeys.rsa}\n`)
      expect(String((await say('echo in', known)).stdout)).toBe('in\n')
    })

    test('a hashed entry, a second file, an entry without the port', async () => {
      const hashed = fresh('hashed', `${me()} ${sshd.hostKeys.ed25519}\n`)
      await run('ssh-keygen', ['-q', '-H', '-f', hashed.file])
      const bare = fresh('bare', `127.0.0.1 ${sshd.hostKeys.ed25519}\n`)
      const empty = fresh('empty2', '')
      for (const files of [[hashed.file], [empty.file, hashed.file], [bare.file]])
        await enter({ knownHostsFiles: files })
    })

    test.each([
      '@revoked * K',
      '@revoked 127.0.0.1 K',
      '@revoked [127.0.0.1]:P K',
      '@revoked [127.0.0.*]:* K',
      '@revoked a,127.0.0.1 K',
    ])(
      'a key that is revoked, under the name with its port or without, is refused even where accept-new: %s',
      async (line) => {
        const revoked = line.replace('P', String(sshd.port)).replace('K', sshd.hostKeys.ed25519)
        const known = fresh(`revoked${line.length}`, `${revoked}\n${me()} ${sshd.hostKeys.ed25519}\n`)
        for (const hostKeyChecking of ['strict', 'accept-new'] as const) {
          const to = { knownHostsFiles: [fresh('empty3', '').file, known.file], hostKeyChecking } as const
          expect((await refusal(sshd.connection(to))).message).toContain(`is revoked by ${known.file}:1`)
        }
      },
    )

    test('judges known hosts as ssh does, but for a key that is revoked under the other name', async () => {
      const { ed25519 } = sshd.hostKeys
      const [plain, port] = ['127.0.0.1', me()]
      const other = `${'A'.repeat(3)}AC3NzaC1lZDI1NTE5AAAAI${'B'.repeat(43)}`
      const files = [
        `${plain} ${ed25519}`,
        `@revoked ${plain} ${ed25519}`,
        `@revoked ${plain} ${ed25519}\n${plain} ${ed25519}`,
        `@revoked ${port} ${ed25519}\n${plain} ${ed25519}`,
        `@revoked *,!${plain} ${ed25519}\n${plain} ${ed25519}`,
        `@revoked !${plain},* ${ed25519}\n${port} ${ed25519}`,
        `@revoked ${port} ssh-ed25519 ${other}\n${port} ${ed25519}`,
        `@cert-authority * ${ed25519}\n${port} ${ed25519}`,
        `@cert-authority * ${ed25519}`,
        `${port} ssh-ed25519 ${other}\n${plain} ${ed25519}`,
        `[127.0.0.?]:${sshd.port} ${ed25519}`,
        `[127.0.0.*]:*,![127.0.0.1]:* ${ed25519}`,
        `*,![127.0.0.1]:* ${ed25519}`,
        `@unknown ${port} ${ed25519}`,
        `${port.toUpperCase()} ${ed25519} a comment`,
      ]
      for (const [i, text] of files.entries()) {
        const known = fresh(`as-ssh-${i}`, `${text}\n`)
        const ours = await connectSsh(sshd.connection(known)).then(
          (session) => session.close().then(() => true),
          () => false,
        )
        expect(`${ours}: ${text}`).toBe(`${await sshTakes(known.file)}: ${text}`)
      }
      const stricter = fresh('stricter', `@revoked ${plain} ${ed25519}\n${port} ${ed25519}\n`)
      expect(await sshTakes(stricter.file)).toBe(true)
      expect((await refusal(sshd.connection(stricter))).message).toContain('revoked')
    })

    test('a certificate authority is said to be out of reach', async () => {
      const known = fresh('authority', `@cert-authority * ${sshd.hostKeys.rsa}\n`)
      const error = await refusal(sshd.connection(known))
      expect(error.message).toContain('certificate authority')
      expect(error.hint).toContain('ssh itself can check host certificates')
    })
  })
})

// Login shells differ in whether they stay: climb from the script's shell to the sshd that serves it.
const printOwnSshd = `p=$$
while :; do
  read -r name <"/proc/$p/comm"
  case $name in sshd*) break ;; esac
  p=$(sed 's/.*) . //; s/ .*//' "/proc/$p/stat")
done
echo "$p"`

async function withProxy(ways: Ways, body: (proxy: TcpProxy) => Promise<void>): Promise<void> {
  const proxy = await startProxy(sshd.port, ways)
  try {
    await body(proxy)
  } finally {
    await proxy.stop()
  }
}

async function sshTakes(knownHosts: string): Promise<boolean> {
  const settings = {
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: 'none',
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    // Its own first choice costs most of the login.
    KexAlgorithms: 'curve25519-sha256',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const words = ['-F', 'none', ...options, '-i', sshd.userKey, '-p', String(sshd.port), '127.0.0.1', 'true']
  return run('ssh', words).then(
    () => true,
    () => false,
  )
}

const enterBy = (proxy: TcpProxy) => enter({ port: proxy.port, hostKeyChecking: 'off' })

async function withEnvironment(values: Record<string, string>, body: () => Promise<void>): Promise<void> {
  const before = { ...process.env }
  Object.assign(process.env, values)
  try {
    await body()
  } finally {
    for (const name of Object.keys(values)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

async function withAgent(body: (socket: string) => Promise<void>): Promise<void> {
  const socket = join(sshd.folder, 'agent')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    await new Promise((resolve) => agent.stdout.once('data', resolve))
    chmodSync(socket, 0o600)
    await body(socket)
  } finally {
    agent.kill()
  }
}
