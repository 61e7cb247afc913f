import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { everybodyOf } from '../../../src/load/inventory/hosts.ts'
import { newReading, readKnownInventory } from '../../../src/load/inventory/known-inventory.ts'
import { selectHosts } from '../../../src/load/inventory/pattern.ts'
import { placeOutside } from '../../../src/model/position.ts'
import { type Difference, differences } from '../../fixtures/inventories/differences.ts'
import { type AnsibleAnswer, agreement, askAnsible } from '../../support/ansible.ts'
import { has } from '../../support/tools.ts'
import { directoryWith } from './helpers.ts'

const folders = differences.map(({ hosts = 'h\n', beside = {} }) => directoryWith({ hosts, ...beside }))

/** The value that a case looks at, or the error. */
function ours({ extraVars, variable, pattern }: Difference, cwd: string): unknown {
  const options = { inventory: ['hosts'], extraVars, cwd, home: '/', env: {} }
  const reading = newReading(options)
  const known = readKnownInventory(options, undefined, reading)
  const [host] = known.hosts
  const written = variable === undefined ? undefined : host?.variable(variable)
  const found = written && known.resolve(written, { name: variable!, host: host! }, reading.problems)?.value
  const where = placeOutside('a test')
  const chosen = pattern && selectHosts([{ text: pattern, where }], everybodyOf(known), reading.problems)
  const [problem] = reading.problems.list()
  if (problem) return `error: ${problem.message}`
  return variable === undefined ? (chosen ?? known.hosts.map(({ name }) => name)) : found
}

function theirs({ variable, pattern }: Difference, answer: AnsibleAnswer): unknown {
  if (answer.error !== undefined) return `error: ${answer.error}`
  if (variable !== undefined) return answer.vars.h?.[variable]
  return pattern === undefined ? answer.hosts : answer.patterns[pattern]
}

const expected = (value: unknown) =>
  typeof value === 'string' && value.startsWith('error: ') ? expect.stringContaining(value) : value

describe('what is read otherwise than by Ansible on purpose', () => {
  test('is what docs/inventory.md lists', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/inventory.md'), 'utf8')
    const [, rows] = /## What Ansible has otherwise\n[\s\S]*?\n\| --- .*\n((?:\|.*\n)+)/.exec(page)!
    const listed = rows!.match(/^\| .*? \|/gm)!.map((cell) => cell.slice(2, -2))
    expect(listed.toSorted()).toEqual([...new Set(differences.map(({ row }) => row))].toSorted())
  })

  test.each(differences.map((one, i) => [one.row, one, folders[i]!] as const))('%s: by lbprov', (_, one, folder) => {
    expect(ours(one, folder)).toEqual(expected(one.lbprov))
  })

  test.skipIf(!has('ansible-inventory'))('by Ansible', async () => {
    const cases = differences.map(({ extraVars = [], variable, pattern }, i) => ({
      inventory: [join(folders[i]!, 'hosts')],
      extraVars,
      templates: variable === undefined ? [] : [variable],
      patterns: pattern === undefined ? [] : [pattern],
    }))
    await agreement('differences')(differences, async () => {
      const said = await askAnsible(cases)
      const found = differences.map((one, i) => [
        one.row,
        one.ansible === 'not asked' ? one.ansible : theirs(one, said[i]!),
      ])
      expect(found).toEqual(differences.map(({ row, ansible }) => [row, expected(ansible)]))
    })
  })
})
