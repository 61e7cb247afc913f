import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type ClusterData, resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { type ConfNode, keywordOf, statements } from '../../../src/lvs/conf/tree.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import { some } from '../../support/thorough.ts'
import { fitsCluster } from './support/fits-cluster.ts'
import { changed, exampleInventory, type Vars } from './support/site.ts'

const rich = parse(readFileSync(new URL('../../fixtures/lvs/keepalived/rich.yml', import.meta.url), 'utf8')) as Vars
const director = {
  name: 'dir1',
  address: '192.168.1.220',
  priority: 100,
  peers: [{ name: 'dir2', address: '192.168.1.221' }],
}

/** Each would be a statement `canary`, or fetch one, if it were written as it is. */
const hostile = [
  'x\ncanary y',
  'x\rcanary y',
  'x }\n}\ncanary y',
  '1.2.3.4 } canary { y',
  '" canary "',
  '# canary',
  '@x canary',
  '@^x canary',
  '$_PWD',
  '${_PWD}',
  '~SEQ(A, 1, 2) canary$A',
  'include /etc/canary',
  'includer /etc/canary',
  '$X=canary',
  'x\u0000canary',
]

type Path = readonly (string | number)[]

/** Where text stands in the example: values and, of mappings that the user names, keys. */
function texts(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    texts(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const words = (nodes: readonly ConfNode[]): readonly string[] =>
  statements(nodes).flatMap((statement) => [keywordOf(statement), ...words(statement.body ?? [])])

/** What the serializer makes of the variables; null: it refuses. */
function written(vars: Vars): string | null {
  const { cluster } = resolveCluster(vars as ClusterData, exampleInventory(vars))
  try {
    return keepalivedConf(cluster, director, '2.3.3')
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

const all = texts(rich).map((path, index) => [path.join('.'), path, index] as const)
const cases = some(all, 5, ([, [block]]) => block)
const shape = new Set(words(parseConf(written(rich)!, { file: 'rich' }).nodes))

/** Of the values, those that a field is tried with: the first three everywhere, the others in turn. */
const triedAt = (index: number) => [...hostile.slice(0, 3), hostile[3 + (index % (hostile.length - 3))]!]

test('no value becomes more than a value', () => {
  for (const [name, path, index] of cases) {
    for (const value of triedAt(index)) {
      const text = written(changed(rich, path, value))
      if (text === null) continue
      const { nodes, flaws } = parseConf(text, { file: name })
      expect([name, flaws, words(nodes).includes('canary')]).toEqual([name, [], false])
      expect(text, name).not.toMatch(/^\s*(?:[@~$]|include)/m)
    }
  }
})

test('most are refused where they stand, before a host is asked; the rest is looked up or parsed', () => {
  const passing = cases.flatMap(([name, path, index]) =>
    triedAt(index)
      .filter((value) => fitsCluster(changed(rich, path, value)))
      .map(() => name),
  )
  // A program may be called include: its line begins with the word that names it.
  const judgedLater =
    /script$|notify(_|$)|quorum_(up|down)|real_servers|connect_ip|bindto|sorry_server|address|group|persistence_granularity|auth_pass|url\.\d\.regex$/
  expect(passing.filter((name) => !judgedLater.test(name))).toEqual([])
})

test('the example has all kinds of value', () => {
  expect(all.length).toBeGreaterThan(60)
  expect(shape.size).toBeGreaterThan(100)
})
