import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import { has } from '../../support/tools.ts'
import { directoryWith, inventoryOf, problemsOf, warningsOf } from './helpers.ts'

const list = { web: { hosts: ['w1', 'w2'], vars: { x: 1 } }, all: { children: ['web', 'db'] }, db: ['d1'] }

/** An inventory program with this shell text; others may run it, nobody else may write it. */
async function programOf(text: string, mode = 0o755) {
  const cwd = directoryWith({ hosts: `#!/bin/sh\n${text}\n` })
  chmodSync(join(cwd, 'hosts'), mode)
  return loadInventory({ inventory: ['hosts'], cwd, home: '/', env: {} })
}

test('a program says with --list who there is, and with _meta what they have', async () => {
  const answer = JSON.stringify({ ...list, _meta: { hostvars: { w1: { y: 'text', z: [1] } } } })
  const { hosts, groups } = await programOf(`[ "$1" = --list ] && echo '${answer}'`)
  expect(hosts.map(({ name, vars }) => [name, vars])).toEqual([
    ['w1', { x: 1, y: 'text', z: [1] }],
    ['w2', { x: 1 }],
    ['d1', {}],
  ])
  expect(groups.get('db')).toEqual(['d1'])
})

test('without _meta it is asked of each host', async () => {
  const { hosts } = await programOf(
    `[ "$1" = --list ] && echo '${JSON.stringify(list)}' || echo "{\\"me\\": \\"$2\\"}"`,
  )
  expect(hosts.map(({ vars }) => vars.me)).toEqual(['w1', 'w2', 'd1'])
})

test('one that is no text, as compilers write it, is a program, too', async () => {
  // The kernel can't start this one, so sh does.
  const cwd = directoryWith({ hosts: `echo '${JSON.stringify(list)}'; exit\n\0` })
  chmodSync(join(cwd, 'hosts'), 0o755)
  const { hosts } = await loadInventory({ inventory: ['hosts'], cwd, home: '/', env: {} })
  expect(hosts.map(({ name }) => name)).toEqual(['w1', 'w2', 'd1'])
})

test('a program that fails is told with what it said', async () => {
  expect(await problemsOf(programOf('echo no such cloud >&2; exit 3'))).toEqual([
    'hosts --list: it ended with exit code 3\n    It said: no such cloud',
  ])
})

test.each([
  ['[1]', 'a list of 1'],
  ['hello', '"hello"'],
])('one that answers %s is told what is expected', async (answer, found) => {
  const problems = await problemsOf(programOf(`echo '${answer}'`))
  expect(problems).toEqual([
    `hosts --list:1:1: expected an object of groups, but found ${found}\n    With --list an inventory program prints JSON such as {"GROUP": {"hosts": ["NAME"]}}.`,
  ])
})

test('one that others may write is not run', async () => {
  expect((await problemsOf(programOf('echo {}', 0o777)))[0]).toMatch(
    /^hosts:1:1: this program is not run: others may write /,
  )
})

test.each(['[ "$1" = --list ] && cat list.json || echo {}', null])(
  'a name that is none is told where it stands: %s',
  async (program) => {
    const cwd = directoryWith({
      'list.json':
        '{\n  "web": ["a", 5, ""],\n  "db": {"hosts": ["b", null, ["c"]], "children": [true, "web"]},\n  "x": {"hosts": 7}\n}\n',
      ...(program && { run: `#!/bin/sh\n${program}\n` }),
    })
    if (program) chmodSync(join(cwd, 'run'), 0o755)
    const file = program ? 'run --list' : 'list.json'
    const inventory = [program ? 'run' : 'list.json']
    expect(await problemsOf(loadInventory({ inventory, cwd, home: '/', env: {} }))).toEqual([
      `${file}:2:16: expected the name of a host, but found 5\n    As a name it stands in quotes: "5".`,
      `${file}:2:19: expected the name of a host, but found ""`,
      `${file}:3:25: expected the name of a host, but found null`,
      `${file}:3:31: expected the name of a host, but found a list of 1`,
      `${file}:3:52: expected the name of a group, but found true\n    As a name it stands in quotes: "true".`,
      `${file}:4:18: expected a list of names, but found 7`,
    ])
  },
)

test('a list without _meta is read from a file, too', async () => {
  const { hosts, groups } = await inventoryOf({ hosts: JSON.stringify(list) })
  expect(hosts.map(({ name, vars }) => [name, vars])).toEqual([
    ['w1', { x: 1 }],
    ['w2', { x: 1 }],
    ['d1', {}],
  ])
  expect(groups.get('db')).toEqual(['d1'])
})

test('lines of a text that may be executed are not run', async () => {
  const cwd = directoryWith({ hosts: 'w1\ntouch x=1\n' })
  chmodSync(join(cwd, 'hosts'), 0o755)
  const { hosts } = await loadInventory({ inventory: ['hosts'], cwd, home: '/', env: {} })
  expect(hosts.map(({ name }) => name)).toEqual(['w1', 'touch'])
  expect(readdirSync(cwd)).toEqual(['hosts'])
})

test('what ansible-inventory has exported is read', async () => {
  const exported = JSON.stringify({ _meta: { hostvars: { w1: { y: 2 } } }, ...list })
  const { hosts } = await inventoryOf({ hosts: exported })
  expect(hosts.map(({ vars }) => vars)).toEqual([{ x: 1, y: 2 }, { x: 1 }, {}])
})

test('INI that is named as YAML is read, and told', async () => {
  const cwd = directoryWith({ 'hosts.yml': '# mine\n[web]\nw1\n' })
  const warnings: string[] = []
  const { hosts } = await loadInventory({
    inventory: ['hosts.yml'],
    cwd,
    home: '/',
    env: {},
    warn: ({ message }) => void warnings.push(message),
  })
  expect(hosts.map(({ name }) => name)).toEqual(['w1'])
  expect(warnings).toEqual(['INI in a file that is named as YAML'])
  expect(await warningsOf({ hosts: '[web]\nw1\n' })).toEqual([])
})

test.skipIf(!has('ansible-inventory'))('a file for a plugin of Ansible’s is read by ansible-inventory', async () => {
  const cwd = directoryWith({
    'gen.yml': 'plugin: generator\nhosts: {name: "{{ a }}", parents: []}\nlayers: {a: [g1, g2]}\n',
  })
  const { hosts } = await loadInventory({ inventory: ['gen.yml'], cwd, home: '/', env: {} })
  expect(hosts.map(({ name }) => name)).toEqual(['g1', 'g2'])
})
