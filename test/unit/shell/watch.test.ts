import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorWatcher, stepWatcher } from '../../../src/shell/watch.ts'

const token = '0123456789abcdef'

test('steps and what they wait for are told as they come, however the stream is cut', () => {
  const stream = Buffer.from(
    `noise\n${token} 0 begin\n42 4711\n${token} 1 step act:0\nbody\n${token} sub = waiting\nfor a lock, 漢\n${token} sub raw\n\n${token} 2 done act:0 0\n\n${token} 3 step look:1\n`,
  )
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 8 }), (cuts) => {
      const seen: string[] = []
      const watch = stepWatcher(token, {
        onStep: (id) => seen.push(id),
        onBegin: (process) => seen.push(process),
        onDone: (id) => seen.push(`${id} done`),
        onWait: (what) => seen.push(what),
      })
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      for (const [i, end] of edges.slice(1).entries()) watch(stream.subarray(edges[i], end))
      expect(seen).toEqual(['42 4711', 'act:0', 'for a lock, 漢', 'act:0 done', 'look:1'])
    }),
  )
})

test('of what a program prints the last whole line is told, and nothing of a line that was cut', () => {
  const lines: string[] = []
  const watch = stepWatcher(token, { onStep: () => {}, onLine: (line) => lines.push(line) })
  watch(Buffer.from(`\n${token} 1 step act:0\nReading\n 10 %\r 20 %`))
  watch(Buffer.from('\rUnpacking Tr0u'))
  watch(Buffer.from(`${'b4dor '.repeat(200)}`))
  watch(Buffer.from('correct\nhorse\n\n'))
  watch(Buffer.from('漢\n'))
  watch(Buffer.from(`\n${token} sub = waiting\nfor a lock\n`))
  watch(Buffer.from(`${'x'.repeat(301)}\n`))
  expect([...new Set(lines)]).toEqual(['10 %', '20 %', 'horse', '漢'])
})

test('what a part says on stderr is told as its own, wherever it is cut', () => {
  const stream = Buffer.from(
    `noise\n\n${token} err act:0\n 10 %\r 20 %\rdone, 漢\n\n${token} err act:1\nwarning: Tr0ub4dor\n`,
  )
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
      const seen = new Map<string, string>()
      const watch = errorWatcher(token, (id, line) => seen.set(id, line))
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      for (const [i, end] of edges.slice(1).entries()) watch(stream.subarray(edges[i], end))
      expect(seen.get('act:1')).toBe('warning: Tr0ub4dor')
      expect(['20 %', 'done, 漢', undefined]).toContain(seen.get('act:0')?.replace('10 %', '20 %'))
    }),
  )
})

test('a step that did not end well is not told as done', () => {
  const done: string[] = []
  stepWatcher(token, { onStep: () => {}, onDone: (id) => done.push(id) })(
    Buffer.from(`\n${token} 2 done act:0 1\n\n${token} 3 done act:1 0\n`),
  )
  expect(done).toEqual(['act:1'])
})
