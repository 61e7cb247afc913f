import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { asConfigured } from '../../../src/transport/ssh-config.ts'
import { configSaysSomething } from '../../../src/transport/ssh-config-files.ts'
import { freePort } from '../../support/ports.ts'
import { describeWithSshd, type Sshd, startSshd } from './support/sshd.ts'
import { tempFolder } from './support/temp.ts'
import { unconfigured } from './support/unconfigured.ts'

delete process.env.SSH_AUTH_SOCK

/** A file of configuration, named as -F does. */
function configured(text: string): { readonly file: string } {
  const file = join(tempFolder(), 'config')
  writeFileSync(file, text)
  return { file }
}

const asked = (text: string, other: Partial<Connection> = {}, given: NonNullable<Connection['ssh']>['given'] = []) =>
  asConfigured({ ...unconfigured, ...other, ssh: { options: [], ...configured(text), given } })

describe('what ssh says of a host', () => {
  const config = `Include OTHER
Host lb1
  HostName 192.0.2.1
  Port 2222
  User admin
  IdentityFile ~/.ssh/%h_key
  IdentityFile /keys/b
  IdentitiesOnly yes
  UserKnownHostsFile /known/%h /known/all
  StrictHostKeyChecking accept-new
  HostKeyAlias first
  ConnectTimeout 30
Match host 192.0.2.1 user admin
  IdentityAgent /agent
`

  test('HostName, Port, User, IdentityFile, known hosts, Match', async () => {
    expect(await asked(config)).toMatchObject({
      address: '192.0.2.1',
      port: 2222,
      user: 'admin',
      identityFiles: ['~/.ssh/%h_key', '/keys/b'],
      identitiesOnly: true,
      hostKeyChecking: 'accept-new',
      hostKeyAlias: 'first',
      connectTimeout: 30,
      agent: '/agent',
      configured: expect.stringMatching(/^HostName 192\.0\.2\.1, Port 2222, User admin \(\/.*config:2.*\)$/),
    })
    expect((await asked(config)).knownHostsFiles.slice(0, 2)).toEqual(['/known/192.0.2.1', '/known/all'])
  })

  test('the inventory wins', async () => {
    const given = ['port', 'user', 'hostKeyChecking', 'knownHostsFiles', 'connectTimeout'] as const
    const own = { port: 22, user: 'root', hostKeyChecking: 'strict', knownHostsFiles: ['/mine'] } as const
    expect(await asked(config, own, given)).toMatchObject({ address: '192.0.2.1', connectTimeout: 10, ...own })
  })

  test('Include is followed', async () => {
    const { file } = configured('Host lb1\n Port 7\n')
    expect(await asked(`Include ${file}\nHost lb1\n Port 8\n`)).toMatchObject({ port: 7 })
  })

  test('of another host nothing is changed', async () => {
    const { address, port, user, configured, identityFiles } = await asked(config, { address: 'web', user: 'me' }, [
      'user',
    ])
    expect([address, port, user, configured, identityFiles]).toEqual(['web', 22, 'me', undefined, undefined])
  })

  test('jump hosts, each by its own lines', async () => {
    const text = 'Host gate\n HostName 192.0.2.9\n User ops\nHost lb1\n ProxyJump outer:2200,gate\n'
    const { jump } = await asked(text)
    expect(jump).toMatchObject({ address: '192.0.2.9', user: 'ops', port: 22 })
    expect(jump!.jump).toMatchObject({ address: 'outer', port: 2200 })
    expect(jump!.jump!.jump).toBeUndefined()
    expect(await asked('Host lb1\n ProxyCommand ssh -q -W %h:%p ops@gate\n')).toMatchObject({
      jump: { address: 'gate', user: 'ops' },
    })
  })

  test('jump hosts that lead through each other', async () => {
    const text = 'Host lb1\n ProxyJump a\nHost a\n ProxyJump b\nHost b\n ProxyJump a\n'
    await expect(asked(text)).rejects.toThrow('more than 8 jump hosts')
    await expect(asked('Host *\n ProxyJump gate\n')).rejects.toThrow('jumphost loop via gate')
  })

  test('what only ssh can do', async () => {
    expect((await asked('Host lb1\n ProxyCommand nc %h %p\n')).sshOnly).toBe('ProxyCommand nc %h %p')
    expect((await asked('Host lb1\n BindAddress 192.0.2.7\n')).sshOnly).toBe('BindAddress 192.0.2.7')
  })

  test('algorithms with SHA-1 that are added', async () => {
    expect((await asked('Host lb1\n HostKeyAlgorithms +ssh-rsa\n')).sha1).toBe(true)
    expect((await asked('Host lb1\n Port 22\n')).sha1).toBeUndefined()
  })

  test('a mistake in it is told with its line', async () => {
    const error: ConnectError = await asked('Host lb1\n Prot 22\n').catch((error) => error)
    expect(error.message).toMatch(
      /^ssh can't read its configuration: \/.*config: line 2: Bad configuration option: prot/,
    )
  })
})

test.each([
  ['', false],
  ['Host *\n SendEnv LANG LC_*\n HashKnownHosts yes\n GSSAPIAuthentication yes\n', false],
  ['Match final all\n GSSAPIAuthentication yes\n ForwardX11Trusted yes\n', false],
  ['Ciphers aes256-gcm@openssh.com\nKexAlgorithms ecdh-sha2-nistp256\n', false],
  ['Host unix/* vsock%*\n ProxyCommand /usr/lib/systemd/systemd-ssh-proxy %h %p\n StrictHostKeyChecking no\n', false],
  ['Host .host\n ProxyUseFdpass yes\nHost *\n Port 2222\n', true],
  ['HostKeyAlgorithms +ssh-rsa\n', true],
  ['host=lb1\nport=22\n', true],
  ['  IdentityFile ~/.ssh/prod\n', true],
  ['NewOption yes\n', true],
  ['Include /nonexistent/*\n', false],
])('%j says something of a host: %j', (text, says) => {
  expect(configSaysSomething(configured(text).file)).toBe(says)
})

describeWithSshd('into a host', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  const config = (port: number) => `Host lb1
  HostName 127.0.0.1
  Port ${port}
  IdentityFile ${sshd.userKey}
  UserKnownHostsFile ${sshd.folder}/known_hosts
`
  const ways = (text: string): Connection => ({
    ...sshd.connection({ privateKeyFile: undefined, address: 'lb1', port: 22, knownHostsFiles: [] }),
    ssh: { options: [], ...configured(text), given: [] },
  })

  test('of which the inventory has the name alone', async () => {
    const session = await connectSsh(ways(config(sshd.port)))
    const { stdout } = await session.run('echo in', { deadlineMs: 60_000 })
    await session.close()
    expect(String(stdout)).toBe('in\n')
  })

  test('an error says where the way is from', async () => {
    const port = await freePort()
    const error: ConnectError = await connectSsh(ways(config(port))).catch((error) => error)
    expect(error.hint).toMatch(
      new RegExp(`ssh's configuration says HostName 127.0.0.1, Port ${port} \\(/.*config:1\\)\\.$`),
    )
  })
})
