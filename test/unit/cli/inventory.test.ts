import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { directoryWith, type Files, roleWith } from '../load/helpers.ts'

const encrypted = join(import.meta.dirname, '../../fixtures/vaults/hosts.txt')

const lbprov = (cwd: string, ...words: readonly string[]) => called(cwd, words)

const files: Files = {
  hosts:
    '[lb]\nlb1 ansible_password=hunter22\n[lb:vars]\npriority=1\n[top:children]\nlb\n[all:vars]\npriority={{ p }}\n',
  'host_vars/lb1.yml': 'priority: 150\nlist: [1, "{{ q }}"]\n',
  'lbprov.yaml': 'playbook: site.yaml\ninventory: hosts\n',
  'site.yaml': '- hosts: lb\n  roles: [a]\n',
  'roles/a/role.js': roleWith({}),
}

test('an inventory is shown as a tree, as JSON and as YAML, without its secrets', async () => {
  const cwd = directoryWith(files)
  expect((await lbprov(cwd, 'inventory', '--graph')).stdout).toBe(
    '@all:\n  |--@ungrouped:\n  |--@top:\n  |  |--@lb:\n  |  |  |--lb1\n',
  )
  const { stdout, stderr } = await lbprov(cwd, 'inventory', '--list', '-i', 'hosts')
  expect(JSON.parse(stdout)).toMatchObject({
    _meta: { hostvars: { lb1: { priority: 150, list: [1, '{{ q }}'], ansible_password: '‹secret›' } } },
    all: { children: ['ungrouped', 'top'] },
    lb: { hosts: ['lb1'] },
  })
  expect(stderr).toContain('1 of its values are expressions, vaults or doubtful: shown as they are written')
  expect((await lbprov(cwd, 'inventory', '--host', 'lb1', '--yaml')).stdout).toContain('priority: 150\n')
})

test('what stands behind the name of a password is hidden, whoever it is for', async () => {
  const cwd = directoryWith({
    hosts: 'lb1\n',
    'group_vars/all.yml':
      'vrrp_instances: {VI_1: {authentication: {auth_type: PASS, auth_pass: we3fatqp}}}\ndb_password: [swordfish]\napi_token: 123456\npass: ""\nvault_password: "{{ pw }}"\nmonkey: kept\n',
  })
  const { stdout } = await lbprov(cwd, 'inventory', '-i', 'hosts', '--host', 'lb1')
  expect(JSON.parse(stdout)).toEqual({
    vrrp_instances: { VI_1: { authentication: { auth_type: 'PASS', auth_pass: '‹secret›' } } },
    db_password: ['‹secret›'],
    api_token: '‹secret›',
    pass: '',
    vault_password: '{{ pw }}',
    monkey: 'kept',
  })
  const explained = await lbprov(cwd, 'inventory', '-i', 'hosts', '--explain', 'lb1', 'api_token')
  expect([JSON.parse(explained.stdout).value, explained.stderr]).toEqual(['‹secret›', ''])
})

test.each([
  [['inventory', '--host', 'lb'], 'Hosts are lb1, lb22 and web.'],
  [['inventory', '--host', 'lb2', '-i', 'none'], '1 problem.\n\nthere is no inventory "none"'],
  [['ping', 'all', '-i', 'none'], '1 problem.\n\nthere is no inventory "none"'],
  [['ping', 'all', '-i', 'empty'], 'The inventory has no host at all: name each on a line of its own.'],
  [['run', 'site.yaml', '-i', 'empty'], 'The inventory has no host at all: name each on a line of its own.'],
  [['inventory', '--host', 'a', '-i', 'empty'], 'The inventory has no host at all: name each on a line of its own.'],
])('%j says who there is', async (words, message) => {
  const cwd = directoryWith({ hosts: 'lb1\nlb22\nweb\n', empty: '', 'site.yaml': '- hosts: all\n  roles: []\n' })
  const { stderr } = await lbprov(cwd, ...words, ...(words.includes('-i') ? [] : ['-i', 'hosts']))
  expect(stderr).toContain(message)
})

test('a value is explained: where it is written, and what it has overridden', async () => {
  const cwd = directoryWith(files)
  expect(JSON.parse((await lbprov(cwd, 'inventory', '--explain', 'lb1', 'priority')).stdout)).toEqual({
    host: 'lb1',
    variable: 'priority',
    value: 150,
    where: 'host_vars/lb1.yml:1:1',
    of: 'lb1',
    overridden: [
      { value: 1, where: 'hosts:4:1', of: 'lb' },
      { value: '{{ p }}', where: 'hosts:8:1', of: 'all' },
    ],
  })
  expect(await lbprov(cwd, 'inventory', '--explain', 'lb1', 'priorty')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('Did you mean priority?'),
  })
})

test('variables beside a playbook hold, which is in this folder, in that of --playbook-dir, or in that of lbprov.yaml', async () => {
  const inventory = { 'inv/hosts': 'lb1\n', 'inv/group_vars/all.yml': 'x: inventory\n' }
  const shown = async (cwd: string, ...words: string[]) =>
    JSON.parse((await lbprov(cwd, 'inventory', '-i', 'inv/hosts', '--host', 'lb1', ...words)).stdout)
  const cwd = directoryWith({ ...inventory, 'group_vars/all.yml': 'x: here\n', 'p/group_vars/all.yml': 'x: there\n' })
  expect(await shown(cwd)).toEqual({ x: 'here' })
  expect(await shown(cwd, '--playbook-dir', 'p')).toEqual({ x: 'there' })
  writeFileSync(join(cwd, 'lbprov.yaml'), 'playbook: p/site.yaml\n')
  expect(await shown(cwd)).toEqual({ x: 'there' })
  expect(await shown(cwd, '--playbook-dir', 'inv')).toEqual({ x: 'inventory' })
})

