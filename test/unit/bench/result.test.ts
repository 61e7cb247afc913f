import { expect, test } from 'vitest'
import { median, merge } from '../../../bench/result.ts'
import { result, row } from './row.ts'

test('what is measured again takes the place of the earlier row; other peers, hosts and forks stay', () => {
  const earlier = result({
    rows: [row({ wall: 9 }), row({ peer: 'ansible' }), row({ forks: 50 }), row({ hosts: 50 }), row({ rtt: 20 })],
  })
  const { rows } = merge(earlier, result({ rows: [row({ wall: 2 })] }))
  expect(rows.filter(({ wall }) => wall === 9)).toEqual([])
  expect(rows.map(({ peer, hosts, rtt, forks }) => [peer, hosts, rtt, forks])).toEqual([
    ['ansible', 10, 0, 10],
    ['lbprov', 10, 0, 50],
    ['lbprov', 50, 0, 10],
    ['lbprov', 10, 20, 10],
    ['lbprov', 10, 0, 10],
  ])
})

test('a peer that ran at last is no longer missing; versions, delays and round trips add up', () => {
  const earlier = result({
    versions: { lbprov: '1' },
    missing: { pyinfra: 'why', mitogen: 'why' },
    delays: { 0: 0 },
    roundTrips: { lbprov: 7 },
  })
  const now = result({ versions: { pyinfra: '3' }, delays: { 20: 20.5 }, roundTrips: { pyinfra: 50 } })
  expect(merge(earlier, now)).toMatchObject({
    versions: { lbprov: '1', pyinfra: '3' },
    missing: { mitogen: 'why' },
    delays: { 0: 0, 20: 20.5 },
    roundTrips: { lbprov: 7, pyinfra: 50 },
  })
  expect(merge(earlier, now).missing).not.toHaveProperty('pyinfra')
})

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])('median of %j', (numbers, middle) => expect(median(numbers)).toBe(middle))
