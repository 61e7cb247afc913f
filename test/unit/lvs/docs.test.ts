import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { rules } from '../../../src/lvs/lint/rules.ts'
import { lintText as textOf } from '../../../src/ui/lint-text.ts'

const text = readFileSync(new URL('../../../docs/cluster.md', import.meta.url), 'utf8')
const lintText = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8')

/** Every word that the schema has, with its description. */
function words(node: object): readonly (readonly [string, { readonly description?: string }])[] {
  const { properties = {} } = node as { properties?: Record<string, object> }
  const inside = Object.values(node).flatMap((value) =>
    value !== null && typeof value === 'object' ? words(value) : [],
  )
  return [...Object.entries(properties), ...inside]
}

it('docs/cluster.md has every word, and says of it what editors say', () => {
  const all = words(clusterVariables)
  expect(all.length).toBeGreaterThan(300)
  const lines = text.split('\n')
  const isTold = ([word, { description = '' }]: (typeof all)[number]) =>
    lines.some((line) => line.includes(`\`${word}\``) && line.includes(description))
  expect(all.filter((entry) => !isTold(entry)).map(([word]) => word)).toEqual([])
})

it('docs/lint.md has every rule, as it is', () => {
  const rows = rules.map((rule) => `| ${rule.id} | ${rule.severity} | ${rule.title} | ${rule.keepalivedTest} |`)
  expect(rows.filter((row) => !lintText.includes(row))).toEqual([])
})

it('docs/cluster.md shows the example as it is', () => {
  expect(text).toContain(readFileSync(new URL('../../../inventory/group_vars/all.yml', import.meta.url), 'utf8'))
})

it('docs/lint.md shows what lint says of its example', () => {
  const [, conf, said] = /```conf\n(.*?)```.*?```\n(.*?)```/s.exec(lintText)!
  const result = lintKeepalivedConf(conf!, { file: 'keepalived.conf', version: '1.3.5' })
  expect(textOf(result, { color: false, secrets: [] })).toBe(said)
})
