import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { SiteOptions } from '../../../src/load/site.ts'
import type { Site } from '../../../src/model/play.ts'
import { directoryWith, type Files, problemsOf, roleWith, siteOf } from './helpers.ts'

const files: Files = {
  hosts: '[directors]\nlb1 priority=150\nlb2 priority=100\n[web]\nweb[1:5]\n',
  'group_vars/all.yml': 'vips: [192.0.2.10]\n',
  'roles/balance/role.js': roleWith({
    vips: { type: 'array', items: { type: 'string', format: 'ip' } },
    priority: { type: 'integer', default: 1 },
    mode: { type: 'string', default: '0640' },
    auth: { type: 'object', default: {}, properties: { pass: { type: 'string', default: 'unset', writeOnly: true } } },
  }),
  'site.yaml': '- hosts: directors\n  roles: [balance]\n',
}

function site(playbook: string, options: Partial<SiteOptions> = {}, more: Files = {}): Promise<Site> {
  return siteOf({ ...files, 'site.yaml': playbook, ...more }, options)
}

/** Host, role, params of every assignment of a play. */
function rows({ plays }: Site, play = 0) {
  return [...plays[play]!.assignments].flatMap(([host, assignments]) =>
    assignments.map(({ role, params }) => [host.name, role, params] as const),
  )
}

test('every host of a play gets its roles with its params, defaults filled in', async () => {
  const auth = { pass: 'unset' }
  expect(rows(await siteOf(files))).toEqual([
    ['lb1', 'balance', { vips: ['192.0.2.10'], priority: 150, mode: '0640', auth }],
    ['lb2', 'balance', { vips: ['192.0.2.10'], priority: 100, mode: '0640', auth }],
  ])
})

test('-e beats what is beside the role, that the play, that the host, that the default', async () => {
  const playbook =
    '- hosts: lb1\n  vars: {priority: 2, mode: "2"}\n  roles:\n    - balance\n    - {role: balance, priority: 3}\n'
  const params = async (options: Partial<SiteOptions>) => rows(await site(playbook, options)).map(([, , got]) => got)
  expect(await params({})).toMatchObject([
    { priority: 2, mode: '2' },
    { priority: 3, mode: '2' },
  ])
  expect(await params({ extraVars: ['priority=4 mode=0600'] })).toMatchObject([
    { priority: 4, mode: '0600' },
    { priority: 4, mode: '0600' },
  ])
})

test('no is the word where a param wants the word', async () => {
  const role = { 'roles/word/role.js': roleWith({ login: { enum: ['no', 'yes'] }, on: { type: 'boolean' } }) }
  const loaded = await site('- hosts: lb1\n  vars: {login: no, on: no}\n  roles: [word]\n', {}, role)
  expect(rows(loaded)[0]![2]).toEqual({ login: 'no', on: false })
})

test('hosts are those of the inventory, assignments in the order of the pattern, limited or not', async () => {
  const loaded = await site('- hosts: web:directors\n  roles: [balance]\n', { limit: ['web2', 'lb*:!lb2'] })
  expect([...loaded.plays[0]!.assignments.keys()].map(({ name }) => name)).toEqual(['web2', 'lb1'])
  expect(loaded.plays[0]!.assignments.has(loaded.inventory.host('lb1')!)).toBe(true)
  expect(loaded.inventory.hosts).toHaveLength(7)
})

test('the plays without the limit are there too, less the hosts whose variables do not fit', async () => {
  const more = { 'host_vars/lb2.yml': 'priority: high\n' }
  const loaded = await site('- hosts: web:directors\n  roles: [balance]\n', { limit: ['web2'] }, more)
  expect([...loaded.unlimited![0]!.assignments.keys()].map(({ name }) => name)).toEqual([
    'web1',
    'web2',
    'web3',
    'web4',
    'web5',
    'lb1',
  ])
})

test.each([
  ['inventory', ['lb1', 'lb2', 'web1']],
  ['reverse_inventory', ['web1', 'lb2', 'lb1']],
  ['sorted', ['lb1', 'lb2', 'web1']],
  ['reverse_sorted', ['web1', 'lb2', 'lb1']],
])('order: %s', async (order, names) => {
  const loaded = await site(`- hosts: directors:web1\n  order: ${order}\n  roles: [balance]\n`)
  expect([...loaded.plays[0]!.assignments.keys()].map(({ name }) => name)).toEqual(names)
})

test('order: shuffle has every order', async () => {
  const seen = new Set<string>()
  for (let tries = 0; tries < 200 && seen.size < 6; tries++) {
    const loaded = await site('- hosts: directors:web1\n  order: shuffle\n  roles: [balance]\n')
    seen.add([...loaded.plays[0]!.assignments.keys()].map(({ name }) => name).join())
  }
  expect(seen.size).toBe(6)
})

