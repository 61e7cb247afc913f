import { expect, test } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { fastLogin, forgoFastLogin, hasten } from '../../../src/transport/fast-login.ts'
import type { HostKeyCheck } from '../../../src/transport/host-key.ts'
import type { Logins } from '../../../src/transport/login.ts'

const connection = { address: 'lb1', port: 22, user: 'root' } as Connection
const known = { mayWrite: false } as HostKeyCheck
const withKey = (type: string) =>
  ({ logins: [{ label: 'key', method: { type: 'publickey', key: { type } } }] }) as unknown as Logins
const login = { username: 'root', key: { type: 'ssh-ed25519', sign: () => Buffer.alloc(64) } } as never

test('is for a key of a file whose algorithm is certain, at a host that is known', () => {
  expect(fastLogin(connection, withKey('ssh-ed25519'), known)).toMatchObject({ username: 'root' })
  expect(fastLogin(connection, withKey('ssh-rsa'), known)).toBeUndefined()
  expect(fastLogin(connection, withKey('ssh-ed25519'), { ...known, mayWrite: true })).toBeUndefined()
  expect(
    fastLogin(connection, { logins: [{ label: 'agent', method: { type: 'agent' } as never }], leftOut: [] }, known),
  ).toBeUndefined()
})

test('is not for a host that has refused it', () => {
  const other = { ...connection, address: 'lb2' }
  forgoFastLogin(other)
  expect(fastLogin(other, withKey('ssh-ed25519'), known)).toBeUndefined()
  expect(fastLogin(connection, withKey('ssh-ed25519'), known)).toBeDefined()
})

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
