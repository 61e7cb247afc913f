import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directoryWith } from './helpers.ts'

// Node itself must import the roles: a test runner's own loader resolves, transforms and reports differently.
const probe = `
import { ConfigError, showProblem } from ${source('model/errors.ts')}
import { loadSite } from ${source('load/site.ts')}
import * as lvs from ${source('lvs/index.ts')}
import { defineRole } from ${source('index.ts')}
try {
  const cwd = process.argv[2]
  const site = await loadSite({ playbook: 'site.yaml', inventory: ['hosts'], cwd, home: cwd, rolesBuiltIn: cwd })
  const { definition } = [...site.plays[0].assignments.values()][0][0]
  const [identity, names] = definition.resources({})
  console.log('same', identity === defineRole, names === undefined || names === Object.keys(lvs).length)
} catch (error) {
  console.log(error instanceof ConfigError ? error.problems.map(showProblem).join('\\n') : error)
}
`

function source(path: string): string {
  return JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href)
}

function loadedBy(role: string, more: Readonly<Record<string, string>> = {}): string {
  const cwd = directoryWith({
    hosts: 'h\n',
    'site.yaml': '- hosts: all\n  roles: [r]\n',
    'roles/r/role.ts': role,
    ...more,
  })
  const script = join(cwd, 'probe.mts')
  mkdirSync(cwd, { recursive: true })
  writeFileSync(script, probe)
  return execFileSync(process.execPath, [script, cwd], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

test('a role in TypeScript, anywhere, imports the lbprov that runs', () => {
  const role = `
import { defineRole, type Resources } from 'lbprov'
import * as lvs from 'lbprov/lvs'
import { params } from './params.ts'
export default defineRole({ params, resources: (): Resources => [defineRole, Object.keys(lvs).length] as never })
`
  expect(loadedBy(role, { 'roles/r/params.ts': 'export const params = {} as const\n' })).toBe('same true true')
})

test('a package.json without a type makes no difference', () => {
  const role =
    "import { defineRole } from 'lbprov'\nexport default defineRole({ params: {}, resources: () => [defineRole] })\n"
  expect(loadedBy(role, { 'package.json': '{}' })).toBe('same true true')
})

test.each([
  [
    'a syntax error',
    'export default {\n  params: {,\n}\n',
    /^roles\/r\/role\.ts:2:\d+: the role cannot be imported: SyntaxError: /,
  ],
  [
    'a throw',
    'const x: any = null\nexport default x.params\n',
    /^roles\/r\/role\.ts:2:18: the role cannot be imported: TypeError: Cannot read properties of null/,
  ],
  [
    'a missing import',
    "import { nothing } from 'lbprov'\nexport default nothing\n",
    /^roles\/r\/role\.ts:1:\d+: the role cannot be imported: SyntaxError: .*does not provide an export named 'nothing'/,
  ],
  [
    'a missing module',
    "import './none.ts'\nexport default {}\n",
    /^roles\/r\/role\.ts:1:1: the role cannot be imported: Error: Cannot find module/,
  ],
  [
    'a misspelt key',
    'export default { params: {}, parts: () => ({}), resources: () => [] }\n',
    /^roles\/r\/role\.ts:1:1: parts is not a key of a role\n.*Did you mean part\?/,
  ],
  [
    'a part that is no function',
    'export default { params: {}, part: {}, resources: () => [] }\n',
    /^roles\/r\/role\.ts:1:1: part must be a function of the params\n/,
  ],
  ['no default export', 'export const params = {}\n', /^roles\/r\/role\.ts:1:1: this is not a role\n/],
])('%s is told with its file and line', (_, role, message) => {
  expect(loadedBy(role)).toMatch(message)
})
