import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { ConnectError } from '../../../src/model/errors.ts'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { timeLimit } from '../../../src/transport/time-limit.ts'
import { type AuthContext, type Client, startSshServer } from './support/ssh-server.ts'
import { tempFolder } from './support/temp.ts'

// A login must not depend on the keys of whoever runs the tests.
delete process.env.SSH_AUTH_SOCK
vi.stubEnv('HOME', tempFolder())
afterAll(() => void vi.unstubAllEnvs())

describe('time that runs while it is meant to', () => {
  afterEach(() => vi.useRealTimers())
  const limitOf = (ms: number) => {
    vi.useFakeTimers()
    return timeLimit(ms)
  }

  test('is used up only by what ran', () => {
    const limit = limitOf(1000)
    limit.run()
    vi.advanceTimersByTime(900)
    limit.stop()
    vi.advanceTimersByTime(900)
    limit.run()
    expect(limit.over.aborted).toBe(false)
    vi.advanceTimersByTime(101)
    expect(limit.over.aborted).toBe(true)
  })

  test('is raised to so much in all, once, running or not, and never lowered', () => {
    for (const running of [true, false]) {
      const limit = limitOf(1000)
      limit.run()
      vi.advanceTimersByTime(900)
      if (!running) limit.stop()
      for (const ms of [2000, 2000, 500]) limit.raise(ms)
      if (!running) limit.run()
      vi.advanceTimersByTime(1099)
      expect(limit.over.aborted).toBe(false)
      vi.advanceTimersByTime(2)
      expect(limit.over.aborted).toBe(true)
    }
  })
})

/** Lets in with the password, when the limit for name and way is over. */
async function startSlow(connectTimeout: number, loginTimeout: number | undefined) {
  const server = await startSshServer((client: Client) => {
    client.on('authentication', (ask: AuthContext) => {
      if (ask.method !== 'password') return ask.reject(['password'])
      setTimeout(() => ask.accept(), connectTimeout * 1100)
    })
  })
  const connected = connectSsh(server.connection({ connectTimeout, loginTimeout })).then(
    (session) => session.close().then(() => 'in'),
    (error) => error,
  )
  return connected.finally(() => server.stop())
}

test('a login may take longer than the way, as of an sshd that asks a silent name server', async () => {
  expect(await startSlow(0.5, 30)).toBe('in')
})

test('where there is one limit it holds for all', async () => {
  const error = await startSlow(0.5, undefined)
  expect(error).toBeInstanceOf(ConnectError)
  expect(error).toMatchObject({ phase: 'authenticate', message: expect.stringContaining('within 0.5 s') })
})
