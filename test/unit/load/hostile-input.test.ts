import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { address } from '../../../src/load/connection/connection-readers.ts'
import { newDraft } from '../../../src/load/inventory/draft.ts'
import { beginning } from '../../../src/load/inventory/expression.ts'
import { readIni } from '../../../src/load/inventory/ini.ts'
import { selectHosts } from '../../../src/load/inventory/pattern.ts'
import { looksLikeYamlInventory } from '../../../src/load/inventory/yaml-inventory.ts'
import { loadSite } from '../../../src/load/site.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { parseLiteral } from '../../../src/load/text/python-literal.ts'
import { parseYaml, rootEntries } from '../../../src/load/text/yaml-file.ts'
import { variableOf } from '../../../src/load/text/yaml-source.ts'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import { didYouMean } from '../../../src/model/nearest.ts'
import { argumentsIn } from '../../../src/model/ssh-arguments.ts'
import { mapStrings } from '../../../src/ui/redact.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

function doubtIn(text: string): string | undefined {
  const source = parseYaml(text, 'f.yml', newProblems())!
  return [...source.doubts.values()][0]?.message
}

/** The values of a YAML file, or what is wrong with it. */
function read(text: string) {
  const problems = newProblems()
  const source = parseYaml(text, 'f.yml', problems)
  const entries = source ? [...rootEntries(source, 'it', problems).values()] : []
  const values = entries.map((entry) => [entry.name, variableOf(source!, entry).value])
  return problems.list().length > 0 ? problems.list().map(({ message }) => message) : values
}

/** Aliases of lists of aliases: each line is three times the one before. */
const doubling = (lines: number, one: (i: number) => string) =>
  ['a0: &a0 {k: [x]}', ...Array.from({ length: lines }, (_, i) => `a${i + 1}: &a${i + 1} ${one(i)}`)].join('\n')

