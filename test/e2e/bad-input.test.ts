import { beforeAll, describe, expect, test } from 'vitest'
import { clientExec, labUp } from '../../lab/index.ts'
import { type Case, prepare, problemsIn } from './cases/case.ts'
import { clusterCases } from './cases/cluster.ts'
import { commandLineCases, usageCases } from './cases/command-line.ts'
import { inventoryCases } from './cases/inventory.ts'
import { playbookCases } from './cases/playbook.ts'
import { lbprov } from './cases/run.ts'

// What can be known without a host is told without contacting one: exit code 3, each mistake at its place, nothing else.

beforeAll(labUp)

const good = ['site.yaml', '-i', 'hosts']

/** How many TCP connections were begun at the client's place. */
async function connections(): Promise<number> {
  const { stdout } = await clientExec("awk '/^Tcp: [0-9]/ { print $6 }' /proc/net/snmp")
  return Number(stdout)
}

test('without a mistake the project is good, and a run does contact its hosts', async () => {
  const before = await connections()
  const { code, stderr } = await lbprov([...good, '--list-steps'], prepare())
  expect([code, stderr]).toEqual([0, ''])
  expect(await connections()).toBe(before + 4)
})

async function mistake(changes: Case): Promise<void> {
  const { words = good, told } = changes
  const prepared = prepare(changes)
  const before = await connections()
  const ended = await lbprov(words, prepared)
  const { title, problems } = problemsIn(ended)
  expect([ended.code, ended.stdout], ended.stderr).toEqual([3, ''])
  expect(title).toBe(`${told.length} problem${told.length === 1 ? '' : 's'}; no host was changed.`)
  const wanted = told.map(([wrong, todo]) => ({
    wrong: expect.stringContaining(wrong),
    todo: expect.stringContaining(todo),
  }))
  expect(problems, ended.stderr).toMatchObject(wanted)
  const places = [...prepared.marks, ...told.flatMap(([, , where]) => where ?? [])]
  expect(problems.flatMap(({ where }) => where ?? []).toSorted()).toEqual(places.toSorted())
  expect(await connections()).toBe(before)
}

describe('the cluster', () => test.each(clusterCases)('$title', mistake))
describe('the inventory', () => test.each(inventoryCases)('$title', mistake))
describe('playbook and roles', () => test.each(playbookCases)('$title', mistake))
describe('the command line', () => {
  test.each(commandLineCases)('$title', mistake)

  test.each(usageCases)('$title', async ({ words, says }) => {
    const before = await connections()
    const { code, stdout, stderr } = await lbprov(words, prepare(), [])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(says)
    expect(stderr).toContain('(lbprov --help, or lbprov COMMAND --help, says what there is)')
    expect(await connections()).toBe(before)
  })
})
