import { expect, test } from 'vitest'
import { ConnectError } from '../../../src/model/errors.ts'
import type { Streams } from '../../../src/transport/transport.ts'
import { keptOpen } from '../../../src/verify/kept-open.ts'
import { hostNamed } from '../../support/site.ts'

const { connection } = hostNamed('a')
const nothing = Buffer.alloc(0)
const ended: Streams = { stdout: nothing, stderr: nothing, exitCode: 0 }

function transport(answers: readonly Streams[], opened: () => Promise<void> = async () => {}) {
  const told: string[] = []
  const left = [...answers]
  const connect = async () => {
    await opened()
    told.push('open')
    return { run: async () => left.shift() ?? ended, close: async () => void told.push('close') }
  }
  return { told, connect }
}

test('a host is entered once, until it is closed', async () => {
  const { told, connect } = transport([])
  const kept = keptOpen(connect)
  for (let i = 0; i < 2; i++) await (await kept.connect(connection)).close()
  expect(told).toEqual(['open'])
  await kept.close()
  expect(told).toEqual(['open', 'close'])
})

test('a session that was lost is closed, and opened anew', async () => {
  const { told, connect } = transport([{ ...ended, lost: 'gone' }])
  const kept = keptOpen(connect)
  await (await kept.connect(connection)).run('', { deadlineMs: 1 })
  await kept.connect(connection)
  expect(told).toEqual(['open', 'close', 'open'])
})

test('one that is still being opened is closed, too', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { told, connect } = transport([], () => promise)
  const kept = keptOpen(connect)
  const opening = kept.connect(connection)
  const closing = kept.close()
  resolve()
  await Promise.all([opening, closing])
  expect(told).toEqual(['open', 'close'])
})

test('a host that could not be entered is tried again', async () => {
  let tries = 0
  const kept = keptOpen(async () => {
    tries++
    throw new ConnectError('connect', 'refused', '')
  })
  for (let i = 0; i < 2; i++) await expect(kept.connect(connection)).rejects.toThrow('refused')
  expect(tries).toBe(2)
})