test('a limit comes from a file too, and may leave a play empty', async () => {
  const playbook = '- hosts: web\n  roles: [balance]\n- hosts: directors\n  roles: [balance]\n'
  const loaded = await site(playbook, { limit: ['@retry'] }, { retry: '# those that failed\nlb2\n\n' })
  expect(loaded.plays.map(({ assignments }) => assignments.size)).toEqual([0, 1])
})

test('a play knows its name, its place, its tags and how many hosts at a time', async () => {
  const playbook = `
- name: Directors
  hosts: directors
  tags: lb
  serial: 1
  roles:
    - {role: balance, tags: [a, b]}
- hosts: [web, '!web1']
  serial: 30%
  roles: [balance]
- hosts: web
  serial: 10%
  roles: [balance]
`
  const { plays } = await site(playbook)
  expect(plays.map(({ name, serial, where }) => [name, serial, where.line])).toEqual([
    ['Directors', 1, 2],
    ['web, !web1', 1, 8],
    ['web', 1, 11],
  ])
  const [assignment] = [...plays[0]!.assignments.values()].flat()
  expect(assignment).toMatchObject({
    tags: ['balance', 'a', 'b', 'lb'],
    where: { file: 'site.yaml', line: 7, column: 14 },
  })
})

test('30 % of ten hosts is three', async () => {
  const { plays } = await site('- hosts: web\n  serial: "30%"\n  roles: [balance]\n', {}, { hosts: '[web]\nw[1:10]\n' })
  expect(plays[0]!.serial).toBe(3)
})

test('become: variables beat the play, the play beats -b', async () => {
  const playbook = '- hosts: directors\n  become: true\n  roles: [balance]\n'
  const hosts = '[directors]\nlb1\nlb2 ansible_become=false\n[web]\nweb1\n'
  const become = async (options: Partial<SiteOptions>) =>
    (await site(playbook, options, { hosts })).inventory.hosts.map(({ connection }) => connection.become)
  expect(await become({})).toEqual([true, false, false])
  expect(await become({ become: true })).toEqual([true, false, true])
})

test('secrets are passwords and what a schema marks writeOnly', async () => {
  const more = { 'host_vars/lb1': 'auth: {pass: s3cret}\nansible_password: pw\n' }
  expect((await site(files['site.yaml']!, { becomePassword: 'sudo' }, more)).secrets).toEqual([
    'pw',
    'sudo',
    'unset',
    's3cret',
  ])
})

test('a value that hosts share is judged once, handed to each the same, and frozen', async () => {
  const [first, second] = rows(await siteOf(files)).map(([, , params]) => params as { vips: string[] })
  expect(first!.vips).toBe(second!.vips)
  expect(() => first!.vips.push('x')).toThrow(TypeError)
  const wrong = { 'group_vars/all.yml': 'vips: [x]\n' }
  expect(await problemsOf(site(files['site.yaml']!, {}, wrong))).toHaveLength(1)
})

test('a number in INI where a role wants text is the text that was typed', async () => {
  const loaded = await site(
    files['site.yaml']!,
    {},
    { hosts: '[directors]\nlb1 mode=0644\nlb2 mode=1.10\n[web]\nw1\n' },
  )
  expect(rows(loaded).map(([, , params]) => (params as { mode: string }).mode)).toEqual(['0644', '1.10'])
})

test('a playbook is looked for in playbooks/ too, roles beside it first, then in the folders named, then built in', async () => {
  const tree = {
    hosts: 'h\n',
    'playbooks/lb.yml': '- hosts: all\n  roles: [a, b, c]\n',
    'playbooks/roles/a/role.js': roleWith({ beside: { default: 1 } }),
    'playbooks/group_vars/all.yml': 'x: 1\n',
    'more/a/role.js': roleWith({}),
    'more/b/role.js': roleWith({ named: { default: 1 }, x: { default: 0 } }),
    'built-in/b/role.js': roleWith({}),
    'built-in/c/role.js': roleWith({ own: { default: 1 } }),
  }
  expect(rows(await siteOf(tree, { playbook: 'lb', rolesPath: ['more'] }))).toEqual([
    ['h', 'a', { beside: 1 }],
    ['h', 'b', { named: 1, x: 1 }],
    ['h', 'c', { own: 1 }],
  ])
})

test('built-in roles may be given as a URL', async () => {
  const own = directoryWith({ 'own/role.js': roleWith({}) })
  const tree = { hosts: 'h\n', 'site.yaml': '- hosts: all\n  roles: [own]\n' }
  expect((await siteOf(tree, { rolesBuiltIn: `${pathToFileURL(own)}/` })).plays).toHaveLength(1)
})

test('anchors and merge keys work in playbooks', async () => {
  const playbook = '- &one\n  hosts: lb1\n  roles: [balance]\n- <<: *one\n  hosts: lb2\n'
  const { plays } = await site(playbook)
  expect(plays.map(({ name }) => name)).toEqual(['lb1', 'lb2'])
})
