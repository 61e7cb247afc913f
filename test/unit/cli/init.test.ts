import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { tempFolder } from '../transport/support/temp.ts'

const main = await lbprovProgram()
const folder = tempFolder()
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

const lbprov = (words: readonly string[], cwd = folder, env = {}) => called(cwd, words, env)

/** With these lines on stdin. */
function asked(words: readonly string[], lines: readonly string[]) {
  const input = lines.map((line) => `${line}\n`).join('')
  // A test that npx runs would be shown commands with npx.
  const env = { ...process.env, npm_command: '' }
  const given = { cwd: folder, encoding: 'utf8', input, env } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], given)
  return { status, stdout, stderr }
}

/** All that would be asked. */
const words = (name: string) => {
  const hosts = ['--directors', 'a=10.0.0.1', '--real-servers', 'b=10.0.0.3']
  return ['init', name, ...hosts, '--address', '10.0.0.9', '--port', '80', '--interface', 'e', '-u', 'root']
}

const answers = ['lb1=10.0.0.1 lb2=10.0.0.2', 'web1=10.0.0.3', '10.0.0.9', '', 'em1', 'admin']

/** Editors find the schema of a file by its first line. */
function schemaOf(site: string, file: string): { readonly properties?: object; readonly items?: object } {
  const [, path] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(`${site}/${file}`))!
  return JSON.parse(read(join(site, file, '..', path!)))
}

test('six answers make a site that lint has nothing to say about, and editors find its schemas', async () => {
  const { status, stdout } = asked(['init', 'site'], answers)
  expect(status).toBe(0)
  expect(stdout).toMatch(/Next:\n {2}cd site\n {2}lbprov ping all .*\n {2}lbprov lint --hosts .*\n {2}lbprov run /)
  expect(await lbprov(['lint', 'site/site.yaml', '-i', 'site/hosts', '--strict'])).toMatchObject({ status: 0 })
  for (const words of [['lint', '--strict'], ['run', '--list-hosts'], ['show'], ['inventory', '--graph']])
    expect(await lbprov(words, join(folder, 'site'), { CI: '1' })).toMatchObject({ status: 0 })
  expect(read('site/hosts')).toContain('ansible_user=admin\nansible_become=true\n')
  expect(schemaOf('site', 'group_vars/all.yml').properties).toHaveProperty('virtual_servers')
  expect(schemaOf('site', 'site.yaml').items).toBeDefined()
  expect(schemaOf('site', 'lbprov.yaml').properties).toHaveProperty('playbook')
  expect(read('site/.gitignore')).toContain('.lbprov/')
  expect(await lbprov(['init', 'site'])).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/^1 problem.*\n\nsite\/hosts, .* and site\/lbprov.yaml are there already/),
  })
})

test('what comes next is said as it is to be typed: of a local install with npx', async () => {
  expect((await lbprov(words('global'), folder, { npm_command: undefined })).stdout).toContain('\n  lbprov run   ')
  expect((await lbprov(words('local'), folder, { npm_command: 'exec' })).stdout).toContain('\n  npx lbprov run   ')
})

test('two clusters have two passwords', async () => {
  for (const name of ['one', 'two']) expect(await lbprov(words(name))).toMatchObject({ status: 0 })
  expect(read('one/group_vars/all.yml')).not.toBe(read('two/group_vars/all.yml'))
})

test.each([
  ['a host without an address', ['--directors', 'lb1'], 'expected names with addresses', lbprov],
  [
    'no address',
    ['--directors', 'lb1=10.0.0.1', '--real-servers', 'w=10.0.0.3', '--address', '10.0.0'],
    'expected one address',
    lbprov,
  ],
  ['nobody to ask', [], 'no answer to "Directors', (words: readonly string[]) => asked(words, [])],
])('%s is a mistake, and nothing is written', async (_, words, message, given) => {
  expect(await given(['init', 'wrong', ...words])).toMatchObject({
    status: 3,
    stderr: expect.stringContaining(message),
  })
  expect(existsSync(join(folder, 'wrong'))).toBe(false)
})

test('from the keepalived.conf of the directors', async () => {
  const conf = (priority: number) =>
    `vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 51\n priority ${priority}\n virtual_ipaddress {\n 10.0.0.9/32\n }\n}\nvirtual_server 10.0.0.9 80 {\n lb_algo rr\n lb_kind DR\n real_server 10.0.0.3 80 {\n TCP_CHECK {\n }\n }\n}\n`
  writeFileSync(join(folder, 'lb1.conf'), conf(150))
  writeFileSync(join(folder, 'lb2.conf'), conf(100))
  expect(await lbprov(['init', 'old', '--from', 'lb1.conf', 'lb2.conf'])).toMatchObject({ status: 0 })
  expect(read('old/hosts')).toMatch(/\[master\]\nlb1\b[\s\S]*\[backup\]\nlb2\b/)
  expect(schemaOf('old', 'site.yaml').items).toBeDefined()
})

test.each([
  ['run --limit w', 'web1'],
  ['drain w', 'web1'],
  ['ping dir', 'directors'],
  ['inventory --host w', 'web1'],
  ['inventory --explain w', 'web1'],
  ['run --tags real', 'realserver-arp'],
])('in a site whose lbprov.yaml names the inventory, %s is completed', async (line, word) => {
  const { stdout } = await lbprov(['__complete', '--', ...line.split(' ')], join(folder, 'site'))
  expect(stdout.split('\n').map((one) => one.split('\t')[0])).toContain(word)
})

test('answers that are pasted at once are taken one after the other', async () => {
  const command = [process.execPath, main, 'init', 'pasted'].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => {
    if (text === '') child.stdin.write(answers.map((line) => `${line}\n`).join(''))
    text += chunk
  })
  await new Promise((resolve) => child.once('close', resolve))
  expect(text).toContain('Next:')
  expect(read('pasted/hosts')).toContain('web1 ansible_host=10.0.0.3')
  expect(read('pasted/group_vars/all.yml')).toContain('em1')
}, 60_000)

test('schema has the params of own roles', async () => {
  mkdirSync(join(folder, 'site2/roles/motd'), { recursive: true })
  writeFileSync(
    join(folder, 'site2/roles/motd/role.ts'),
    "import { defineRole } from 'lbprov'\nexport default defineRole({ params: { greeting: { type: 'string', default: 'hi' } }, resources: () => [] })\n",
  )
  expect(await lbprov(['schema', 'site2'])).toMatchObject({ status: 0 })
  expect(JSON.parse(read('site2/.lbprov/schemas/inventory-vars.json')).properties).toHaveProperty('greeting')
})

test('the Chinese page shows what its command writes', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/zh-CN/from-tutorial.md'), 'utf8')
  const [, command] = /npx lbprov (init cluster [\s\S]*?)\ncd cluster/.exec(page)!
  const [, yaml] = /```yaml\n([\s\S]*?)```/.exec(page)!
  expect(await lbprov(command!.replaceAll('\\\n', ' ').split(/\s+/))).toMatchObject({ status: 0 })
  const plain = (text: string) => ({ ...parse(text.replace(/auth_pass: \S+.*/, 'auth_pass: x')) })
  expect(plain(yaml!)).toEqual(plain(read('cluster/group_vars/all.yml')))
})
