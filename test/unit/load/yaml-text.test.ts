import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { YAMLMap } from 'yaml'
import { newProblems } from '../../../src/load/text/problems.ts'
import { parseYaml } from '../../../src/load/text/yaml-file.ts'
import { entriesOf, variableOf } from '../../../src/load/text/yaml-source.ts'
import { yamlText } from '../../../src/load/text/yaml-text.ts'

/** What lbprov reads there, as Ansible does. */
function read(text: string): unknown {
  const problems = newProblems()
  const source = parseYaml(text, 'f', problems)!
  expect(problems.list()).toEqual([])
  const entries = [...entriesOf(source, source.document.contents as YAMLMap).values()]
  return Object.fromEntries(entries.map((entry) => [entry.name, variableOf(source, entry).value]))
}

const words = `yes No on OFF y n true null ~ 0644 08 1:30 190:20:30.5 1_000 -1_0.5 .5 1e5 1.5e+3 0x1F 0b1 0o17 .inf 2026-11-29 = << *a &a !x {{ # " ' \\ @ %`
const texts = [...words.split(' '), '', ' x', '- a', 'a: b', 'x #y', 'a\nb', 'word '.repeat(60)]

test.each(texts)('%j is read as the text that it was', (text) => {
  const value = { key: text, list: [text, { deep: text }] }
  expect(read(yamlText(value))).toEqual(value)
})

test('so are texts that look like numbers of some kind, as names, too', () => {
  const likeNumbers = fc.string({ unit: fc.constantFrom(...'01289_:.+-eExXobB~'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(likeNumbers, likeNumbers, (name, text) => {
      expect(read(yamlText({ [name]: text }))).toEqual({ [name]: text })
    }),
  )
})

test('one list in two places is written twice', () => {
  const list = ['a', 'b']
  expect(yamlText({ one: list, other: list })).toBe('one:\n  - a\n  - b\nother:\n  - a\n  - b\n')
})
