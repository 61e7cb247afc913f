import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { shardOf } from '../../../src/cli/shard.ts'
import { parseShard } from '../../../src/cli/values.ts'
import type { Host } from '../../../src/model/host.ts'
import type { ReportDocument } from '../../../src/model/report.ts'
import type { Role } from '../../../src/model/role.ts'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { isThorough, some } from '../../support/thorough.ts'
import { tempFolder } from '../transport/support/temp.ts'

const shards = (hosts: readonly Host[], count: number) =>
  Array.from({ length: count }, (_, i) => {
    const { plays } = shardOf(siteOf({ hosts, roles: {} }), { index: i + 1, count })
    return [...plays[0]!.assignments.keys()].map(({ name }) => name)
  })

/** Ten clusters of two directors and two servers that know of the cluster only by being named, and ten hosts of no cluster. */
const hosts = Array.from({ length: 10 }, (_, i) => {
  const virtual_servers = [{ address: `10.0.0.${i}`, real_servers: [`rs${i}a`, { host: `rs${i}b`, weight: 2 }] }]
  const directors = ['a', 'b'].map((letter) => hostNamed(`dir${i}${letter}`, { virtual_servers }))
  return [...directors, hostNamed(`rs${i}a`), hostNamed(`rs${i}b`), hostNamed(`other${i}`)]
}).flat()

describe('a shard', () => {
  test('is two numbers', () => {
    expect(['1/1', '2/4'].map(parseShard)).toEqual([
      { index: 1, count: 1 },
      { index: 2, count: 4 },
    ])
    for (const wrong of ['', '2', '0/4', '5/4', '1/0', 'a/b', '1/2/3']) expect(parseShard(wrong)).toBeNull()
  })

  test('has each host in one place, and a cluster whole', () => {
    const all = shards(hosts, 4)
    expect(all.flat().toSorted()).toEqual(hosts.map(({ name }) => name).toSorted())
    for (let i = 0; i < 10; i++) {
      const cluster = [`dir${i}a`, `dir${i}b`, `rs${i}a`, `rs${i}b`]
      expect(all.filter((names) => cluster.some((name) => names.includes(name)))).toHaveLength(1)
    }
    expect(all.every((names) => names.length > 0)).toBe(true)
  })

  test('stays as it is when other hosts come and go, in whatever order', () => {
    const fewer = hosts.filter(({ name }) => !/[37]/.test(name)).toReversed()
    const [all, some] = [shards(hosts, 4), shards(fewer, 4)]
    for (const [i, names] of some.entries()) for (const name of names) expect(all[i]).toContain(name)
  })
})

test('the hosts of a cluster stay together where only a role, under whatever name, says that they are one', () => {
  const cluster = (i: number) => ({
    virtual_servers: [{ address: `10.0.0.${i}`, port: 80, protocol: 'TCP', real_servers: [] }],
  })
  const own: Role = { params: {}, part: () => ({}), resources: () => [] }
  const sites = Array.from({ length: 10 }, (_, i) =>
    ['a', 'b', 'c'].map(
      (letter) => [hostNamed(`h${i}${letter}`), { ...own, part: () => ({ cluster: cluster(i) }) }] as const,
    ),
  ).flat()
  const { plays, ...site } = siteOf({ hosts: sites.map(([host]) => host), roles: {} })
  const assignments = new Map(
    sites.map(([host, definition]) => [
      host,
      [{ role: 'own', definition: definition as Role<unknown>, params: {}, tags: [], where: plays[0]!.where }],
    ]),
  )
  const all = Array.from({ length: 4 }, (_, i) => {
    const part = shardOf({ ...site, plays: [{ ...plays[0]!, assignments }] }, { index: i + 1, count: 4 })
    return [...part.plays[0]!.assignments.keys()].map(({ name }) => name.slice(0, -1))
  })
  expect(all.map((names) => new Set(names).size).reduce((sum, size) => sum + size, 0)).toBe(10)
  expect(all.flat()).toHaveLength(30)
})

const program = await lbprovProgram()
const lbprov = (...words: string[]) =>
  promisify(execFile)(process.execPath, [program, ...words], { maxBuffer: 2 ** 26 })

test('each of several processes brings about its hosts, and their reports are one', { timeout: 240_000 }, async () => {
  const folder = tempFolder()
  mkdirSync(join(folder, 'roles/mark'), { recursive: true })
  const names = some(
    Array.from({ length: 40 }, (_, i) => `h${i}`),
    8,
  )
  writeFileSync(join(folder, 'hosts'), `${names.join('\n')}\n[all:vars]\nansible_connection=local\n`)
  writeFileSync(join(folder, 'site.yaml'), '- name: marks\n  hosts: all\n  roles: [mark]\n')
  const role = `import { defineRole, file } from 'lbprov'
export default defineRole({ params: {}, resources: ({ host }) => [file(\`${folder}/mark-\${host.name}\`, { content: host.name })] })`
  writeFileSync(join(folder, 'roles/mark/role.ts'), role)
  const shards = isThorough ? [1, 2, 3, 4] : [1, 2]
  const files = await Promise.all(
    shards.map(async (index) => {
      const run = [
        'run',
        join(folder, 'site.yaml'),
        '-i',
        join(folder, 'hosts'),
        '--format',
        'json',
        '--forks',
        '10',
        '--wait',
        '300',
      ]
      const file = join(folder, `${index}.json`)
      const words = [...run, '--shard', `${index}/${shards.length}`]
      // Where it is to be quick, the second process is this one.
      const ran = index === 1 || isThorough ? lbprov(...words) : called(folder, words)
      writeFileSync(file, (await ran).stdout)
      return file
    }),
  )
  const merge = (...words: readonly string[]) => called(folder, ['report', 'merge', ...words])
  const merged: ReportDocument = JSON.parse((await merge('--format', 'json', ...files)).stdout)
  expect(merged.hosts.map(({ host }) => host).toSorted()).toEqual(names.toSorted())
  expect(new Set(merged.hosts.map(({ outcome }) => outcome))).toEqual(new Set(['changed']))
  expect(readdirSync(folder).filter((name) => name.startsWith('mark-'))).toHaveLength(names.length)
  expect((await merge(...files)).stdout).toContain(
    `${names.length} hosts: ${names.length} changed. ${names.length} changes in `,
  )
  expect(await merge(...files.slice(1), join(folder, 'hosts'))).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('hosts:1:1'),
  })
})
