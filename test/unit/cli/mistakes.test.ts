import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { called } from '../../support/called.ts'

let folder = ''
const at = (name: string) => join(folder, name)
const read = (name: string) => readFileSync(at(name), 'utf8')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbprov-mistakes-'))
  writeFileSync(at('hosts'), 'bad ansible_connection=local\ngood ansible_connection=local\n')
  writeFileSync(at('site.yaml'), '- hosts: all\n  roles: [own]\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A run of a role whose resources are `bad` on the host of that name and, on the other, three steps that take their time. */
async function run(bad: string, ...words: readonly string[]) {
  mkdirSync(at('roles/own'), { recursive: true })
  writeFileSync(at('roles/own/role.ts'), roleWith(bad))
  return called(folder, ['run', 'site.yaml', '-i', 'hosts', '--wait', '300', '--format', 'json', ...words])
}

const roleWith = (bad: string) => `import { command, declare, defineRole, file, sh } from 'lbprov'
const at = (name) => ${JSON.stringify(`${folder}/`)} + name
const slow = (n) => command(String(n), { run: sh\`sleep 0.2; echo \${n} >>\${at('good')}\`, unless: sh\`grep -qs \${n} \${at('good')}\` })
const provider = { name: 'sh', probe: ({ name }) => sh\`if [ -e \${name} ]; then put value other; fi\`, apply: ({ name }) => sh\`: >\${name}\` }
const oops = () => { throw new Error('oops') }
export default defineRole({
  params: {},
  resources: ({ host }) => host.name === 'good' ? [1, 2, 3].map(slow) : [file(at('first'), { content: '' }), ${bad}],
})
`

test('a kind that throws in mid-change fails its host; the other is done, and the document is whole', async () => {
  const { status, stdout, stderr } = await run(
    "declare({ name: 'odd', providers: [provider], same: oops }, at('odd'), { value: 'x' }, null)",
  )
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({
    exitCode: 1,
    hosts: [
      {
        host: 'bad',
        outcome: 'failed',
        message: expect.stringMatching(/role\.ts:\d+:\d+: odd\[.*same or mask of the kind threw Error: oops$/),
      },
      { host: 'good', outcome: 'changed' },
    ],
  })
  expect(status).toBe(1)
  expect(read('good')).toBe('1\n2\n3\n')
  expect(stderr).toMatch(/Error: oops\n +at .*role\.ts:5:/)
})

test.each<[string, readonly string[], string, string]>([
  [
    'confirm where nothing can be taken back, in a check,',
    ['--check'],
    "command('x', { run: sh`:`, unless: sh`false` }, { confirm: {} })",
    "command[x] has confirm, but command can't take a change back",
  ],
  [
    'a kind that can not be applied',
    [],
    "declare({ name: 'odd', providers: [{ ...provider, apply: oops }] }, at('odd'), { value: 'x' }, null)",
    'apply of the kind threw Error: oops',
  ],
])('%s is a mistake, told with role and line before any change', async (_title, words, bad, message) => {
  const { status, stderr } = await run(bad, ...words)
  expect(status).toBe(3)
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/roles\/own\/role\.ts:8:\d+ {2}role own: /)
  expect([existsSync(at('first')), existsSync(at('good'))]).toEqual([false, false])
})
