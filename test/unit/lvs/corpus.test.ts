import { describe, expect, it } from 'vitest'
import { rules } from '../../../src/lvs/lint/rules.ts'
import { some } from '../../support/thorough.ts'
import { confCases, lintOfConf } from './support/conf-corpus.ts'
import { clustersIn, foundIn, lintOf, underOtherNames, underOwnNames } from './support/corpus.ts'

const broken = [...clustersIn('broken'), ...clustersIn('unread')]
const good = clustersIn('good')

describe('a broken cluster', () => {
  it.each(broken.map((cluster) => [cluster.name, cluster] as const))('%s', async (_, cluster) => {
    const found = await foundIn(cluster)
    const raises = Object.entries(cluster.raises!)
    const said = found.map(({ rule, message, text }) => `${rule}: ${message} @ ${text}`).join('\n')
    expect(new Set(found.map(({ rule }) => rule)), said).toEqual(new Set(raises.map(([rule]) => rule)))
    for (const [rule, text] of raises) {
      const texts = found.filter((one) => one.rule === rule).map((one) => one.text)
      expect(
        texts.some((one) => one.startsWith(text)),
        said,
      ).toBe(true)
    }
  })
})

describe('the same is said where the roles have other names', () => {
  const ofSites = broken.filter(({ files }) => files['keepalived.conf'] === undefined)
  const saying = (found: Awaited<ReturnType<typeof lintOf>>) =>
    found.map(({ text, ...problem }) => ({ ...problem, message: underOwnNames(problem.message) }))

  it.each(some(ofSites, 4).map((cluster) => [cluster.name, cluster] as const))('%s', async (_, cluster) => {
    const other = saying(await lintOf(underOtherNames(cluster)))
    expect(other).toEqual(saying(await foundIn(cluster)))
    expect(other.length).toBeGreaterThan(0)
  })
})

describe('nothing is found in', () => {
  it.each(good.map((cluster) => [cluster.name, cluster] as const))('%s', async (_, cluster) =>
    expect(await lintOf(cluster)).toEqual([]),
  )
})

describe('a keepalived.conf', () => {
  it.each(confCases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const found = lintOfConf(one)
    expect(new Set(found.map(([rule]) => rule))).toEqual(new Set(Object.keys(one.raises)))
    for (const [rule, text] of Object.entries(one.raises)) {
      expect(found.some(([id, at]) => id === rule && at.startsWith(text))).toBe(true)
    }
  })
})

it('every rule has a cluster that breaks it', () => {
  const raised = new Set([...broken, ...confCases].flatMap(({ raises }) => Object.keys(raises!)))
  expect(rules.map(({ id }) => id).filter((id) => !raised.has(id))).toEqual([])
})

it('there are clusters enough', () => {
  expect(broken.length).toBeGreaterThanOrEqual(80)
  expect(good.length).toBeGreaterThanOrEqual(8)
})
