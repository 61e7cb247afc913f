import { createSecretKey, KeyObject } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { hasten, readyKeys } from '../../../src/transport/insides.ts'

const login = { username: 'root', key: { type: 'ssh-ed25519', sign: () => Buffer.alloc(64) } } as never

test('leaves a client alone whose insides are not those it knows', () => {
  for (const insides of [undefined, {}, { service: () => {}, authPK: () => {} }]) {
    const client = { _protocol: insides && { ...insides } }
    expect(hasten(client as never, login, () => {})).toBe(false)
    expect(client).toEqual({ _protocol: insides })
  }
})

test('sends service, login and what follows at once, and the login no second time', () => {
  const said: string[] = []
  const protocol = {
    service: (name: string) => void said.push(name),
    authPK: (user: string, _key: unknown, algorithm: string, sign?: unknown) => {
      said.push(`${user} ${algorithm}${sign ? ' signed' : ''}`)
      if (typeof sign === 'function') sign(Buffer.alloc(1), () => said.push('sent'))
    },
  }
  expect(hasten({ _protocol: protocol } as never, login, () => said.push('shell'))).toBe(true)
  protocol.service('ssh-userauth')
  protocol.authPK('root', null, 'ssh-ed25519')
  expect(said).toEqual(['ssh-userauth', 'root ssh-ed25519 signed', 'sent', 'shell'])
  protocol.authPK('root', null, 'ssh-rsa')
  expect(said.at(-1)).toBe('root ssh-rsa')
})

test('keys in bytes are made ready, other keys and unknown insides left as they are', () => {
  const bytes = Buffer.alloc(16, 1)
  const protocol = { _cipher: { _encKey: bytes as unknown }, _decipher: { _decipherKey: bytes as unknown } }
  readyKeys({ _protocol: protocol } as never)
  const made = [protocol._cipher._encKey, protocol._decipher._decipherKey] as KeyObject[]
  expect(made.map((key) => key instanceof KeyObject && key.equals(createSecretKey(bytes)))).toEqual([true, true])
  readyKeys({ _protocol: protocol } as never)
  expect([protocol._cipher._encKey, protocol._decipher._decipherKey]).toEqual(made)
  for (const other of [undefined, {}, { _cipher: { _encKeyMain: bytes }, _decipher: { _decKeyMain: bytes } }]) {
    const client = { _protocol: other && { ...other } }
    readyKeys(client as never)
    expect(client).toEqual({ _protocol: other })
  }
})

/** Fails when another version of ssh2 keeps its keys elsewhere: they would silently stay as they are. */
test("AES-GCM's keys are where ssh2 has them", () => {
  const { CIPHER_INFO, createCipher, createDecipher } = createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js')
  const info = CIPHER_INFO['aes128-gcm@openssh.com']
  const [key, iv] = [Buffer.alloc(info.keyLen, 1), Buffer.alloc(info.ivLen)]
  const outbound = { seqno: 0, cipherInfo: info, cipherKey: key, cipherIV: iv, onWrite: () => {} }
  const inbound = { seqno: 0, decipherInfo: info, decipherKey: key, decipherIV: iv, onPayload: () => {} }
  const protocol = { _cipher: createCipher({ outbound }), _decipher: createDecipher({ inbound }) }
  readyKeys({ _protocol: protocol } as never)
  expect(protocol._cipher._encKey).toBeInstanceOf(KeyObject)
  expect(protocol._decipher._decipherKey).toBeInstanceOf(KeyObject)
})