test('lbprov run alone means the playbook and the inventory of lbprov.yaml; an option beats it', async () => {
  const cwd = directoryWith({ ...files, others: '[lb]\nlb9\n' })
  const { status, stdout, stderr } = await lbprov(cwd, 'run', '--list-hosts')
  expect(stderr).toBe('taken from lbprov.yaml: playbook (line 1) and inventory (line 2)\n')
  expect([status, stdout]).toEqual([0, expect.stringContaining('  lb1\n')])
  expect((await lbprov(cwd, 'run', '--list-hosts', '-i', 'others')).stdout).toContain('  lb9\n')
  writeFileSync(join(cwd, 'lbprov.yaml'), 'forks: x\n')
  expect(await lbprov(cwd, 'run', '--list-hosts')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('forks must be'),
  })
  expect((await lbprov(cwd, 'run', '--help')).status).toBe(0)
})

test('the password of a vault comes from a file, or from a program that prints it', async () => {
  const cwd = directoryWith({
    pw: 'right horse\n',
    'pw-client': '#!/bin/sh\n[ "$1 $2" = "--vault-id lab" ] && echo right horse\n',
  })
  chmodSync(join(cwd, 'pw-client'), 0o755)
  const graph = ['inventory', '--graph', '-i', encrypted]
  expect(await lbprov(cwd, ...graph)).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('--vault-password-file FILE'),
  })
  expect((await lbprov(cwd, ...graph, '--vault-password-file', 'pw')).stdout).toContain('@web:')
  expect((await lbprov(cwd, ...graph, '--vault-id', 'lab@pw-client')).stdout).toContain('@web:')
})

test('an option without a password behind it is named, with why there is none', async () => {
  const cwd = directoryWith({
    empty: '',
    text: 'right_horse\n',
    fails: '#!/bin/sh\nexit 3\n',
    lost: '#!/no/such/program\n',
    open: '#!/bin/sh\n',
    'folder/x': '',
  })
  for (const name of ['text', 'fails', 'lost']) chmodSync(join(cwd, name), 0o755)
  chmodSync(join(cwd, 'open'), 0o757)
  const told: Readonly<Record<string, string>> = {
    none: 'there is no such file',
    empty: 'there is no password in it',
    folder: 'it is a directory',
    text: 'it may be executed and is no program',
    fails: 'it ended with exit code 3',
    lost: 'the program that its #! names is not there',
    open: 'this program is not run: others may write ',
  }
  const words = Object.keys(told).flatMap((name) => ['--vault-password-file', name])
  const { status, stderr } = await lbprov(cwd, 'inventory', '-i', 'a,', '--list', ...words, '--vault-id', 'lab@none')
  expect([status, stderr]).toEqual([3, expect.stringContaining('\n--vault-id lab@none: there is no such file\n')])
  for (const [name, why] of Object.entries(told)) expect(stderr).toContain(`\n--vault-password-file ${name}: ${why}`)
  expect(stderr).toMatch(/^8 problems\.$/m)
})

test('vault passwords of ansible.cfg are tried beside those of the command line, by show, too', async () => {
  const cwd = directoryWith({
    ...files,
    'lbprov.yaml': '',
    'ansible.cfg': '[defaults]\nvault_identity_list = lab@pw\n',
    pw: 'right horse\n',
    other: 'wrong\n',
    'site.yaml': '- hosts: web\n  roles: [a]\n',
  })
  const show = ['show', 'site.yaml', '-i', encrypted]
  expect(await lbprov(cwd, ...show, '--vault-password-file', 'other')).toMatchObject({ status: 0 })
  expect(await lbprov(cwd, ...show, '--vault-id', 'lab@other')).toMatchObject({ status: 0 })
  writeFileSync(join(cwd, 'pw'), 'wrong\n')
  expect(await lbprov(cwd, ...show)).toMatchObject({ status: 3 })
  expect(await lbprov(cwd, ...show, '--vault-id', 'lab@pw')).toMatchObject({ status: 3 })
})

test('with lbprov.yaml a playbook may be left out behind hosts, and before a command', async () => {
  const cwd = directoryWith(files)
  const at = async (...words: string[]) => (await lbprov(cwd, ...words)).stderr
  expect(await at('drain', 'web9', '--check')).toBe(await at('drain', 'web9', 'site.yaml', '--check'))
  expect(await at('drain', 'web9', '--check')).toContain('web9')
  expect(await at('drain', 'web9', 'site', '--check')).toBe(await at('drain', 'web9', 'site.yaml', '--check'))
  expect(await at('drain', 'web9', 'none.yaml', '--check')).toContain('there is no playbook "none.yaml"')
  // A file of that name is no playbook where hosts or a command are meant.
  for (const name of ['web9.yml', 'fix']) writeFileSync(join(cwd, name), '')
  expect(await at('drain', 'web9', '--check')).toBe(await at('drain', 'web9', 'site.yaml', '--check'))
  expect(await at('roll', '--check', '--', './fix')).toBe(await at('roll', 'site.yaml', '--check', '--', './fix'))
  expect(await at('roll', 'none', '--check', '--', 'true')).toContain('there is no playbook "none"')
  expect(await at('roll', '--check', '--reboot')).toBe(await at('roll', 'site.yaml', '--check', '--reboot'))
  expect(await at('roll', '--check', '--', 'true', 'x')).toBe(
    await at('roll', 'site.yaml', '--check', '--', 'true', 'x'),
  )
})
