import { expect, test } from 'vitest'
import { inventoryOf, warningsOf } from './helpers.ts'

const ini = `
solo
mail.example:2222 note="a b"

[directors]
lb[1:2] priority=100 vips="['10.0.0.1', '10.0.0.2']"

[web]
web[01:02]

[site:children]
directors
web

[site:vars]
routers = [1, {'k': 'v'}]
`

const yaml = `
all:
  hosts:
    solo:
    mail.example:2222:
      note: a b
  children:
    site:
      vars:
        routers: [1, {k: v}]
      children:
        directors:
          hosts:
            lb[1:2]: {priority: 100, vips: [10.0.0.1, 10.0.0.2]}
        web:
          hosts:
            web[01:02]:
`

test.each([
  ['INI', 'hosts', ini],
  ['YAML', 'hosts', yaml],
  ['YAML by its extension', 'hosts.yml', yaml],
  ['INI by its extension', 'hosts.ini', ini],
])('%s says who there is', async (_, name, text) => {
  const { hosts, groups, host } = await inventoryOf({ [name]: text })
  expect(hosts.map(({ name }) => name)).toEqual(['solo', 'mail.example', 'lb1', 'lb2', 'web01', 'web02'])
  expect([...groups].sort()).toEqual([
    ['all', ['solo', 'mail.example', 'lb1', 'lb2', 'web01', 'web02']],
    ['directors', ['lb1', 'lb2']],
    ['site', ['lb1', 'lb2', 'web01', 'web02']],
    ['ungrouped', ['solo', 'mail.example']],
    ['web', ['web01', 'web02']],
  ])
  expect(host('lb2')?.groups).toEqual(['site', 'directors'])
  expect(host('lb2')?.vars).toEqual({ routers: [1, { k: 'v' }], priority: 100, vips: ['10.0.0.1', '10.0.0.2'] })
  expect(host('mail.example')?.vars).toEqual({ ansible_port: 2222, note: 'a b' })
})

test('INI keeps the place of every value', async () => {
  const { host } = await inventoryOf({ hosts: ini })
  const lb1 = host('lb1')!
  const at = (variable: string, ...path: (string | number)[]) => {
    const { file, line, column } = lb1.origin(variable, path)!
    return `${file}:${line}:${column}`
  }
  expect(at('priority')).toBe('hosts:6:18')
  expect(at('vips', 1)).toBe('hosts:6:41')
  expect(at('routers', 1, 'k')).toBe('hosts:16:21')
  expect(lb1.origin('nothing')).toBeUndefined()
})

test('YAML keeps the place of every value; a block is found at its key', async () => {
  const { host } = await inventoryOf({
    hosts: 'all:\n  hosts:\n    a:\n',
    'host_vars/a.yml': 'x: &x\n  - b: 1\n    c: {d: 5}\ny: *x\nz:\n  <<: {e: 1}\n  f: 2\n',
  })
  const at = (variable: string, ...path: (string | number)[]) => {
    const { file, line, column } = host('a')!.origin(variable, path)!
    return `${file}:${line}:${column}`
  }
  expect(at('x')).toBe('host_vars/a.yml:1:1')
  expect(at('x', 0, 'b')).toBe('host_vars/a.yml:2:8')
  expect(at('x', 0, 'c', 'd')).toBe('host_vars/a.yml:3:12')
  expect(at('y', 0, 'b')).toBe('host_vars/a.yml:2:8')
  expect(at('z', 'e')).toBe('host_vars/a.yml:6:11')
  expect(at('z', 'missing')).toBe('host_vars/a.yml:5:1')
  expect(host('a')!.vars.z).toEqual({ e: 1, f: 2 })
})

test('values are frozen all the way down: hosts share them', async () => {
  const { host } = await inventoryOf({ hosts: 'a\nb\n', 'group_vars/all.yml': 'x: {y: [1]}' })
  expect(host('a')!.vars.x).toBe(host('b')!.vars.x)
  expect(Object.isFrozen((host('a')!.vars.x as { y: unknown }).y)).toBe(true)
})

test('a directory is every inventory in it; several -i add up; a list of hosts is an inventory', async () => {
  const files = {
    'inv/one.yml': 'web: {hosts: {w1: }}',
    'inv/two': '[db]\nd1\n',
    'inv/group_vars/web.yml': 'x: 1',
    'inv/README.md': '# not hosts',
    more: '[web]\nw2\n',
  }
  const { hosts, groups } = await inventoryOf(files, { inventory: ['inv', 'more', 'x1,x2:2222,'] })
  expect(hosts.map(({ name }) => name)).toEqual(['x1', 'x2', 'w1', 'w2', 'd1'])
  expect(groups.get('web')).toEqual(['w1', 'w2'])
  expect(hosts.map(({ vars }) => vars.x)).toEqual([undefined, undefined, 1, 1, undefined])
  expect(hosts[1]!.connection.port).toBe(2222)
})

test('an inventory is also looked for in inventory/, with its extension left out', async () => {
  const { hosts } = await inventoryOf({ 'inventory/lab.yml': 'all: {hosts: {a: }}' }, { inventory: ['lab'] })
  expect(hosts.map(({ name }) => name)).toEqual(['a'])
})

test('a file for nobody is a warning, unless an inventory beside it speaks of the name', async () => {
  const files = {
    hosts: '[web]\nweb1\n',
    staging: '[caches]\nc1\n',
    'group_vars/caches.yml': 'x: 1',
    'group_vars/wbe.yml': 'x: 1',
    'group_vars/wbe.yml.orig': '[',
    'host_vars/web01': 'x: 1',
  }
  expect(await warningsOf(files)).toEqual([
    'group_vars/wbe.yml:1:1: the inventory has no group wbe, so nothing uses this file\n    Did you mean web? Rename it then.',
    'host_vars/web01:1:1: the inventory has no host web01, so nothing uses this file\n    Did you mean web1? Rename it then.',
  ])
})

test('of names with an ending, those are read that Ansible reads', async () => {
  const files = {
    hosts: '[web]\nweb1\n',
    'group_vars/web/b.yml': 'x: 1',
    'group_vars/web/b.yml.example': 'x: 2',
    'group_vars/web/c.yml.rpmsave': 'x: 3',
    'group_vars/web/README.md': 'x: 4',
    'group_vars/web/d~': 'x: 5',
    'group_vars/web.yml': 'x: 6',
    'inv.d/one': '[web]\nweb2\n',
    'inv.d/old.ini': '[web]\nweb3\n',
    'inv.d/one.orig': '[web]\nweb4\n',
  }
  const { hosts } = await inventoryOf(files, { inventory: ['hosts', 'inv.d'] })
  expect(hosts.map(({ name, vars }) => [name, vars.x])).toEqual([
    ['web1', 1],
    ['web2', 1],
  ])
  expect(await warningsOf(files)).toEqual([
    'group_vars/web.yml:1:1: not read: group_vars/web is for the same name\n    As Ansible does, lbprov reads one for a name: join them.',
  ])
})

test('5000 hosts under 20 group_vars files each have their variables', async () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index)
  const hosts = numbers.map(
    (group) => `[g${group}]\n${group === 0 ? 'h[0:4999]' : `h[${group}:4999:${(group % 5) + 1}]`}\n`,
  )
  const vars = numbers.map((group) => [`group_vars/g${group}.yml`, `shared: ${group}\nown_${group}: [1, 2]\n`])
  const files = { hosts: hosts.join(''), ...Object.fromEntries(vars) }
  const inventory = await inventoryOf(files)
  expect(inventory.hosts).toHaveLength(5000)
  expect(inventory.host('h4999')!.vars.shared).toBe(9)
})
