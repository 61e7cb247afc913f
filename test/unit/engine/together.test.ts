import { describe, expect, test } from 'vitest'
import type { Declaration } from '../../../src/engine/resolve.ts'
import { groupsOf } from '../../../src/engine/together.ts'
import { command, declare, file, kernelModule, pkg, repo, service, sh } from '../../../src/index.ts'
import type { Assignment } from '../../../src/model/play.ts'
import type { Kind, Resource } from '../../../src/model/resource.ts'
import { declared } from '../../support/conformance.ts'
import { debian12 } from '../../support/facts.ts'

type Roles = readonly (readonly Resource[])[]

/** The transactions that come of these roles, as index and packages, when all but `unchanged` have something to do. */
function transactions(roles: Roles, unchanged: readonly string[] = []): string[] {
  const declarations = roles.flatMap((resources, i): Declaration[] => {
    const assignment = { role: `role ${i}` } as Assignment
    return resources.map((resource) => ({ ...declared(resource, debian12), assignment }))
  })
  const steps = declarations.map(({ resource }) => {
    const action = unchanged.includes(resource.name) ? ('none' as const) : ('create' as const)
    return { resource, changes: [], action, refresh: false }
  })
  return [...groupsOf(declarations, steps)].map(
    ([first, { text }]) => `${first}: ${/install -- (.*?) \|\|/.exec(text.replaceAll("'\\''", "'"))![1]}`,
  )
}

const conf = file('/etc/x.conf', { content: '' })
const own = (kind: Partial<Kind>) =>
  declare({ name: 'own', providers: [{ name: 'sh', probe: () => sh`:`, apply: () => sh`:` }], ...kind }, 'x', {}, null)
const make = command('make', { run: sh`:`, unless: sh`:` })

describe('packages are installed in one transaction', () => {
  test.each<[string, Roles, string[]]>([
    ['those that follow one another', [[pkg('a'), pkg('b'), conf]], ['0: a b']],
    [
      'those of several roles',
      [[pkg('a'), kernelModule('m'), conf], [pkg('b'), service('s', {})], [pkg('c')]],
      ['0: a b c'],
    ],
    ['with their versions', [[pkg('a', { installed: true, version: '1' }), pkg('b')]], ["0: 'a=1' b"]],
    ['one alone as before', [[pkg('a'), conf]], []],
    ['what comes after a step of its own role waits', [[pkg('a')], [conf, pkg('b')], [pkg('c')]], ['2: b c']],
    [
      'what comes after a new repo waits',
      [[pkg('a')], [repo('r', { url: 'http://r/' })], [pkg('b'), pkg('c')]],
      ['2: b c'],
    ],
    ['what comes after a kind of the user waits', [[pkg('a')], [own({})], [pkg('b')]], []],
    [
      'but not where it says that it does not bear on packages',
      [[pkg('a')], [own({ bearsOnPackages: () => false })], [pkg('b')]],
      ['0: a b'],
    ],
    ['what comes after a command waits', [[pkg('a')], [make], [pkg('b')]], []],
    [
      'what comes after a file of the package tool waits',
      [[pkg('a')], [file('/etc/apt/preferences', null)], [pkg('b')]],
      [],
    ],
    ['a removal is not part of it, nor overtaken', [[pkg('a')], [pkg('b', null)], [pkg('c')]], []],
  ])('%s', (_, roles, expected) => expect(transactions(roles)).toEqual(expected))

  test('what is there already is no part of it, and nothing waits for it', () => {
    const roles = [
      [pkg('a'), pkg('b')],
      [repo('r', { url: 'http://r/' }), pkg('c')],
    ]
    expect(transactions(roles, ['b', 'r'])).toEqual(['0: a c'])
  })
})
