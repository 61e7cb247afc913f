import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TestModule } from 'vitest/node'
import { SkipReporter } from '../../support/skip-reporter.ts'
import { skips } from '../../support/skips.ts'

const file = 'test/shell/firewall.test.ts'
const listed = 'test/containers/kinds.test.ts'

/** What the reporter says of a run in which these tests were skipped, and the exit code it asks for. */
function reported(path: string, names: readonly string[], testNamePattern?: RegExp) {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text))
  const before = process.exitCode
  process.exitCode = undefined
  const module = {
    moduleId: `/repo/${path}`,
    project: { config: { root: '/repo', testNamePattern } },
    children: { allTests: () => names.map((fullName) => ({ fullName })) },
  } as unknown as TestModule
  new SkipReporter().onTestRunEnd([module], [], 'passed')
  const code = process.exitCode
  process.exitCode = before
  return { said: lines.join('\n'), code }
}

beforeEach(() => {
  vi.stubEnv('CI', 'true')
  vi.stubEnv('LBPROV_TEST_INSTALL', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('a skipped test that is not on the list fails the run in CI', () => {
  const { said, code } = reported(file, ['firewall > no firewall > tcp', 'firewall > no firewall > vrrp'])
  expect(code).toBe(1)
  expect(said).toContain(`2 skipped, not listed in test/support/skips.ts: ${file}`)
})

test.each([
  ['CI', ''],
  ['LBPROV_TEST_INSTALL', 'no'],
])('where %s is "%s" it is said, and fails nothing', (name, value) => {
  vi.stubEnv(name, value)
  const { said, code } = reported(file, ['firewall > no firewall > tcp'])
  expect([code, said]).toEqual([undefined, expect.stringContaining(file)])
})

test('one on the list is said with its reason and how it is run', () => {
  const { said, code } = reported(listed, ['lab/debian12 over ssh > kernel-module: every state'])
  expect(code).toBe(undefined)
  expect(said).toContain('1 skipped: a container has the kernel of this machine')
  expect(said).toContain('npm run test:lab -- kinds -t kernel-module')
})

test('tests that -t left out are nobody’s matter, one that it asked for is', () => {
  expect(reported(file, ['firewall > tcp'], /marks/)).toEqual({ said: '', code: undefined })
  expect(reported(file, ['firewall > tcp'], /firewall tcp/).code).toBe(1)
})

test('every entry says why and how it is run', () => {
  for (const { why, runs } of skips)
    expect([why, runs]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)])
})
