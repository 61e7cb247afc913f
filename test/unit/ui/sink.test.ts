import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createSink } from '../../../src/ui/sink.ts'
import { memory } from './scripted.ts'

const broken = (code: string) => Object.assign(new Error(`write ${code}`), { code })
const same = (text: string) => text

test('everything goes through the scrubber', () => {
  const stream = memory()
  createSink(stream, (text) => text.toUpperCase()).write('a')
  expect(stream.text()).toBe('A')
})

test('a closed pipe ends the output quietly', async () => {
  const [stream, told] = [new PassThrough(), memory()]
  const sink = createSink(stream, same, (message) => told.write(message))
  stream.emit('error', broken('EPIPE'))
  sink.write('lost')
  await sink.flushed()
  expect(stream.read()).toBeNull()
  expect(told.text()).toBe('')
})

test('a full disk is told, once', () => {
  const [stream, told] = [new PassThrough(), memory()]
  createSink(stream, same, (message) => told.write(message))
  stream.emit('error', broken('ENOSPC'))
  stream.emit('error', broken('ENOSPC'))
  expect(told.text()).toBe('lbprov: cannot write the output: write ENOSPC\n')
})

test('a stream has one listener, however many sinks are made on it, and each ends with it', () => {
  const [stream, told] = [new PassThrough(), memory()]
  const sinks = Array.from({ length: 20 }, () => createSink(stream, same, (message) => told.write(message)))
  expect(stream.listenerCount('error')).toBe(1)
  stream.emit('error', broken('ENOSPC'))
  for (const sink of sinks) sink.write('lost')
  expect(told.text()).toBe('lbprov: cannot write the output: write ENOSPC\n')
  expect(stream.read()).toBeNull()
})

test('flushed waits for the last byte', async () => {
  const stream = new PassThrough({ highWaterMark: 1 })
  const sink = createSink(stream, same)
  sink.write('x'.repeat(100))
  let done = false
  const flushed = sink.flushed().then(() => {
    done = true
  })
  await new Promise(setImmediate)
  expect(done).toBe(false)
  stream.resume()
  await flushed
})

test('without a terminal lines are 100 wide', () => {
  expect([createSink(memory(), same).width(), createSink(memory(60), same).width()]).toEqual([100, 60])
})
