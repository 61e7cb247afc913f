import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { startFar } from './support/far.ts'
import { describeWithSshd, makeKey, type Sshd, startSshd } from './support/sshd.ts'

const patient = { deadlineMs: 60_000 }

delete process.env.SSH_AUTH_SOCK

let sshd: Sshd

/** Round trips from the first packet to the answer of a second script, the TCP handshake being one; on one connection, in one shell, as is the third. */
async function roundTrips(other: Partial<Connection>): Promise<number> {
  const far = await startFar(sshd.port, 150)
  const counted = () => [/^Connection from/gm, /^Starting session/gm].map((what) => sshd.log().match(what)?.length ?? 0)
  const before = counted()
  try {
    const session = await connectSsh(sshd.connection({ port: far.port, hostKeyChecking: 'off', ...other }))
    const first = await session.run('echo 1', { ...patient, keepShell: true })
    const second = await session.run('echo 2', { ...patient, keepShell: true })
    const pieces = far.pieces()
    const third = await session.run('echo 3', patient)
    await session.close()
    expect(counted()).toEqual([before[0]! + 1, before[1]! + 1])
    expect([first, second, third].map(({ stdout }) => String(stdout))).toEqual(['1\n', '2\n', '3\n'])
    return 1 + pieces
  } finally {
    await far.stop()
  }
}

describeWithSshd('round trips of two scripts', () => {
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  test('7 with the key of a file', async () => {
    expect(await roundTrips({})).toBeLessThanOrEqual(7)
  })

  test('10 where the server has to be asked first (RSA)', async () => {
    const rsa = join(sshd.folder, 'rsa_key')
    makeKey(rsa, 'rsa')
    writeFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${rsa}.pub`), { flag: 'a' })
    expect(await roundTrips({ privateKeyFile: rsa })).toBeLessThanOrEqual(10)
  })

  test('the fast way in knows this version of the SSH client', () => {
    const { version } = createRequire(import.meta.url)('ssh2/package.json')
    expect(version).toMatch(/^1\.17\./)
  })
})
