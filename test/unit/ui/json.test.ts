import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { Report } from '../../../src/model/report.ts'
import type { UiOptions } from '../../../src/ui/ui.ts'
import { host, played, report, site, step } from './scripted.ts'

const schema = JSON.parse(readFileSync(new URL('../../../schemas/report.json', import.meta.url), 'utf8'))
const validate = new Ajv({ allErrors: true }).compile(schema)

async function documentOf(shown: Report, options: Partial<UiOptions> = {}) {
  const { stdout, stderr } = await played(shown, { format: 'json', ...options })
  return { document: JSON.parse(stdout), stderr }
}

test.each([
  ['run', site(), 1],
  ['check', site(true), 1],
  ['nothing to do', report([host('a')]), 0],
  ['unreachable', report([host('a', { outcome: 'unreachable', message: 'no route', hint: 'Look.' })]), 4],
  ['no hosts', report([]), 0],
  ['broken off', report([host('a', { outcome: 'skipped' })], { stoppedBy: 'SIGHUP', rest: 'lbprov run x -l a' }), 129],
  [
    'run in stages',
    report([host('a', { outcome: 'changed', steps: [step('x[y]', { stage: 1, outcome: 'updated' })] })], {
      stages: [
        {
          title: 'all',
          hosts: ['a'],
          needs: [],
          together: true,
          clients: { newConnections: null, established: 'may be reset', why: 'two masters' },
        },
      ],
    }),
    0,
  ],
])('the document of a %s fits the schema and says the exit code', async (_, shown, exitCode) => {
  const { document, stderr } = await documentOf(shown)
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
  expect(document).toEqual({ lbprov: '0.1.0', exitCode, ...JSON.parse(JSON.stringify(shown)) })
  expect(stderr).toBe('')
})

test('a check with --detailed-exitcode says 2', async () => {
  const shown = report([host('a', { outcome: 'changed' })], { check: true })
  expect((await documentOf(shown, { detailedExitcode: true })).document.exitCode).toBe(2)
  expect((await documentOf(shown)).document.exitCode).toBe(0)
})

test('only -v shows progress, on stderr', async () => {
  const { document, stderr } = await documentOf(site(), { verbose: 1 })
  expect(document.hosts).toHaveLength(6)
  expect(stderr).toContain('dir1: pkg[keepalived] created\n')
})

test('a secret that is one of our words leaves the document whole', async () => {
  const { document } = await documentOf(site(), { secrets: ['changed', 'outcome', 'host', '‹secret›', '"'] })
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
})

test('the example in the manual fits the schema', () => {
  const manual = readFileSync(new URL('../../../docs/output.md', import.meta.url), 'utf8')
  const example = /```json\n(.*?)```/s.exec(manual)![1]!
  expect(validate(JSON.parse(example)), JSON.stringify(validate.errors)).toBe(true)
})
