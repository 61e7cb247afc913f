import { expect, test } from 'vitest'
import { tables } from '../../../bench/table.ts'
import { result, row } from './row.ts'

const lines = (rows: ReturnType<typeof row>[]) =>
  tables(result({ rows, roundTrips: { lbprov: 7, 'raw-ssh': 10 } })).split('\n')

test('each figure has its ratio to the yardsticks beside it', () => {
  const text = lines([row({}), row({ peer: 'raw-ssh', wall: 2, cpu: 2 }), row({ peer: 'ssh2-limit', wall: 0.5 })])
  expect(text).toContain('### noop, 10 hosts, 0 ms, 10 forks')
  expect(text).toContain('2026-11-22, abc1234, median of 3 runs')
  expect(text.find((line) => line.startsWith('| lbprov'))).toBe(
    '| lbprov | 1.00 (0.50, 2.00) | 0.50 (0.25, 1.00) | 50 (1.00, 1.00) | 1.0 (1.00, 1.00) | 1.0 (1.00, 1.00) | 40 (1.00, 1.00) | 7.0 (0.70, –) |',
  )
})

test('rows with other forks are not compared', () => {
  const text = lines([row({}), row({ peer: 'raw-ssh', forks: 50 })])
  expect(text.find((line) => line.startsWith('| lbprov'))).toContain('| 1.00 | 0.50 |')
})

test('a run on bare hosts is compared with the package manager, and counts no round trips', () => {
  const text = lines([row({ mode: 'converge', wall: 3 }), row({ mode: 'converge', peer: 'packages', wall: 2 })])
  expect(text.find((line) => line.startsWith('| lbprov'))).toContain('| 3.00 (1.50) |')
  expect(text.join('\n')).not.toContain('round trips |')
})

test('peers that could not run are named', () => {
  expect(tables(result({ missing: { pyinfra: 'not installed' } }))).toContain('- pyinfra: not installed')
})
