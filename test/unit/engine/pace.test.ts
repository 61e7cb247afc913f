import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pace } from '../../../src/engine/pace.ts'
import { file } from '../../../src/index.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { plan } from '../../../src/model/plan.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const resources = ['/a', '/b'].map((path) => file(path, { content: '' }))
const steps = plan(resources, new Map(resources.map((one) => [one, { observed: null, pendingRefresh: false }])))
const brief = (event: RunEvent) => ('seconds' in event ? [event.type, Math.round(event.seconds)] : [event.type])

test('a step that takes long says what it printed last after 5 s and every 30 s, until it ends', () => {
  const events: RunEvent[] = []
  const { onStep, onApplied, onLine, rest } = pace('a', 'web', (event) => void events.push(event))
  onStep(steps[0]!, 1, 2)
  onLine('Reading')
  vi.advanceTimersByTime(4900)
  expect(events.map(brief)).toEqual([['step']])
  vi.advanceTimersByTime(200)
  onLine('Unpacking')
  vi.advanceTimersByTime(60_000)
  expect(events.slice(1).map((event) => ('line' in event ? event.line : ''))).toEqual([
    'Reading',
    'Unpacking',
    'Unpacking',
  ])
  onApplied()
  onStep(steps[1]!, 2, 2)
  vi.advanceTimersByTime(5100)
  expect(events.map(brief).slice(4)).toEqual([['applied', 65], ['step'], ['output', 5]])
  expect(events.at(-1)).toMatchObject({ resource: 'file[/b]', line: '' })
  rest()
  vi.advanceTimersByTime(100_000)
  expect(events).toHaveLength(7)
})
