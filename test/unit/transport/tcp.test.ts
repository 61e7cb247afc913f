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
