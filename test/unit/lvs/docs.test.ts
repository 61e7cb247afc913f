import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'

const text = readFileSync(new URL('../../../docs/cluster.md', import.meta.url), 'utf8')

/** Every word that the schema has, with its description. */
function words(node: object): readonly (readonly [string, { readonly description?: string }])[] {
  const { properties = {} } = node as { properties?: Record<string, object> }
  const inside = Object.values(node).flatMap((value) =>
    value !== null && typeof value === 'object' ? words(value) : [],
  )
  return [...Object.entries(properties), ...inside]
}

// The tables are generated; which of them a word is in, the page says.
it('docs/cluster.md has every word, and says of it what editors say', () => {
  const all = words(clusterVariables)
  expect(all.length).toBeGreaterThan(300)
  const lines = text.split('\n')
  const isTold = ([word, { description = '' }]: (typeof all)[number]) =>
    lines.some((line) => line.includes(`\`${word}\``) && line.includes(description))
  expect(all.filter((entry) => !isTold(entry)).map(([word]) => word)).toEqual([])
})
