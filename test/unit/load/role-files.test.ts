import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directoryWith } from './helpers.ts'

// Node itself must import the roles: a test runner's own loader resolves, transforms and reports differently. One process for all: most of its time is its start.
const probe = `
import { ConfigError, showProblem } from ${source('model/errors.ts')}
import { loadSite } from ${source('load/site.ts')}
import * as lvs from ${source('lvs/index.ts')}
import { defineRole } from ${source('index.ts')}
const results = []
for (const cwd of process.argv.slice(2)) try {
  const site = await loadSite({ playbook: 'site.yaml', inventory: ['hosts'], cwd, home: cwd, rolesBuiltIn: cwd })
  const { definition } = [...site.plays[0].assignments.values()][0][0]
  const [identity, names] = definition.resources({})
  const sameLvs = names === undefined || names === Object.keys(lvs).length
  results.push(['same', identity === defineRole, sameLvs].join(' '))
} catch (error) {
  results.push(error instanceof ConfigError ? error.problems.map(showProblem).join('\\n') : String(error))
}
console.log(JSON.stringify(results))
`

function source(path: string): string {
  return JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href)
}

interface Case {
  readonly name: string
  readonly role: string
  readonly says: string | RegExp
  readonly more?: Readonly<Record<string, string>>
  /** A file that all may write. */
  readonly open?: string
}

const shop = `export { default } from './shop.ts'\n`
const good = `export default { params: {}, resources: () => [] }\n`

const cases: readonly Case[] = [
  {
    name: 'a role in TypeScript, anywhere, imports the lbprov that runs',
    role: `
import { defineRole, type Resources } from 'lbprov'
import * as lvs from 'lbprov/lvs'
import { params } from './params.ts'
export default defineRole({ params, resources: (): Resources => [defineRole, Object.keys(lvs).length] as never })
`,
    more: { 'roles/r/params.ts': 'export const params = {} as const\n' },
    says: 'same true true',
  },
  {
    name: 'a package.json without a type makes no difference',
    role: "import { defineRole } from 'lbprov'\nexport default defineRole({ params: {}, resources: () => [defineRole] })\n",
    more: { 'package.json': '{}' },
    says: 'same true true',
  },
  {
    name: 'a syntax error is told with its file and line',
    role: 'export default {\n  params: {,\n}\n',
    says: /^roles\/r\/role\.ts:2:\d+: the role cannot be imported: SyntaxError: /,
  },
  {
    name: 'a throw is told with its file and line',
    role: 'const x: any = null\nexport default x.params\n',
    says: /^roles\/r\/role\.ts:2:18: the role cannot be imported: TypeError: Cannot read properties of null/,
  },
  {
    name: 'a missing import is told with its file and line',
    role: "import { nothing } from 'lbprov'\nexport default nothing\n",
    says: /^roles\/r\/role\.ts:1:\d+: the role cannot be imported: SyntaxError: .*does not provide an export named 'nothing'/,
  },
  {
    name: 'a missing module is told with its file and line',
    role: "import './none.ts'\nexport default {}\n",
    says: /^roles\/r\/role\.ts:1:1: the role cannot be imported: Error: Cannot find module/,
  },
  {
    name: 'a misspelt key is told with its file and line',
    role: 'export default { params: {}, parts: () => ({}), resources: () => [] }\n',
    says: /^roles\/r\/role\.ts:1:1: parts is not a key of a role\n.*Did you mean part\?/,
  },
  {
    name: 'a part that is no function is told with its file and line',
    role: 'export default { params: {}, part: {}, resources: () => [] }\n',
    says: /^roles\/r\/role\.ts:1:1: part must be a function of the params\n/,
  },
  {
    name: 'no default export is told with its file and line',
    role: 'export const params = {}\n',
    says: /^roles\/r\/role\.ts:1:1: this is not a role\n/,
  },
  {
    name: 'a file that it imports, and all may write, is not run',
    role: shop,
    more: { 'roles/r/shop.ts': "import '../shared.ts'\n", 'roles/shared.ts': "throw new Error('run')\n" },
    open: 'roles/shared.ts',
    says: /^roles\/r\/role\.ts:1:1: the role cannot be imported: Error: others may write .*\/roles\/shared\.ts\. See .* chmod go-w /,
  },
  {
    name: 'a file that it requires, and all may write, is not run',
    role: `import { createRequire } from 'node:module'\ncreateRequire(import.meta.url)('shop')\n`,
    more: { 'node_modules/shop/index.js': "throw new Error('run')\n" },
    open: 'node_modules/shop/index.js',
    says: /the role cannot be imported: Error: others may write .*\/shop\/index\.js\./,
  },
  {
    name: 'a file beside it that it does not import, and all may write, does no harm',
    role: shop,
    more: { 'roles/r/shop.ts': good, 'roles/r/notes.txt': '' },
    open: 'roles/r/notes.txt',
    says: 'same false true',
  },
]

const folders = cases.map(({ role, more, open }) => {
  const site = { hosts: 'h\n', 'site.yaml': '- hosts: all\n  roles: [r]\n' }
  const cwd = directoryWith({ ...site, 'roles/r/role.ts': role, ...more })
  if (open) chmodSync(join(cwd, open), 0o666)
  return cwd
})
const script = join(folders[0]!, 'probe.mts')
writeFileSync(script, probe)
const said: readonly string[] = JSON.parse(execFileSync(process.execPath, [script, ...folders], { encoding: 'utf8' }))

test.each(cases.map((one, i) => ({ ...one, said: said[i]! })))('$name', ({ says, said }) => {
  if (typeof says === 'string') expect(said).toBe(says)
  else expect(said).toMatch(says)
})
