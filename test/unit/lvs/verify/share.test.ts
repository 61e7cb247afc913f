import { expect, test } from 'vitest'
import { shareFault } from '../../../../src/lvs/verify/share.ts'

const shares = (...counts: readonly (readonly [weight: number, connections: number])[]) =>
  counts.map(([weight, connections], i) => ({ name: `rs${i + 1}`, weight, connections, packetsIn: 4 * connections }))
const none = { persistenceTimeout: null }

test.each([
  ['wrr', shares([1, 50], [1, 50]), null],
  ['wrr', shares([3, 75], [1, 25]), null],
  ['rr', shares([3, 75], [1, 25]), /rs1 has another share/],
  ['wrr', shares([1, 61], [1, 39]), /rs1 has another share/],
  ['wrr', shares([1, 58], [1, 42]), null],
  ['wrr', shares([1, 100], [0, 0]), null],
  ['wlc', shares([1, 90], [1, 10]), null],
  ['wlc', shares([1, 100], [1, 0]), /none for rs2/],
  ['sh', shares([1, 100], [1, 0]), null],
  ['sh', shares([1, 40], [1, 0]), /only 40 of the 100/],
] as const)('%s %j', (scheduler, given, expected) => {
  const fault = shareFault({ scheduler, ...none }, given, 100)
  if (expected === null) expect(fault).toBeNull()
  else expect(fault?.why).toMatch(expected)
})

test('persistence keeps a client with one real server', () =>
  expect(shareFault({ scheduler: 'wrr', persistenceTimeout: 50 }, shares([1, 100], [1, 0]), 100)).toBeNull())

test('connections from ports that the client used shortly before are packets alone', () => {
  const reused = shares([1, 41], [1, 41]).map((share) => ({ ...share, packetsIn: 200 }))
  expect(shareFault({ scheduler: 'rr', ...none }, reused, 100)).toBeNull()
  const past = shares([1, 41], [1, 41])
  expect(shareFault({ scheduler: 'rr', ...none }, past, 100)?.why).toBe(
    'only 82 of the 100 connections went through the table',
  )
})

test.each(['wlc', 'lc', 'sed', 'nq'] as const)(
  'with %s a server that had more to do than the others in the end may get nothing',
  (scheduler) => {
    const after = (load: number, weight = 1) => [
      { ...shares([weight, 0])[0]!, load },
      { ...shares([1, 100])[0]!, name: 'rs2', load: 0 },
    ]
    const why = (load: number, weight?: number) => shareFault({ scheduler, ...none }, after(load, weight), 100)?.why
    expect(why(100)).toBeUndefined()
    expect(why(99)).toBe('none for rs1')
    // Twice the weight, half the load.
    expect(why(199, 2)).toBe('none for rs1')
    expect(why(200, 2)).toBeUndefined()
  },
)
