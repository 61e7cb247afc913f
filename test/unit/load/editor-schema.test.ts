import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { playbookSchema, varsSchema } from '../../../src/load/editor-schema.ts'
import type { JsonSchema } from '../../../src/model/schema.ts'

const roles = {
  balance: { params: { vips: { type: 'array', items: { type: 'string' } }, port: { type: 'integer', default: 80 } } },
  serve: { params: { port: { type: 'string' } } },
}

function accepts(schema: JsonSchema, yaml: string): boolean {
  return new Ajv({ strict: false, validateFormats: false }).compile(schema)(parse(yaml)) as boolean
}

test.each([
  ['- hosts: web\n  roles: [balance, mine]\n', true],
  [
    '- hosts: [web, "!web1"]\n  serial: 30%\n  roles:\n    - {role: balance, tags: a, port: 5}\n    - {role: mine, x: 1}\n',
    true,
  ],
  ['- hosts: web\n  become: true\n  vars: {vips: [a]}\n  roles: [balance]\n', true],
  ['- hosts: web\n', false],
  ['- hosts: web\n  roles: [balance]\n  tasks: []\n', false],
  ['- hosts: web\n  serial: 0\n  roles: [balance]\n', false],
  ['- hosts: web\n  roles:\n    - {role: balance, prot: 5}\n', false],
  ['- hosts: web\n  roles:\n    - {role: balance, port: x}\n', false],
  ['[]', false],
])('playbook %j: %s', (yaml, valid) => {
  expect(accepts(playbookSchema(roles), yaml)).toBe(valid)
})

test.each([
  ['', true],
  ['vips: [a]\nport: 5\nanything: 1\nansible_port: 22\nhost_key_checking: off\n', true],
  ['port: "5"\n', true],
  ['port: []\n', false],
  ['vips: a\n', false],
  ['ansible_port: x\n', false],
  ['host_key_checking: ask\n', false],
])('variables %j: %s', (yaml, valid) => {
  expect(accepts(varsSchema(roles), yaml)).toBe(valid)
})

test.each(['playbook', 'inventory-vars'])('schemas/%s.json is a schema', (name) => {
  const schema = JSON.parse(readFileSync(new URL(`../../../schemas/${name}.json`, import.meta.url), 'utf8'))
  expect(() => new Ajv({ strict: false, validateFormats: false }).compile(schema)).not.toThrow()
})

test('the playbooks and the example inventory that come with lbprov fit their schemas', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  expect(accepts(JSON.parse(read('schemas/playbook.json')), read('playbooks/site.yaml'))).toBe(true)
  expect(accepts(JSON.parse(read('schemas/inventory-vars.json')), read('inventory/group_vars/all.yml'))).toBe(true)
})
