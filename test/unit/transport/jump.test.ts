import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { freePort } from '../../support/ports.ts'
import { startDeaf } from './support/proxy.ts'
import { describeWithSshd, type Sshd, startSshd } from './support/sshd.ts'

delete process.env.SSH_AUTH_SOCK

const patient = { deadlineMs: 60_000 }
const logins = ({ log }: Sshd) => log().match(/Accepted publickey/g)?.length ?? 0

async function refusal(connection: Connection): Promise<ConnectError> {
  const error = await connectSsh(connection).catch((refused) => refused)
  expect(error).toMatchObject({ name: 'ConnectError' })
  return error
}

async function told(connection: Connection): Promise<string> {
  const session = await connectSsh(connection)
  const { stdout } = await session.run('echo $SSH_CONNECTION', patient)
  await session.close()
  return String(stdout).trim().split(' ').at(-1)!
}

describeWithSshd('through a jump host', () => {
  let gate: Sshd
  let closed: Sshd
  let inner: Sshd
  beforeAll(async () => {
    ;[gate, closed, inner] = await Promise.all([startSshd(), startSshd(['AllowTcpForwarding no']), startSshd()])
  })
  afterAll(() => Promise.all([gate, closed, inner].map((sshd) => sshd.stop())))

  test('a host is entered, its own key checked', async () => {
    expect(await told(inner.connection({ jump: gate.connection() }))).toBe(String(inner.port))
    const strange = inner.connection({ jump: gate.connection(), knownHostsFiles: ['/dev/null'] })
    expect((await refusal(strange)).message).toContain('host key')
  })

  test('many hosts share one login at the jump host, and it is left when they are', async () => {
    const before = logins(gate)
    const jump = gate.connection({ connectTimeout: 29 })
    await Promise.all(Array.from({ length: 20 }, () => told(inner.connection({ jump }))))
    expect(logins(gate) - before).toBe(1)
    const left = () => gate.log().match(/Disconnected from user/g)?.length ?? 0
    await expect.poll(left).toBe(logins(gate))
  })

  test('one behind the other', async () => {
    const before = logins(gate)
    const jump = inner.connection({ jump: gate.connection({ connectTimeout: 28 }) })
    expect(await told(closed.connection({ jump }))).toBe(String(closed.port))
    expect(logins(gate) - before).toBe(1)
  })

  test('what is wrong with the jump host is said of the jump host', async () => {
    const port = await freePort()
    const { message, hint } = await refusal(inner.connection({ jump: gate.connection({ port }) }))
    expect(message).toBe(`the jump host: connect to host 127.0.0.1 port ${port}: Connection refused`)
    expect(hint).toContain('Is sshd running there')
  })

  test('a jump host that forwards nothing, and one that finds nobody', async () => {
    const forbidden = await refusal(inner.connection({ jump: closed.connection() }))
    expect(forbidden.message).toMatch(/the jump host, can't reach 127.0.0.1:\d+: it does not allow that$/)
    expect(forbidden.hint).toContain('AllowTcpForwarding')
    const nobody = await refusal(inner.connection({ jump: gate.connection(), port: await freePort() }))
    expect(nobody.message).toMatch(/the jump host, can't reach 127.0.0.1:\d+: Connection refused$/)
  })

  test('a host that does not answer is given up in its time, the others go on', async () => {
    const deaf = await startDeaf()
    const jump = gate.connection({ connectTimeout: 27 })
    const [dead, alive] = await Promise.all([
      refusal(inner.connection({ jump, port: deaf.port, connectTimeout: 1 })),
      told(inner.connection({ jump })),
    ])
    deaf.stop()
    expect(dead.message).toBe(`127.0.0.1:${gate.port}, the jump host, gave no way to 127.0.0.1:${deaf.port} within 1 s`)
    expect(alive).toBe(String(inner.port))
  })
})
