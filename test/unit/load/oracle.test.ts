import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everybodyOf } from '../../../src/load/inventory/hosts.ts'
import { loadInventory } from '../../../src/load/inventory/inventory.ts'
import { newReading, readKnownInventory } from '../../../src/load/inventory/known-inventory.ts'
import { selectHosts } from '../../../src/load/inventory/pattern.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { Tagged } from '../../../src/load/text/variable.ts'
import { shapes } from '../../fixtures/inventories/shapes.ts'
import { type AnsibleAnswer, agreement, askAnsible } from '../../support/ansible.ts'
import { isThorough } from '../../support/thorough.ts'
import { has } from '../../support/tools.ts'
import { directoryWith, type Files } from './helpers.ts'

/** What Ansible said of the shapes: `LBPROV_ANSWERS=record` writes it anew. */
const answers = join(import.meta.dirname, '../../fixtures/inventories/answers.json')
const patterns = [
  'all',
  '*',
  'web',
  'web[0]',
  'lb:web',
  'web:lb',
  'all:!web',
  'web*',
  'web*[1]',
  '!lb',
  'site[-1]',
  'all[1:3]',
]

const pathsIn = (folder: string, inventory: readonly string[]) =>
  inventory.map((name) => (name.includes(',') ? name : join(folder, name)))

/** The same of lbprov, or what it refuses. */
function ours(folder: string, inventory: readonly string[], asked: readonly string[]): Partial<AnsibleAnswer> {
  const options = { inventory: pathsIn(folder, inventory), cwd: folder, home: '/', env: {} }
  const reading = newReading(options)
  const known = readKnownInventory(options, undefined, reading)
  const [problem] = reading.problems.list()
  if (problem) return { error: problem.message }
  const select = (text: string) =>
    selectHosts([{ text, where: { file: 'p', line: 1, column: 1 } }], everybodyOf(known), newProblems())
  return {
    hosts: known.hosts.map(({ name }) => name),
    groups: Object.fromEntries(known.layers.tree.members),
    vars: Object.fromEntries(known.hosts.map(({ name, vars }) => [name, plain(vars)])) as AnsibleAnswer['vars'],
    patterns: Object.fromEntries(asked.map((text) => [text, select(text)])),
  }
}

