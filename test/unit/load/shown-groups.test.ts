import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inventoryJson } from '../../../src/load/inventory/shown.ts'
import { shapes } from '../../fixtures/inventories/shapes.ts'
import { directoryWith } from './helpers.ts'

function shown(
  cwd: string,
  inventory: readonly string[],
  wanted: { readonly yaml?: boolean; readonly graph?: boolean },
) {
  const options = { inventory, cwd, home: '/', env: {} }
  return inventoryJson(options, { yaml: false, ...wanted }, (text) => text).text
}

const all = { 'hosts.yml': 'all:\n  hosts:\n    a: {x: 1}\n    b:\n  children:\n    web: {hosts: {b: {z: 2}}}\n' }

test('hosts of all are shown in the group that they are in, as by ansible-inventory', () => {
  const cwd = directoryWith(all)
  expect(shown(cwd, ['hosts.yml'], { graph: true })).toBe('@all:\n  |--@ungrouped:\n  |  |--a\n  |--@web:\n  |  |--b\n')
  expect(JSON.parse(shown(cwd, ['hosts.yml'], {}))).toEqual({
    _meta: { hostvars: { a: { x: 1 }, b: { z: 2 } } },
    all: { children: ['ungrouped', 'web'] },
    ungrouped: { hosts: ['a'] },
    web: { hosts: ['b'] },
  })
  expect(shown(cwd, ['hosts.yml'], { yaml: true })).toBe(
    'all:\n  children:\n    ungrouped:\n      hosts:\n        a:\n          x: 1\n    web:\n      hosts:\n        b:\n          z: 2\n',
  )
})

test.each([...shapes])('%s in YAML is an inventory that says the same', (_, { files, inventory = ['hosts'] }) => {
  const cwd = directoryWith(files)
  const away = directoryWith({})
  writeFileSync(join(away, 'hosts.yml'), shown(cwd, inventory, { yaml: true }))
  expect(inOrder(shown(away, ['hosts.yml'], {}))).toEqual(inOrder(shown(cwd, inventory, {})))
})

/** Hosts and children are a set each; what hides a value is text when it is read again. */
const inOrder = (text: string) =>
  JSON.parse(text.replaceAll('‹vault›', '‹secret›'), (key, value) =>
    ['hosts', 'children'].includes(key) && Array.isArray(value) ? value.toSorted() : value,
  )
