import { expect, test } from 'vitest'
import { painter } from '../../../src/ui/paint.ts'
import { recap, summary } from '../../../src/ui/recap.ts'
import { host, report, site, step } from './scripted.ts'

const look = { paint: painter(false), width: 100, diff: false, verbose: 0, check: false }
const unreachable = host('dir4', {
  outcome: 'unreachable',
  message: 'connect ECONNREFUSED 192.168.1.224:22',
  seconds: 0.2,
})
const done = (name: string) =>
  host(name, { outcome: 'changed', steps: [step('pkg[x]', { outcome: 'created' }), step('pkg[y]')] })

test('rows are aligned and no wider than the terminal', () => {
  const narrow = recap(site(), { ...look, width: 50 })
  expect(narrow).toMatchInlineSnapshot(`
    "dir1  changed      created 1, updated 2, …   6.4 s
    dir2  changed      created 1, updated 2, …   5.9 s
    dir3  failed       created 1, failed 1, s…   3.1 s
    dir4  unreachable  connect ECONNREFUSED 1…   0.2 s
    rs1   changed      updated 1, unchanged 1    1.5 s
    rs2   changed      updated 1, unchanged 1   12.3 s

    6 hosts: 4 changed, 1 failed, 1 unreachable. 10 changes in 14.2 s."
  `)
  const rows = narrow.split('\n').slice(0, 6)
  expect(rows.every((row) => [...row].length <= 50)).toBe(true)
})

test('of many hosts only those are listed that somebody has to look at', () => {
  const hosts = [...Array.from({ length: 30 }, (_, i) => done(`rs${i}`)), unreachable]
  expect(recap(report(hosts), look)).toMatchInlineSnapshot(`
    "dir4  unreachable  connect ECONNREFUSED 192.168.1.224:22   0.2 s
    all   31 hosts     created 30, unchanged 30               14.2 s

    31 hosts: 30 changed, 1 unreachable. 30 changes in 14.2 s."
  `)
  expect(recap(report(hosts), { ...look, verbose: 1 }).split('\n')).toHaveLength(33)
})

test.each([
  [report([host('a'), host('b')]), '2 hosts: nothing to change.'],
  [report([host('a')], { check: true }), '1 host: nothing to change.'],
  [report([done('a')]), '1 host: 1 changed. 1 change in 14.2 s.'],
  [report([done('a')], { check: true }), '1 host: 1 would change. 1 change to make, none made in 14.2 s.'],
  [report([host('a'), unreachable]), '2 hosts: 1 ok, 1 unreachable. No changes in 14.2 s.'],
  [report([]), '0 hosts: none matched. No changes in 14.2 s.'],
])('%# in one line', (one, line) => {
  expect(summary(one)).toBe(line)
})
