import { describe, expect, it } from 'vitest'
import { rules } from '../../../src/lvs/lint/rules.ts'
import { some } from '../../support/thorough.ts'
import { confCases } from './support/conf-corpus.ts'
import { type ClusterCase, clustersIn, foundIn, lintOf, refusalsOf } from './support/corpus.ts'
import { mended, unsaid, type Way, waysOut } from './support/remedy.ts'

const ofConf = confCases.map(({ conf, ...one }): ClusterCase => ({ ...one, files: { 'keepalived.conf': conf } }))

const cases = [...clustersIn('broken'), ...clustersIn('unread'), ...ofConf]

const remedies = cases.flatMap((cluster) =>
  Object.entries(cluster.mend ?? {}).flatMap(([rule, ways]) =>
    ways.map((way, i): readonly [string, ClusterCase, string, Way] => [
      `${cluster.name}: ${rule}${ways.length > 1 ? `, way ${i + 1}` : ''}`,
      cluster,
      rule,
      way,
    ]),
  ),
)

/** How often each rule is broken. */
const counted = (found: Awaited<ReturnType<typeof lintOf>>) =>
  new Map([...Map.groupBy(found, ({ rule }) => rule ?? '')].map(([rule, own]) => [rule, own.length]))

describe('what a hint says, done', () => {
  it.each(some(remedies, 40, ([, , rule]) => rule))('%s', async (_, cluster, rule, way) => {
    const [before, refused] = await Promise.all([foundIn(cluster), refusalsOf(cluster)])
    const own = before.filter((one) => one.rule === rule)
    expect(own.length, 'findings that the way is for').toBeGreaterThan(0)
    expect(unsaid(cluster, way, own), own.map(({ hint }) => hint).join('\n')).toEqual({
      unsaid: [],
      idle: [],
      elsewhere: [],
    })
    const better = mended(cluster, way)
    const after = await lintOf(better)
    const [was, is] = [counted(before), counted(after)]
    const told = after.map(({ message, hint, ...one }) => `${one.rule}: ${message} → ${hint}`).join('\n')
    expect(is.get(rule) ?? 0, told).toBe(0)
    expect(
      [...is].filter(([id, count]) => count > (was.get(id) ?? 0)).map(([id]) => id),
      told,
    ).toEqual([])
    expect(
      (await refusalsOf(better)).filter((one) => !refused.includes(one)),
      'what a run refuses',
    ).toEqual([])
  })
})

it('every way out of every hint is tried', async () => {
  const untried = await Promise.all(
    some(cases, 6).map(async (cluster) => {
      const found = await foundIn(cluster)
      // What can't be loaded is told with the description of its word, which has an "or" of its own.
      return found.flatMap(({ rule, hint = '' }) =>
        rule !== 'load' && waysOut(hint).length > (cluster.mend?.[rule!]?.length ?? 0)
          ? [`${cluster.name}, ${rule}: ${hint}`]
          : [],
      )
    }),
  )
  expect(untried.flat()).toEqual([])
})

it('every rule has a remedy that was tried', () => {
  const tried = new Set(remedies.map(([, , rule]) => rule))
  expect(rules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([])
})
