import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { openSocket } from '../../../src/transport/tcp.ts'

const server = createServer((socket) => socket.pipe(socket))
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

test('what is written in one go leaves in one go, and arrives in order', async () => {
  const { port } = server.address() as { port: number }
  const connection = { address: '127.0.0.1', port, connectTimeout: 10 } as Connection
  const socket = await openSocket(connection, new AbortController().signal)
  const goes: number[] = []
  const send = socket._writev!.bind(socket)
  socket._writev = (chunks, done) => {
    goes.push(chunks.length)
    send(chunks, done)
  }
  const heard = new Promise<string>((resolve) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      if (text.endsWith('.')) resolve(text)
    })
  })
  for (const word of ['a', 'b', 'c']) socket.write(word)
  await new Promise((resolve) => setImmediate(resolve))
  for (const word of ['d', '.']) socket.write(word)
  expect(await heard).toBe('abcd.')
  expect(goes).toEqual([3, 2])
  socket.destroy()
})

test('a host that takes nothing of what is said to it is given up, and what waits for it is bounded', async () => {
  const deaf = createServer((socket) => socket.on('error', () => {}).pause())
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
  const { port } = deaf.address() as { port: number }
  const socket = await openSocket(
    { address: '127.0.0.1', port, connectTimeout: 10 } as Connection,
    new AbortController().signal,
  )
  const gone = new Promise<Error>((resolve) => socket.once('error', resolve))
  const mib = Buffer.alloc(1024 * 1024)
  for (let i = 0; i < 100 && !socket.destroyed; i++) socket.write(mib)
  expect((await gone).message).toBe('the host takes nothing of what is said to it')
  expect(socket.writableLength).toBeLessThan(80 * 1024 * 1024)
  deaf.close()
})
