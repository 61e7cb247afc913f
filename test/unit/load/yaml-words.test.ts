import { expect, test } from 'vitest'
import { newProblems } from '../../../src/load/text/problems.ts'
import { parseYaml } from '../../../src/load/text/yaml-file.ts'

test.each([
  ['web:\n hosts:\n  lb1\n  lb2:\n', '3:3', 'a line that is no "key: value"', 'Look at the line above, too.'],
  ['a:1\nb: 2\n', '1:1', 'a line that is no "key: value"', 'a colon and a blank'],
  ['a: b\nc\n', '2:1', 'a key without its colon', 'Write "key:"'],
  ['{a: 1', '1:6', 'a { is opened and not closed', 'Close it.'],
  ['[a, b', '1:6', 'a [ is opened and not closed', 'Close it.'],
  ['a: [1, 2]]\n', '1:10', 'a ] without its [', 'Take it away'],
  ['a: {b: 1}}\n', '1:10', 'a } without its {', 'Take it away'],
  ["a: 'it's'\n", '1:8', 'something stands behind a value', 'Put the whole value in quotes'],
  ['- hosts: all\nroles: [a]\n', '2:1', 'something stands behind a value or a list that has ended', 'indent this line'],
  ['- hosts: all\n   roles: [a]\n', '1:10', 'the next line is indented as if it belonged', 'Indent it as the key'],
  ['a: x: y\n', '1:4', 'a second "key:" on the same line', 'in quotes'],
  ['a: |x\n  b\n', '1:5', 'text behind | or >', 'on the next line'],
  ['a: - b\n', '1:4', 'a list item on the line of its key', 'on the next line'],
  ['a: [\n b\nc: 1\n', '3:1', 'a line inside of brackets is not indented', 'brackets that are not closed'],
  ['a: "\\d"\n', '1:5', 'a \\ in double quotes', 'single quotes'],
  ['a: @x\n', '1:4', 'Plain value cannot start with reserved character @', 'in quotes'],
])('%j is refused in plain words', (text, place, message, hint) => {
  const problems = newProblems()
  expect(parseYaml(text, 'f', problems)).toBeUndefined()
  const [first] = problems.list()
  expect([`${first!.where!.line}:${first!.where!.column}`, first!.message, first!.hint]).toEqual([
    place,
    expect.stringContaining(`not valid YAML: ${message}`),
    expect.stringContaining(hint),
  ])
})
