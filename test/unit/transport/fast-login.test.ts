import { expect, test } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { fastLogin, forgoFastLogin } from '../../../src/transport/fast-login.ts'
import type { HostKeyCheck } from '../../../src/transport/host-key.ts'
import type { Logins } from '../../../src/transport/login.ts'

const connection = { address: 'lb1', port: 22, user: 'root' } as Connection
const known = { mayWrite: false } as HostKeyCheck
const withKey = (type: string) =>
  ({ logins: [{ label: 'key', method: { type: 'publickey', key: { type } } }] }) as unknown as Logins

test('is for a key of a file whose algorithm is certain, at a host that is known', () => {
  expect(fastLogin(connection, withKey('ssh-ed25519'), known)).toMatchObject({ username: 'root' })
  expect(fastLogin(connection, withKey('ssh-rsa'), known)).toBeUndefined()
  expect(fastLogin(connection, withKey('ssh-ed25519'), { ...known, mayWrite: true })).toBeUndefined()
  expect(
    fastLogin(
      connection,
      { logins: [{ label: 'agent', method: { type: 'agent' } as never }], leftOut: [], forSsh: [] },
      known,
    ),
  ).toBeUndefined()
})

test('is not for a host that has refused it', () => {
  const other = { ...connection, address: 'lb2' }
  forgoFastLogin(other)
  expect(fastLogin(other, withKey('ssh-ed25519'), known)).toBeUndefined()
  expect(fastLogin(connection, withKey('ssh-ed25519'), known)).toBeDefined()
})
