import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { tempFolder } from '../transport/support/temp.ts'

let cwd = ''
beforeEach(() => {
  cwd = tempFolder()
  writeFileSync(join(cwd, 'hosts'), '[web]\nh1 ansible_connection=local\n')
  writeFileSync(join(cwd, 'site.yaml'), '- hosts: all\n  roles: [mine]\n')
  mkdirSync(join(cwd, 'roles/mine'), { recursive: true })
  writeFileSync(join(cwd, 'roles/mine/role.js'), 'export default { params: {}, resources: () => [] }\n')
  writeFileSync(join(cwd, 'text'), 'no JSON\n')
})

const answers =
  '--directors a=10.0.0.1 --real-servers b=10.0.0.2 --address 10.0.0.9 --port 80 --interface e -u root'.split(' ')
const check = ['run', 'site.yaml', '-i', 'hosts', '--check']
const nothing = 'there is no such file'

test.each<[readonly string[], string]>([
  [['run', '--plan', 'none'], `--plan none: ${nothing}`],
  [['run', '--plan', '.'], '--plan .: it is a directory'],
  [['run', '--plan', 'text'], '--plan text: this is not JSON'],
  [['report', 'merge', 'none'], `none:1:1  ${nothing}`],
  [['report', 'merge', 'text'], 'text:1:1  this is not JSON'],
  [['init', '/proc/x', ...answers], `cannot write /proc/x: ${nothing}`],
  [['init', 'hosts/x', ...answers], 'cannot write hosts/x: a part of its path is a file'],
  [['init', 'text', ...answers], 'cannot write text: there is a file of that name'],
  [['init'], 'hosts and site.yaml are there already'],
  [['schema', 'hosts'], 'there is no folder hosts'],
  [['schema', 'none'], 'there is no folder none'],
  [[...check, '--report', '.'], '--report .: this is a folder'],
  [[...check, '--report', 'none/x'], '--report none/x: none is no folder for it'],
  [[...check, '--out', '.'], '--out .: this is a folder'],
  [[...check, '--out', 'none/x'], '--out none/x: none is no folder for it'],
  [['verify', 'site.yaml', '-i', 'hosts', '--report', '.'], '--report .: this is a folder'],
  [['serve', 'site.yaml', '-i', 'hosts', '--listen', '192.0.2.1'], 'this machine has no such address'],
  [['run', 'hosts', '-i', 'site.yaml'], 'hosts:1:1  this is an inventory, not a playbook'],
  [['run', 'hosts', '-i', 'site.yaml'], 'site.yaml:1:1  this is a playbook, not an inventory'],
  [['lint', 'hosts', '-i', 'hosts'], 'lbprov run site.yaml -i hosts.'],
])('%j is a mistake of the call', async (words, message) => {
  const { status, stderr } = await called(cwd, words)
  expect(stderr).toContain(message)
  expect(stderr).not.toMatch(/a bug in lbprov|\n {4}at /)
  expect(status).toBe(3)
  expect(existsSync(join(cwd, 'none'))).toBe(false)
})

test('a report that can not be written after all is a failure, without a stack', async () => {
  const name = 'x'.repeat(300)
  const { status, stderr } = await called(cwd, [...check, '--report', name])
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^cannot write x+: .*\n +→ Name a place .*\n$/m)])
})

test('a folder with more files than an inventory has is named', async () => {
  mkdirSync(join(cwd, 'many'))
  for (let i = 0; i <= 10_000; i++) writeFileSync(join(cwd, 'many', `h${i}`), '')
  const { status, stderr } = await called(cwd, ['inventory', '-i', 'many'])
  expect([status, stderr]).toEqual([3, expect.stringContaining('many has more than 10000 files\n')])
})

test('schema says how a file begins, by its own folder', async () => {
  const { stdout } = await called(cwd, ['schema'])
  expect(stdout).toContain(
    'group_vars/all.yml  # yaml-language-server: $schema=../.lbprov/schemas/inventory-vars.json\n',
  )
})
