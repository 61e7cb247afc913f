import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { Secret } from '../../../src/shell/script.ts'
import { connectHost } from '../../../src/transport/connect.ts'
import { isRoot } from '../../support/tools.ts'
import { fakeSudo } from './support/fake-sudo.ts'
import { describeWithSshd, makeKey, type Sshd, startSshd } from './support/sshd.ts'
import { tempFolder } from './support/temp.ts'

delete process.env.SSH_AUTH_SOCK

const run = promisify(execFile)

/** What a script says there, or the words of the error. */
async function way(connection: Connection, script = 'echo in'): Promise<string> {
  try {
    const session = await connectHost(connection)
    const { stdout, lost } = await session.run(script, { deadlineMs: 60_000 }).finally(() => session.close())
    return lost ?? String(stdout).trim()
  } catch (error) {
    const { message, hint } = error as ConnectError
    return `${message}\n${hint}`
  }
}

/** Ways in that people have, each with a real OpenSSH server. docs/connections.md promises them. */
describeWithSshd('the ways into a host', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  function keyOf(type: string, name: string, passphrase = ''): string {
    const file = join(sshd.folder, name)
    makeKey(file, type, passphrase)
    writeFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${file}.pub`, 'utf8'), { flag: 'a' })
    return file
  }

  async function withAgent<T>(
    keys: readonly string[],
    passphrase: string,
    body: (socket: string) => Promise<T>,
  ): Promise<T> {
    const folder = tempFolder()
    const socket = join(folder, 'agent')
    const said = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' })
    const askpass = join(folder, 'askpass')
    writeFileSync(askpass, `#!/bin/sh\necho '${passphrase}'\n`, { mode: 0o700 })
    const env = { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' }
    try {
      for (const key of keys) await run('ssh-add', ['-q', key], { env })
      return await body(socket)
    } finally {
      process.kill(Number(/SSH_AGENT_PID=(\d+)/.exec(said)![1]))
    }
  }

  test.each(['ed25519', 'ecdsa', 'rsa'])('a key of type %s', async (type) => {
    expect(await way(sshd.connection({ privateKeyFile: keyOf(type, `a_${type}`) }))).toBe('in')
  })

  test('a key with a passphrase: refused by itself, with what to do; taken by the agent', async () => {
    const key = keyOf('ed25519', 'locked', 'open sesame')
    expect(await way(sshd.connection({ privateKeyFile: key }))).toMatch(/locked is encrypted\n.*ssh-add/)
    const said = await withAgent([key], 'open sesame', (agent) => way(sshd.connection({ privateKeyFile: key, agent })))
    expect(said).toBe('in')
  })

  test('a full agent: of many keys, with IdentitiesOnly the one whose public half is named', async () => {
    const right = keyOf('ed25519', 'right')
    const others = Array.from({ length: 8 }, (_, i) => join(sshd.folder, `other_${i}`))
    for (const other of others) makeKey(other, 'ed25519')
    await withAgent([...others, right], '', async (agent) => {
      const named = { privateKeyFile: undefined, agent, identityFiles: [`${right}.pub`] }
      expect(await way(sshd.connection({ ...named, identitiesOnly: true }))).toBe('in')
      const other = await way(sshd.connection({ privateKeyFile: undefined, agent, identityFiles: ['/nonexistent'] }))
      expect(other).toContain('Permission denied: tried 5 keys of the agent')
    })
  })

  test('an alias of ~/.ssh/config that leads through a jump host of it', async () => {
    const gate = await startSshd()
    const config = join(sshd.folder, 'aliases')
    const known = join(sshd.folder, 'both')
    writeFileSync(known, [sshd, gate].map(({ folder }) => readFileSync(join(folder, 'known_hosts'), 'utf8')).join(''))
    const lines = [
      `Host gate\n HostName 127.0.0.1\n Port ${gate.port}\n IdentityFile ${gate.userKey}`,
      `Host lb1\n HostName 127.0.0.1\n Port ${sshd.port}\n IdentityFile ${sshd.userKey}\n ProxyJump gate`,
      `Host *\n UserKnownHostsFile ${known}\n`,
    ]
    writeFileSync(config, lines.join('\n'))
    const lb1 = sshd.connection({ address: 'lb1', port: 22, privateKeyFile: undefined, knownHostsFiles: [] })
    expect(await way({ ...lb1, ssh: { options: [], file: config, given: [] } })).toBe('in')
    expect(gate.log()).toContain('Accepted publickey')
    await gate.stop()
  })

  test('requiretty', async () => {
    const path = `${fakeSudo('asks', { requireTerminal: true })}:${process.env.PATH}`
    const host = await startSshd([`SetEnv PATH=${path}`])
    const become = { become: true, becomeUser: 'nobody', becomePassword: new Secret('s3cret') }
    expect(await way(host.connection(become), 'echo "$LBPROV_TEST_USER"')).toBe('nobody')
    const wrong = await way(host.connection({ ...become, becomePassword: new Secret('wrong') }))
    await host.stop()
    expect(wrong).toMatch(/^sudo refused the password for \S+\nCheck what -K was given/)
  })

  test('no key that the host takes', async () => {
    const stranger = join(sshd.folder, 'stranger')
    makeKey(stranger, 'ed25519')
    const said = await way(sshd.connection({ privateKeyFile: stranger }))
    const user = userInfo().username
    expect(said).toMatch(
      new RegExp(`^${user}@127\\.0\\.0\\.1: Permission denied \\(publickey\\): tried key ${stranger} `),
    )
    expect(said).toContain('--private-key FILE')
  })

  test('a key of the host that is new, changed, revoked', async () => {
    const other = join(sshd.folder, 'other_host')
    makeKey(other, 'ed25519')
    const label = `[127.0.0.1]:${sshd.port}`
    const said = (text: string) => {
      const file = join(tempFolder(), 'known')
      writeFileSync(file, text)
      return way(sshd.connection({ knownHostsFiles: [file] }))
    }
    const key = readFileSync(`${other}.pub`, 'utf8')
    const own = execFileSync('ssh-keygen', ['-lf', join(sshd.folder, 'host_ed25519.pub')], { encoding: 'utf8' }).split(
      ' ',
    )[1]!
    expect(await said('')).toMatch(
      /^Host key verification failed: the host key of .* is not known: ssh-ed25519 SHA256:/,
    )
    expect(await said('')).toContain(own)
    expect(await said(`${label} ${key}`)).toMatch(/^REMOTE HOST IDENTIFICATION HAS CHANGED: /)
    expect(await said(`@revoked ${label} ${sshd.hostKeys.ed25519}\n`)).toContain('is revoked by ')
  })

  describe('passwords', () => {
    let asking: Sshd
    beforeAll(async () => {
      if (isRoot) asking = await startSshd(passwords, withUser('carl', 'right one'))
    })
    afterAll(() => asking?.stop())

    test.skipIf(!isRoot)('the right one and a wrong one, with the words of each', async () => {
      const carl = (password?: string) =>
        way(
          asking.connection({
            user: 'carl',
            privateKeyFile: undefined,
            methods: ['password', 'keyboard-interactive'],
            ...(password && { password: new Secret(password) }),
          }),
          'id -un',
        )
      expect(await carl('right one')).toBe('carl')
      const wrong = await carl('wrong one')
      expect(wrong).toMatch(/^carl@127\.0\.0\.1: Permission denied \(publickey,password\): tried password/)
      expect(wrong).toContain('(-k, ansible_password)')
      expect(wrong).not.toContain('wrong one')
      expect(await carl()).toMatch(/nothing to log in to .*\n.*\(-k, /)
    })

    test.skipIf(!isRoot)('where it takes one, and there is none to give', async () => {
      const said = await way(asking.connection({ user: 'carl', privateKeyFile: join(sshd.folder, 'stranger') }))
      expect(said).toContain('It takes a password, too: -k asks for one.')
    })
  })
})

const passwords = ['PasswordAuthentication yes', 'PermitEmptyPasswords no']

/** A user whom only this server knows: it has a file of accounts of its own. */
function withUser(name: string, password: string): readonly string[] {
  const folder = tempFolder()
  const hash = execFileSync('perl', ['-e', 'print crypt(<STDIN>, q($6$lbprov$))'], {
    input: password,
    encoding: 'utf8',
  })
  writeFileSync(join(folder, 'passwd'), `${readFileSync('/etc/passwd', 'utf8')}${name}:x:65533:65533::/:/bin/sh\n`)
  writeFileSync(join(folder, 'shadow'), `${readFileSync('/etc/shadow', 'utf8')}${name}:${hash}:19000::::::\n`, {
    mode: 0o600,
  })
  const mounts = ['passwd', 'shadow'].map((file) => `mount --bind ${folder}/${file} /etc/${file}`)
  return ['unshare', '--mount', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh']
}
