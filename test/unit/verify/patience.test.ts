import { expect, test, vi } from 'vitest'
import { patience } from '../../../src/verify/patience.ts'

const seen = { seen: true }
const gone = { why: 'no route to host' }
const never = () => new Promise<never>(() => {})

test('a first answer is waited for ten seconds, further ones as long as they use to take', async () => {
  vi.useFakeTimers()
  try {
    const wait = patience<typeof seen>()
    const first = wait('a', () => new Promise((resolve) => setTimeout(resolve, 4000, seen)))
    await vi.advanceTimersByTimeAsync(4000)
    expect(await first).toBe(seen)
    let late: unknown
    wait('a', never).then((answer) => {
      late = answer
    })
    await vi.advanceTimersByTimeAsync(7900)
    expect(late).toBeUndefined()
    await vi.advanceTimersByTimeAsync(200)
    expect(late).toEqual({ why: expect.stringContaining('a: no answer since') })
  } finally {
    vi.useRealTimers()
  }
})

test('one that could not be entered holds up nobody, keeps its reason, and is asked one question at a time', async () => {
  const wait = patience<typeof seen>()
  expect(await wait('a', async () => gone)).toBe(gone)
  const { promise, resolve } = Promise.withResolvers<typeof seen>()
  const ask = vi.fn(() => promise)
  expect([await wait('a', ask), await wait('a', ask)]).toEqual([gone, gone])
  expect(ask).toHaveBeenCalledTimes(1)
  resolve(seen)
  await promise
  // The answer that came late is the next one's.
  expect([await wait('a', ask), ask.mock.calls.length]).toEqual([seen, 1])
  expect([await wait('a', ask), ask.mock.calls.length]).toEqual([seen, 2])
})
