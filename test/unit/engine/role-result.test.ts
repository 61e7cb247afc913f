import { describe, expect, test } from 'vitest'
import { resourcesIn } from '../../../src/engine/role-result.ts'
import { run } from '../../../src/engine/run.ts'
import { file } from '../../../src/index.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'

const motd = file('/etc/motd', { content: '' })
const issue = file('/etc/issue', { content: '' }, { refreshOn: [motd] })

test('lists in lists are laid flat', () => expect(resourcesIn([[motd, []], [[issue]]])).toEqual([motd, issue]))

test.each([
  ['nothing', undefined, 'it must return a list of resources, but returned undefined'],
  ['one resource', motd, 'it must return a list of resources, but returned file[/etc/motd] without the list'],
  [
    'a promise',
    Promise.resolve([motd]),
    'it must return a list of resources, but returned a promise: a role is not async',
  ],
  [
    'a promise that breaks',
    () => Promise.reject(new Error('late')),
    'it must return a list of resources, but returned a promise: a role is not async',
  ],
  ['a word', [motd, 'motd'], 'it must return a list of resources, but a string is in the list'],
  ['null', [null], 'it must return a list of resources, but null is in the list'],
  [
    'an object',
    [{ kind: 'file', name: '/etc/motd' }],
    'it must return a list of resources, but an object that is no resource is in the list',
  ],
])('%s is refused in words', (_, returned, message) =>
  expect(() => resourcesIn(typeof returned === 'function' ? returned() : returned)).toThrow(message),
)

test('what refreshes must be returned as well', () => {
  expect(() => resourcesIn([issue])).toThrow(
    /^file\[\/etc\/issue\] \(.*:9:15\) is refreshed on file\[\/etc\/motd\] \(.*:8:14\), which the role does not return$/,
  )
})

describe('whatever a role throws is told as its failure', () => {
  test.each([
    ['text', 'text'],
    [null, 'null'],
    [new Error('an error'), 'an error'],
  ])('%s', async (thrown, told) => {
    const roles = {
      r: () => {
        throw thrown
      },
    }
    const site = siteOf({ hosts: [hostNamed('a')], roles })
    const running = run({ site, playbook: '', connect: connectTo(['sh', '-s']), forks: 1, check: true })
    await expect(running).rejects.toThrow(`role r failed for host a: ${told}`)
  })
})
