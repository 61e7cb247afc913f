import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { DayReport, StageReport } from '../../../src/model/day-report.ts'
import { dayJson, dayText, stageText } from '../../../src/ui/day2.ts'
import { reportOf } from '../day2/site.ts'

const stage = (about: Partial<StageReport>): StageReport => ({
  title: 'weight 0 for rs1 on dir1',
  clients: 'new connections go to the others',
  seconds: null,
  outcome: 'done',
  said: '',
  ...about,
})
const look = { color: false, diff: false, verbose: 0, width: 100, secrets: ['k7Qm2xZt'], check: false }
const of = (...stages: readonly StageReport[]): DayReport => ({
  verb: 'drain',
  playbook: 'site.yaml',
  check: false,
  startedAt: '2026-11-28T13:00:00.000Z',
  seconds: 4.2,
  stages,
})

test('a stage is told with what it changed and saw; in a check with what clients notice, and seconds', () => {
  const report = reportOf('dir1', 'changed')
  expect(stageText(stage({ report, said: 'pass k7Qm2xZt\u001b[31m' }), look)).toBe(
    'ok  weight 0 for rs1 on dir1\n    pass ‹secret›\n    directors\n      dir1\n        ~ file[/etc/a]  updated\n',
  )
  expect(stageText(stage({ report, seconds: 300, outcome: 'planned' }), { ...look, check: true })).toMatch(
    /^would {2}weight 0 for rs1 on dir1 {2}\(clients: new connections go to the others, at most 5 min 0 s\)\n/,
  )
  expect(stageText(stage({ outcome: 'failed', said: 'no', hint: 'run first' }), look)).toBe(
    'FAILED  weight 0 for rs1 on dir1\n    no\n    → run first\n',
  )
})

test('a procedure that stopped says what was not done', () => {
  const stopped = of(stage({ outcome: 'failed' }), stage({ outcome: 'skipped' }))
  expect(dayText(stopped)).toBe('drain: stopped, 1 of 2 stages not done. 4.2 s.\n')
  expect(dayText(of(stage({})))).toBe('drain: done. 4.2 s.\n')
})

test('the document is what its schema says', () => {
  const schema = JSON.parse(readFileSync(new URL('../../../schemas/day2.json', import.meta.url), 'utf8')) as object
  const validate = new Ajv().compile(schema)
  const all = of(stage({ report: reportOf('dir1', 'changed') }), stage({ outcome: 'unreachable', hint: 'again' }))
  const document = JSON.parse(dayJson(all, '0.1.0', ['k7Qm2xZt'])) as object
  validate(document)
  expect(validate.errors).toBe(null)
  expect(document).toMatchObject({ lbprov: '0.1.0', exitCode: 4, verb: 'drain' })
})
