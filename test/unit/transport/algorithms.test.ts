import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import ssh2, { type BaseAgent } from 'ssh2'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { knowsOnlySha1 } from '../../../src/transport/algorithms.ts'
import { findLogins } from '../../../src/transport/login.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { agentLogin, type ParsedKey, parseKey } from '../../../src/transport/ssh2.ts'
import { listening } from '../../support/ports.ts'
import { startSshServer } from './support/ssh-server.ts'
import { makeKey } from './support/sshd.ts'
import { tempFolder } from './support/temp.ts'

delete process.env.SSH_AUTH_SOCK
vi.stubEnv('HOME', tempFolder())
afterAll(() => void vi.unstubAllEnvs())

const base: Connection = (await startSshServer(() => {})).connection()
const folder = tempFolder()

/** The lists that a server of this version is offered: key exchange, host keys, ciphers, MACs, compression, both ways. */
async function offeredTo(version: string, other: Partial<Connection> = {}): Promise<string[][]> {
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0)
    socket.write(`SSH-2.0-${version}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      const packet = heard.subarray(heard.indexOf('\n') + 1)
      if (packet.length < 4 || packet.length < 4 + packet.readUInt32BE(0)) return
      resolve(packet)
      socket.destroy()
    })
  })
  const port = await listening(server)
  const went = connectSsh({ ...base, port, connectTimeout: 1, ...other }).catch(() => {})
  const packet = await promise
  await new Promise((closed) => server.close(closed))
  await went
  const lists: string[][] = []
  for (let at = 22; lists.length < 8; ) {
    const length = packet.readUInt32BE(at)
    lists.push(packet.toString('latin1', at + 4, at + 4 + length).split(','))
    at += 4 + length
  }
  return lists
}

const sha1In = (lists: readonly string[][]) => lists.flat().filter((name) => /sha1|^ssh-(rsa|dss)$|group1-/.test(name))
const withSha1 = ['diffie-hellman-group14-sha1', 'ssh-rsa', 'hmac-sha1', 'hmac-sha1']

/** Known hosts in which loopback has keys of these types. */
function knownBy(...types: readonly string[]): Partial<Connection> {
  const file = join(folder, `known-${types.join('-')}`)
  writeFileSync(file, types.map((type) => `127.0.0.* ${type} AAAA\n[127.0.0.*]:* ${type} AAAA\n`).join(''))
  return { hostKeyChecking: 'strict', knownHostsFiles: [file] }
}

describe('SHA-1 is offered', () => {
  test.each([
    ['a server of today', 'OpenSSH_9.6', {}, []],
    ['one that is no OpenSSH', 'dropbear_2012.55', {}, []],
    ['CentOS 6', 'OpenSSH_5.3', {}, withSha1],
    ['CentOS 6, new', 'OpenSSH_5.3', { hostKeyChecking: 'accept-new' }, withSha1],
    ['CentOS 6, known by its RSA key', 'OpenSSH_5.3', knownBy('ssh-rsa'), withSha1],
    [
      'one that says it is CentOS 6, known by a key that CentOS 6 has not',
      'OpenSSH_5.3',
      knownBy('ssh-rsa', 'ssh-ed25519'),
      [],
    ],
    ['CentOS 6, where SHA-1 is refused', 'OpenSSH_5.3', { sha1: false }, []],
    ['a server of today, by a word', 'OpenSSH_9.6', { sha1: true }, withSha1],
  ] as const)('%s', async (_what, version, other, expected) => {
    expect(sha1In(await offeredTo(version, other))).toEqual(expected)
  })

  test('behind what does the same without, and DSA only where such a key is known', async () => {
    const [kex, keys, , , macs] = await offeredTo('OpenSSH_5.3', knownBy('ssh-rsa', 'ssh-dss'))
    expect(kex!.filter((name) => name.startsWith('diffie'))).toEqual([
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group14-sha256',
      'diffie-hellman-group14-sha1',
    ])
    expect(kex).toContain('kex-strict-c-v00@openssh.com')
    expect(keys!.slice(0, 4)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa', 'ssh-ed25519'])
    expect(keys!.at(-1)).toBe('ssh-dss')
    expect(macs!.at(-1)).toBe('hmac-sha1')
  })
})

test.each(['OpenSSH_9.6', 'OpenSSH_5.3'])('no compression is offered to %s', async (version) => {
  expect((await offeredTo(version)).slice(6)).toEqual([['none'], ['none']])
})

test.each([
  ['OpenSSH_5.3', true],
  ['OpenSSH_6.7p1', true],
  ['OpenSSH_7.1', true],
  ['OpenSSH_7.2p2', false],
  ['OpenSSH_7.10', false],
  ['OpenSSH_10.0', false],
  ['OpenSSH_for_Windows_8.1', false],
  ['dropbear_2012.55', false],
  ['', false],
])('%s', (version, old) => expect(knowsOnlySha1(version)).toBe(old))

describe('a server that knows nothing but SHA-1', () => {
  const rsa = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private
  const algorithms = {
    kex: ['diffie-hellman-group14-sha1'],
    serverHostKey: ['ssh-rsa'],
    hmac: ['hmac-sha1'],
    cipher: ['aes128-ctr'],
  }
  const start = (ident: string) =>
    startSshServer((client) => client.on('authentication', (context) => context.accept()), {
      hostKeys: [rsa],
      ident,
      algorithms: algorithms as never,
    })

  test('is entered where it is CentOS 6', async () => {
    const server = await start('OpenSSH_5.3')
    const session = await connectSsh(server.connection())
    await session.close()
    expect(server.connections()).toBe(1)
    await server.stop()
  })

  test('is not where it is of today, and the word that would is told', async () => {
    const server = await start('OpenSSH_9.6')
    const error = await connectSsh(server.connection()).catch((error) => error)
    expect(error).toMatchObject({ name: 'ConnectError', phase: 'connect' })
    expect(error.message).toContain('no matching key exchange method found')
    expect(error.hint).toContain('ssh_sha1: true')
    await (await connectSsh(server.connection({ sha1: true }))).close()
    await server.stop()
  })
})

describe('where SHA-1 is refused, an RSA key does not sign by it', () => {
  const file = join(folder, 'rsa')
  makeKey(file, 'rsa')
  const data = Buffer.from('data')

  test('from a file', async () => {
    const signed = async (sha1: boolean | undefined, hash: string) => {
      const { method } = (await findLogins({ ...base, privateKeyFile: file, sha1 })).logins[0]!
      return (method as unknown as { key: ParsedKey }).key.sign(data, hash) instanceof Buffer
    }
    expect([await signed(false, 'sha1'), await signed(false, 'sha512'), await signed(undefined, 'sha1')]).toEqual([
      false,
      true,
      true,
    ])
  })

  test('nor does an agent', () => {
    const key = parseKey(readFileSync(file)) as ParsedKey
    const { agent } = agentLogin('root', '/nonexistent', [key], false) as { agent: BaseAgent }
    const errors: unknown[] = []
    agent.sign(key, data, { hash: 'sha1' as never }, (error) => errors.push(error?.message))
    expect(errors).toEqual([expect.stringContaining('ssh_sha1 is false')])
  })
})
