import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { playbookSchema, varsSchema } from '../../../src/load/schema/editor-schema.ts'
import type { JsonSchema } from '../../../src/model/schema.ts'

const roles = {
  balance: { params: { vips: { type: 'array', items: { type: 'string' } }, port: { type: 'integer', default: 80 } } },
  serve: { params: { port: { type: 'string' } } },
}

// The code is made to be used a few times: what would make it faster takes longer than it saves.
const ajv = () => new Ajv({ strict: false, validateFormats: false, inlineRefs: false, code: { optimize: false } })

function accepts(schema: JsonSchema, yaml: string): boolean {
  return ajv().compile(schema)(parse(yaml)) as boolean
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
  ['port: {a: 1}\n', false],
  ['vips: "{{ x }}"\nansible_port: "{{ p }}"\n', true],
  ['vips: ["{{ x }}"]\nansible_become: "yes"\n', true],
  ['ansible_become: maybe\n', false],
  ['vips: a\n', false],
  ['ansible_port: x\n', false],
  ['host_key_checking: ask\n', false],
])('variables %j: %s', (yaml, valid) => {
  expect(accepts(varsSchema(roles), yaml)).toBe(valid)
})

describe.each([
  ['playbook', 'playbooks/site.yaml'],
  ['inventory-vars', 'inventory/group_vars/all.yml'],
])('schemas/%s.json', (name, example) => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  let made: ValidateFunction | undefined
  const validate = () => {
    made ??= ajv().compile(JSON.parse(read(`schemas/${name}.json`)))
    return made
  }

  test('is a schema', () => expect(validate).not.toThrow())
  test(`fits ${example}`, () => expect(validate()(parse(read(example)))).toBe(true))
})

describe.each(['inventory-vars', 'playbook'])('what only editors read of %s.json', (file) => {
  type Node = Readonly<Record<string, unknown>>
  const schema = JSON.parse(readFileSync(new URL(`../../../schemas/${file}.json`, import.meta.url), 'utf8'))

  /** Every schema below one, with its path. */
  function* below(node: unknown, path: string): Generator<readonly [string, Node]> {
    if (typeof node !== 'object' || node === null) return
    yield [path, node as Node]
    for (const [name, inner] of Object.entries(node)) yield* below(inner, `${path}/${name}`)
  }
  const all = [...below(schema, '')]

  test('every property has a title of its own, so that no hover has that of the file', () => {
    const bare = all.filter(
      ([path, node]) => /\/properties\/[^/]+$/.test(path) && !('title' in node) && !('$ref' in node),
    )
    expect(bare.map(([path]) => path)).toEqual([])
  })

  test('no title has the name of a role, a group or a host in it', () => {
    const params = all.filter(([path]) => /\/(?:properties|definitions)\/[^/]+$/.test(path))
    for (const [path, { title = '' }] of params) expect([path, title]).toEqual([path, expect.not.stringContaining('.')])
  })

  test('a number is completed with one that is valid', () => {
    const numbers = all.filter(([, { type }]) => ['integer', 'number'].includes([type].flat()[0] as string))
    expect(numbers.length).toBeGreaterThan(20)
    for (const [path, { default: usual, minimum, maximum, defaultSnippets }] of numbers) {
      const [{ body } = { body: usual }] = (defaultSnippets ?? []) as readonly { body: number }[]
      expect(body, path).toBeGreaterThanOrEqual(Number(minimum ?? 0))
      expect(body, path).toBeLessThanOrEqual(Number(maximum ?? Infinity))
    }
  })

  test('schedulers and kinds of forwarding say what they mean', () => {
    const meant = all.filter(([, node]) => Array.isArray(node.enum) && node.enum.includes('wlc'))
    expect(meant.length).toBeGreaterThan(0)
    for (const [path, { enum: values, enumDescriptions }] of meant)
      expect(enumDescriptions, path).toHaveLength((values as string[]).length)
  })
})
