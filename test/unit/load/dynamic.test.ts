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

test('a program that fails is told with what it said', async () => {
  expect(await problemsOf(programOf('echo no such cloud >&2; exit 3'))).toEqual([
    'hosts --list: it ended with exit code 3\n    It said: no such cloud',
  ])
})

test('one that others may write is not run', async () => {
  expect((await problemsOf(programOf('echo {}', 0o777)))[0]).toMatch(
    /^hosts:1:1: this program is not run: others may write /,
  )
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
