import { expect, test } from 'vitest'
import type { HostReport } from '../../../src/model/report.ts'
import { byHosts, resultKeys, shareSteps } from '../../../src/ui/group.ts'
import { change, directorSteps, host, step } from './scripted.ts'

const all = () => true
const grouped = (hosts: readonly HostReport[]) =>
  shareSteps(hosts, all, resultKeys()).map((one) => `${one.hosts.join(' ')}: ${one.step.resource}`)

const value = (to: string, part = {}) =>
  step('line[x]', { outcome: 'updated', changes: [change('text', null, to)], ...part })

test('the same result of several hosts is one, whatever the role', () => {
  const hosts = [host('a', { steps: [value('1')] }), host('b', { steps: [value('1', { role: 'other' })] })]
  expect(grouped(hosts)).toEqual(['a b: line[x]'])
})

test.each([
  ['value', value('2')],
  ['outcome', value('1', { outcome: 'created' })],
  ['refresh', value('1', { refreshed: true })],
  ['play', value('1', { play: 'other' })],
])('another %s is another result', (_, other) => {
  expect(grouped([host('a', { steps: [value('1')] }), host('b', { steps: [other] })])).toHaveLength(2)
})

test('results of the same hosts stand together, in the order of their steps', () => {
  const own = step('file[/etc/own]', { outcome: 'created' })
  const hosts = [host('a', { steps: [...directorSteps, own] }), host('b', { steps: directorSteps })]
  const sets = byHosts(shareSteps(hosts, all, resultKeys()))
  expect(sets.map((set) => [set.hosts.join(' '), set.steps.length])).toEqual([
    ['a b', 4],
    ['a', 1],
  ])
})

test('a step is looked at a fixed number of times however many hosts there are', () => {
  const looks = (count: number) => {
    let seen = 0
    const counting = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (from, key, me) => {
          seen += 1
          return Reflect.get(from, key, me)
        },
      })
    const hosts = Array.from({ length: count }, (_, i) =>
      host(`rs${i}`, { steps: Array.from({ length: 20 }, (_, n) => counting(value(String(n)))) }),
    )
    byHosts(shareSteps(hosts, all, resultKeys()))
    return seen
  }
  expect(looks(1000)).toBeLessThanOrEqual(10 * looks(100))
  expect(looks(1000) / 20_000).toBeLessThan(10)
})