describe('YAML', () => {
  test.each([
    ['lists of aliases', doubling(25, (i) => `[*a${i}, *a${i}, *a${i}]`)],
    ['merges of aliases', doubling(25, (i) => `{<<: [*a${i}, *a${i}]}`)],
  ])('%s without end are refused', (_, text) =>
    expect(read(text)).toEqual(['the aliases up to here come to more than 250000 values']),
  )

  test('an alias may be used a thousand times', () =>
    expect(read(`a: &a {b: 1}\nc: [${'*a, '.repeat(1000)}]`)).toHaveLength(2))

  test.each(['binary aGk=', 'set {x}', 'omap [x: 1]', 'timestamp 2001-01-01'])('!!%s is refused', (text) =>
    expect(doubtIn(`a: !!${text}`)).toBe(`the tag !!${text.split(' ')[0]} means nothing to lbprov`),
  )

  test('the tags of plain values are known', () =>
    expect(read('a: !!str 1\nb: !!int "2"\nc: !!map {}')).toEqual([
      ['a', '1'],
      ['b', 2],
      ['c', {}],
    ]))

  test.each([
    ['brackets', `a: ${'['.repeat(150)}${']'.repeat(150)}`],
    ['far too many brackets', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['blocks', Array.from({ length: 150 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('%s in each other without end are refused', (_, text) =>
    expect(read(text)).toEqual([expect.stringContaining('lists and mappings stand more than 100 deep in each other')]),
  )

  test('a file that may be an inventory in YAML is told at once', () => {
    expect(looksLikeYamlInventory(`web:\n${'\n'.repeat(100_000)}x`)).toBe(false)
    expect(looksLikeYamlInventory('# x\nweb: # y\n\n  # z\n  hosts:\n    a:\n')).toBe(true)
  })
})

test.each<[string, (text: string) => unknown, string]>([
  ['blanks in an INI value', ini, `[all:vars]\na=${' '.repeat(300_000)}x y`],
  ['blanks around an INI value', ini, `[all:vars]\na${' '.repeat(300_000)}b`],
  ['brackets of a literal', parseLiteral, '['.repeat(300_000)],
  ['blanks of an ssh option', argumentsIn, `-o "a${' '.repeat(100_000)}\nb\nc"`],
  ['colons of an address', addressOf, `[${':'.repeat(300_000)}] `],
  ['colons of a pattern', select, ':'.repeat(300_000)],
  ['subscripts of a pattern', select, 'a[0]'.repeat(100_000)],
  ['stars of a pattern', select, `${'*a'.repeat(400)}b`],
  ['a name without end', (text) => didYouMean(text, Array(1000).fill('a'.repeat(90_000))), 'a'.repeat(100_000)],
])('%s take no time', (_, reader, text) => expect(() => reader(text)).not.toThrow())

function ini(text: string) {
  readIni(text, 'hosts', newDraft('hosts'), newProblems())
}

function addressOf(text: string) {
  const where = { file: 'hosts', line: 1, column: 1 }
  return address({ value: text, text, locate: () => where }, 'ansible_host', newProblems())
}

function select(text: string) {
  const hosts = new Set(['a'.repeat(200), 'web1'])
  const where = { file: '-l', line: 1, column: 1 }
  return selectHosts([{ text, where }], { hosts, groups: new Map([['all', [...hosts]]]) }, newProblems())
}

describe('regular expressions of patterns', () => {
  test.each([
    ['web\\d+', 'web12x', true],
    ['web\\d+$', 'web12x', false],
    ['(?P<name>w)eb', 'web', true],
    ['eb', 'web', false],
    ['a|web', 'web', true],
  ])('%s of %s: %s', (expression, text, found) => expect(beginning(expression)(text)).toBe(found))

  test.each(['(a+)+$', '(a|aa)+$', '(.*)*b', '(a?){200}a{200}b'])('%s takes no time', (expression) =>
    expect(beginning(expression)(`${'a'.repeat(5000)}!`)).toBe(false),
  )

  test.each(['(?=a)', '(a)\\1', '((a{900}){900}){900}', '('])('%s is refused', (expression) =>
    expect(() => beginning(expression)).toThrow(),
  )
})

const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

describe('words that every JavaScript object has', () => {
  const files = (hosts: string) => {
    const vars = odd.map((name) => `${name}: { ${name}: 1 }\n`).join('')
    const names = odd.map((name) => `${name}: { priority: 90 }`).join(', ')
    return {
      hosts,
      'group_vars/all.yml': vars,
      'group_vars/constructor.yml': 'toString: of the group\n',
      'host_vars/__proto__.yml': 'valueOf: of the host\n',
      'site.yaml': `- hosts: all\n  roles: [{ role: keep, names: { ${names} } }]\n`,
      'roles/keep/role.ts': `export default { params: { names: { type: 'object', additionalProperties: { type: 'object', properties: {
        priority: { type: 'integer' }, weight: { type: 'integer', default: 1 } } } } }, resources: () => [] }`,
    }
  }
  const load = (named: Readonly<Record<string, string>>) => {
    const cwd = mkdtempSync(join(folder, 'site-'))
    for (const [name, text] of Object.entries(named)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true })
      writeFileSync(join(cwd, name), text)
    }
    const rolesBuiltIn = fileURLToPath(new URL('../../../roles', import.meta.url))
    return loadSite({ playbook: 'site.yaml', inventory: ['hosts'], cwd, home: cwd, env: {}, rolesBuiltIn })
  }

  test.each([
    ['INI', `[constructor]\n${odd.join('\n')}\n[__proto__:children]\nconstructor\n`],
    [
      'YAML',
      `__proto__:\n  children:\n    constructor:\n      hosts:\n${odd.map((name) => `        ${name}:\n`).join('')}`,
    ],
  ])('are names of hosts, groups, variables and keys: %s', async (_, hosts) => {
    const { inventory, plays } = await load(files(hosts))
    expect(inventory.hosts.map(({ name }) => name)).toEqual(odd)
    expect(inventory.groups.get('__proto__')).toEqual(odd)
    const [first, second] = inventory.hosts
    expect(Object.entries(first!.vars)).toEqual(
      expect.arrayContaining([
        ['valueOf', 'of the host'],
        ['toString', 'of the group'],
        ['hasOwnProperty', { hasOwnProperty: 1 }],
      ]),
    )
    expect(Object.entries(Object.getOwnPropertyDescriptor(second!.vars, '__proto__')!.value)).toEqual([
      ['__proto__', 1],
    ])
    const { names } = plays[0]!.assignments.get(first!)![0]!.params as { names: object }
    expect(Object.entries(names)).toEqual(odd.map((name) => [name, { priority: 90, weight: 1 }]))
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test.each([
    ['a section of that kind', { hosts: '[web:constructor]\n' }, 'there are no sections of kind "constructor"'],
    ['a key of a group', { hosts: 'web:\n  hosts:\n  toString: {}\n' }, 'toString is not a key of a group'],
    [
      'a key of a play',
      { hosts: 'a\n', 'site.yaml': '- hosts: all\n  toString: 1\n  roles: [x]\n' },
      'toString is not a key of a play',
    ],
    [
      'serial',
      { hosts: 'a\n', 'site.yaml': '- hosts: all\n  serial: { toString: 1 }\n  roles: [x]\n' },
      'serial must be',
    ],
    ['a port', { hosts: 'all: { hosts: { a: { ansible_port: { toString: 1 } } } }\n' }, 'ansible_port must be'],
  ])('%s is refused as others are', async (_, changed, message) => {
    const error = await load({ ...files('a\n'), ...changed }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ConfigError)
    expect(String(error)).toContain(message)
  })

  test('lint takes them for names of instances, groups and hosts', async () => {
    const instances = odd.map(
      (name, i) => `  ${name}: { interface: em1, virtual_router_id: ${i + 1}, virtual_ipaddress: [192.0.2.${i + 1}]}`,
    )
    const site = await load({
      hosts: '[directors]\n__proto__ ansible_host=192.0.2.101\nconstructor ansible_host=192.0.2.102\n',
      'group_vars/all.yml': `vrrp_instances:\n${instances.join('\n')}\nvirtual_servers: []\nvirtual_server_groups: { toString: [{ address: 192.0.2.1, port: 80 }] }\n`,
      'site.yaml':
        '- hosts: __proto__\n  roles: [keepalived-master]\n- hosts: constructor\n  roles: [keepalived-backup]\n',
    })
    const { errors } = linterOf(site).cluster()
    expect(errors).toEqual([])
    const cluster = resolveCluster(
      site.plays[0]!.assignments.values().next().value![0]!.params as ClusterData,
      site.inventory,
    ).cluster
    const conf = keepalivedConf(
      cluster,
      { name: 'constructor', address: '192.0.2.102', priority: 90, peers: [] },
      '2.2.8',
    )
    expect(conf).toContain('router_id constructor\n')
    expect(conf.match(/^vrrp_instance \S+/gm)).toEqual(odd.map((name) => `vrrp_instance ${name}`))
    expect(conf).not.toMatch(/native code|\[object|undefined/)
  })

  test('keepalived.conf has them as names and as words that it does not know', () => {
    const blocks = [
      '',
      'global_defs ',
      'vrrp_instance A ',
      'virtual_server 192.0.2.1 80 ',
      'vrrp_sync_group G ',
      'bfd_instance B ',
    ]
    const words = odd.flatMap((word) => [`${word} ${word}`, `${word} {\n${word}\n}`])
    const text = blocks.map((head) => (head === '' ? words.join('\n') : `${head}{\n${words.join('\n')}\n}`)).join('\n')
    const { errors } = lintKeepalivedConf(text, { file: 'k.conf', version: '2.2.8' })
    const unknown = errors.filter(({ message }) => /^unknown keyword/.test(message))
    expect(unknown).toHaveLength(blocks.length * odd.length * 2)
    const names = odd
      .map((name) => `vrrp_instance ${name} {\nstate MASTER\ninterface em1\nvirtual_router_id 1\n}`)
      .join('\n')
    const { data } = readCluster(parseConf(names, { file: 'k.conf' }).nodes, '__proto__')
    expect(Object.keys(data.vrrp_instances!)).toEqual(odd)
  })

  test('a copy without secrets keeps them', () => {
    const value = JSON.parse('{"__proto__": {"a": "secret"}, "constructor": "secret"}')
    expect(JSON.stringify(mapStrings(value, () => 'x'))).toBe('{"__proto__":{"a":"x"},"constructor":"x"}')
  })
})
