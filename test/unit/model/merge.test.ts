import { expect, test } from 'vitest'
import { mergeReports } from '../../../src/model/merge.ts'
import type { ReportDocument, StepReport } from '../../../src/model/report.ts'
import { nothingNoticed } from '../../../src/model/stage.ts'

const document = (part: Partial<ReportDocument>): ReportDocument => ({
  lbprov: '0.1.0',
  exitCode: 0,
  playbook: 'site.yaml',
  check: false,
  startedAt: '2026-11-22T03:00:00.000Z',
  seconds: 10,
  hosts: [],
  ...part,
})
const host = (name: string) => ({ host: name, outcome: 'ok' as const, notes: [], steps: [], seconds: 1 })
const merge = (...parts: Partial<ReportDocument>[]) =>
  mergeReports(parts.map((part, i) => ({ file: `${i + 1}.json`, document: document(part) })))

test('joins hosts, spans the time of all, and exits with what says most', () => {
  const shard = (index: number) => ({ shard: { index, count: 3 } })
  expect(
    merge(
      { ...shard(2), hosts: [host('b')], exitCode: 4 },
      { ...shard(1), hosts: [host('a')], startedAt: '2026-11-22T03:00:05.000Z', profile: { startUp: 1, hosts: [] } },
      { ...shard(3), hosts: [host('c')], exitCode: 1, profile: { startUp: 2, hosts: [{ host: 'c', phases: {} }] } },
    ),
  ).toEqual({
    ...document({ exitCode: 1, seconds: 15, hosts: [host('b'), host('a'), host('c')] }),
    profile: { startUp: 2, hosts: [{ host: 'c', phases: {} }] },
  })
  expect(merge({ exitCode: 2 }, { exitCode: 4 }, {})).toMatchObject({ exitCode: 4 })
  expect(merge({ exitCode: 2 }, {})).toMatchObject({ exitCode: 2 })
})

test('stages of one shard follow those of the other, and steps go with them', () => {
  const stage = { title: 'all', hosts: [], needs: [], together: false, clients: nothingNoticed }
  const step = { resource: 'file[x]', stage: 2 } as StepReport
  const merged = merge(
    { hosts: [host('a')] },
    { stages: [stage, stage], hosts: [{ ...host('b'), steps: [step] }] },
    { stages: [stage, stage], hosts: [{ ...host('c'), steps: [step] }] },
  ) as ReportDocument
  expect(merged.stages).toHaveLength(4)
  expect(merged.hosts.flatMap(({ steps }) => steps.map((one) => one.stage))).toEqual([2, 4])
})

test.each([
  ['no report', [], ['there is no report to merge']],
  ['a shard that is missing', [{ shard: { index: 2, count: 2 } }], ['the report of shard 1/2 is missing']],
  ['a host twice', [{ hosts: [host('a')] }, { hosts: [host('a')] }], ['a is in 1.json and in 2.json']],
  [
    'another run',
    [{}, { check: true, playbook: 'other.yaml' }],
    ['2.json is a check of other.yaml by lbprov 0.1.0, but 1.json is a run of site.yaml by lbprov 0.1.0'],
  ],
])('refuses %s', (_, parts, problems) => {
  expect(merge(...parts)).toEqual({ problems })
})
