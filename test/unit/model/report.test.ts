import { expect, test } from 'vitest'
import { exitCodeOf, type HostOutcome, type Report } from '../../../src/model/report.ts'

const report = (check: boolean, ...outcomes: HostOutcome[]): Report => ({
  playbook: 'site.yaml',
  check,
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 1,
  hosts: outcomes.map((outcome, i) => ({ host: `h${i}`, outcome, notes: [], steps: [], seconds: 1 })),
})

test.each([
  [0, report(false, 'ok', 'changed')],
  [1, report(false, 'failed', 'unreachable')],
  [1, report(false, 'skipped', 'ok')],
  [4, report(false, 'ok', 'unreachable', 'skipped')],
  [0, report(false)],
])('exit code %i', (code, given) => expect(exitCodeOf(given, true)).toBe(code))

test('2 only for a check that was asked to say so', () => {
  expect([
    exitCodeOf(report(true, 'changed'), true),
    exitCodeOf(report(true, 'changed')),
    exitCodeOf(report(true, 'ok'), true),
  ]).toEqual([2, 0, 0])
})
