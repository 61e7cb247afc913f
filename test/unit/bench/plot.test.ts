import { describe, expect, test } from 'vitest'
import { apart, plots } from '../../../bench/plot.ts'
import { scaleFor } from '../../../bench/scale.ts'
import { result, row } from './row.ts'

const pointsOf = (svg: string, peer: string) =>
  new RegExp(`<polyline class="peer-${peer}" points="([^"]*)"`)
    .exec(svg)?.[1]
    ?.split(' ')
    .map((point) => point.split(',').map(Number))

describe('plots', () => {
  test('one where two points can be joined, along hosts and along the round trip', () => {
    const rows = [row({}), row({ hosts: 50 }), row({ rtt: 20 }), row({ mode: 'converge' })]
    expect(Object.keys(plots(result({ rows })))).toEqual(['noop-by-hosts-0ms.svg', 'noop-by-rtt-10.svg'])
  })

  test('more hosts are further right, more seconds further up', () => {
    const rows = [row({ hosts: 50, wall: 4 }), row({ hosts: 10, wall: 1 })]
    const svg = plots(result({ rows }))['noop-by-hosts-0ms.svg']!
    const [[x1, y1], [x2, y2]] = pointsOf(svg, 'lbprov') as [[number, number], [number, number]]
    expect(x2).toBeGreaterThan(x1)
    expect(y2).toBeLessThan(y1)
    expect(svg).not.toContain('logarithmic')
  })

  test('times far apart are on a logarithmic scale, which is said', () => {
    const rows = [10, 50].flatMap((hosts) => [row({ hosts }), row({ hosts, peer: 'ansible', wall: 60 })])
    expect(plots(result({ rows }))['noop-by-hosts-0ms.svg']).toContain('(logarithmic: time)')
  })

  test('a peer with several forks has a line for each, with their number', () => {
    const rows = [10, 50].flatMap((hosts) => [row({ hosts }), row({ hosts, forks: 50 })])
    const svg = plots(result({ rows }))['noop-by-hosts-0ms.svg']!
    expect(svg.match(/<polyline/g)).toHaveLength(2)
    expect(svg).toContain('>lbprov, 50 forks<')
  })
})

test('names do not cover each other, stay above the axis, and move only where lines end above each other', () => {
  const ends = [100, 104, 349, 350].map((y) => ({ x: 480, y }))
  expect(apart([...ends, { x: 200, y: 101 }]).map(({ y }) => y)).toEqual([100, 116, 334, 350, 101])
})

describe('scales', () => {
  test('a linear one begins at 0 and ends above the largest', () => {
    const { at, ticks } = scaleFor([1, 4.1], 0, 100, 20)
    expect(ticks).toEqual([0, 1, 2, 3, 4, 5])
    expect(at(2.5)).toBe(50)
  })

  test('a logarithmic one has 1, 2, 5', () => {
    const { at, ticks, logarithmic } = scaleFor([0.4, 30], 0, 100, 20)
    expect(logarithmic).toBe(true)
    expect(ticks).toEqual([0.2, 0.5, 1, 2, 5, 10, 20, 50])
    expect([at(0.2), at(50)]).toEqual([0, 100])
  })

  test('of nothing but 0 there is one, too', () => expect(scaleFor([0], 0, 100, 20).at(0)).toBe(0))
})