/** Vaults as ansible-inventory shows them. */
function plain(value: unknown): unknown {
  if (value instanceof Tagged) return { __ansible_vault: value.text.trim() }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

function compared(answer: AnsibleAnswer): Partial<AnsibleAnswer> {
  const { hosts, groups, vars, patterns: found } = answer
  return { hosts, groups, vars, patterns: found }
}

describe('inventories shaped after public ones', async () => {
  const folders = new Map([...shapes].map(([name, { files }]) => [name, directoryWith(files)]))
  if (process.env.LBPROV_ANSWERS === 'record') {
    const cases = [...shapes].map(([name, { inventory = ['hosts'] }]) => ({
      inventory: pathsIn(folders.get(name)!, inventory),
      patterns,
    }))
    const said = await askAnsible(cases)
    writeFileSync(
      answers,
      `${JSON.stringify(Object.fromEntries([...shapes.keys()].map((name, i) => [name, said[i]])), null, 1)}\n`,
    )
  }
  const recorded: Readonly<Record<string, AnsibleAnswer>> = JSON.parse(readFileSync(answers, 'utf8'))

  test('there are at least 60', () => expect(shapes.size).toBeGreaterThanOrEqual(60))

  test.each([...shapes])('%s', (name, { inventory = ['hosts'] }) => {
    expect(ours(folders.get(name)!, inventory, patterns)).toEqual(compared(recorded[name]!))
  })

  const refused = [...shapes].filter(([, { was }]) => was)
  test.each(refused)('%s keeps nobody from a run on the load balancers', async (name) => {
    const cwd = folders.get(name)!
    const { hosts } = await loadInventory({ inventory: ['hosts'], limit: ['lb'], cwd, home: '/', env: {} })
    expect(hosts.slice(0, 2).map(({ connection }) => connection.address)).toEqual(['192.0.2.11', '192.0.2.12'])
  })
})

const groupNames = ['web', 'lb', 'db', 'site', 'dc1', 'x']
const hostNames = ['a', 'b', 'web1', 'web2', 'lb.example.org', 'n[1:3]', '192.0.2.1']
const values = [
  '1',
  '-5',
  '1.5',
  "'x y'",
  'text',
  '0644',
  '1e5',
  '0x10',
  '[1, 2]',
  "{'a': [None]}",
  'None',
  "'q' # c",
  '7 # c',
  'a # c',
  '"d"',
  'yes',
  '10.0.0.1',
  '',
  "u'é'",
  '1_0',
  '(1, 2)',
]
const yamlValues = [
  '1',
  'yes',
  'Off',
  '0644',
  '0x1f',
  '1:30',
  '1e5',
  '1.5e+3',
  '~',
  '"t"',
  "'u'",
  '[1, no]',
  '{a: b}',
  'text',
  '-7',
  '1_000',
  '.5',
  '0b11',
  '08',
  '2001-01-01',
]
const vars = (one: readonly string[]) =>
  fc.dictionary(fc.constantFrom('v1', 'v2', 'v3', 'ansible_port_x'), fc.constantFrom(...one), {
    maxKeys: 3,
    noNullPrototype: true,
  })

/** Groups in an order of their own are never inside themselves: children come from further on. */
const groups = fc.uniqueArray(
  fc.record({
    at: fc.nat(groupNames.length - 1),
    hosts: fc.uniqueArray(fc.constantFrom(...hostNames), { maxLength: 4 }),
    children: fc.uniqueArray(fc.nat(groupNames.length - 1), { maxLength: 3 }),
    ini: vars(values),
    yaml: vars(yamlValues),
    host: vars(['1', '"x y"', "'z'", 'a#b', "['p']", 'None']),
    beside: vars(yamlValues),
  }),
  { selector: ({ at }) => at, minLength: 1, maxLength: 6 },
)

type Groups = typeof groups extends fc.Arbitrary<infer T> ? T : never

function iniOf(all: Groups): Files {
  const names = new Set(all.map(({ at }) => at))
  const text = all.map(({ at, hosts, children, ini, host }) => {
    const below = children.filter((child) => child > at && names.has(child))
    const pairs = Object.entries(host).map(([name, value]) => ` ${name}=${value}`)
    return [
      `[${groupNames[at]}]`,
      ...hosts.map((name, i) => (i === 0 ? name + pairs.join('') : name)),
      ...(below.length > 0 ? [`[${groupNames[at]}:children]`, ...below.map((child) => groupNames[child]!)] : []),
      `[${groupNames[at]}:vars]`,
      ...Object.entries(ini).map(([name, value]) => `${name}=${value}`),
    ].join('\n')
  })
  return { hosts: `${text.join('\n')}\n`, ...besideOf(all) }
}

function yamlOf(all: Groups): Files {
  const names = new Set(all.map(({ at }) => at))
  const mapping = (values: Readonly<Record<string, string>>) =>
    `{${Object.entries(values)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')}}`
  const text = all.map(({ at, hosts, children, yaml }) => {
    const below = children.filter((child) => child > at && names.has(child))
    return [
      `${groupNames[at]}:`,
      '  hosts:',
      ...hosts.map((name, i) => `    ${name}: ${i === 0 ? mapping(yaml) : ''}`),
      '  children:',
      ...below.map((child) => `    ${groupNames[child]}:`),
      `  vars: ${mapping(yaml)}`,
    ].join('\n')
  })
  return { hosts: `${text.join('\n')}\n`, ...besideOf(all) }
}

function besideOf(all: Groups): Files {
  const given = all.filter(({ beside }) => Object.keys(beside).length > 0)
  const text = (beside: Readonly<Record<string, string>>) =>
    Object.entries(beside)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('')
  return Object.fromEntries(given.map(({ at, beside }) => [`group_vars/${groupNames[at]}.yml`, text(beside)]))
}

const agreed = agreement('inventories')

test.skipIf(!has('ansible-inventory'))(
  'inventories that are made up are read as ansible-core reads them',
  async () => {
    const count = isThorough ? 500 : 60
    const made = fc.sample(groups, { numRuns: count, seed: Number(process.env.LBPROV_SEED ?? 20261128) })
    const files = made.map((all, i) => (i % 2 === 0 ? iniOf(all) : yamlOf(all)))
    const folders = files.map(directoryWith)
    const mine = folders.map((folder) => ours(folder, ['hosts'], patterns))
    await agreed([files, mine], async () => {
      const said = await askAnsible(folders.map((folder) => ({ inventory: [join(folder, 'hosts')], patterns })))
      for (const [i, answer] of said.entries()) {
        const text = files[i]!.hosts
        expect({ text, ...mine[i] }).toEqual({ text, ...compared(answer) })
      }
      expect(said).toHaveLength(mine.length)
    })
  },
  120_000,
)
