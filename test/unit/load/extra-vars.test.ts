import { expect, test } from 'vitest'
import { readExtraVars } from '../../../src/load/inventory/extra-vars.ts'
import { newProblems } from '../../../src/load/text/problems.ts'
import { showProblem } from '../../../src/model/errors.ts'
import { directoryWith } from './helpers.ts'

function read(...given: readonly string[]) {
  const problems = newProblems()
  const cwd = directoryWith({ 'more.yml': 'a: {b: [1]}\n', 'more.json': '{"a": 1}' })
  const vars = readExtraVars(given, { cwd, home: '/', problems })
  const plain = Object.fromEntries([...vars].map(([name, { value }]) => [name, value]))
  return { vars, plain, messages: problems.list().map(showProblem) }
}

test.each([
  ['a=1 b=x', { a: 1, b: 'x' }],
  ['a="x y" b=', { a: 'x y', b: '' }],
  ['a=true b=null c=1.5 d=0644 e=1.2.3', { a: true, b: null, c: 1.5, d: '0644', e: '1.2.3' }],
  ['vips=[10.0.0.1,10.0.0.2]', { vips: ['10.0.0.1', '10.0.0.2'] }],
  ['url=http://x/?a=b', { url: 'http://x/?a=b' }],
  ['a=@x b=*y c=x:', { a: '@x', b: '*y', c: 'x:' }],
  ['{a: 1, b: [x]}', { a: 1, b: ['x'] }],
  ['{"a": {"b": null}}', { a: { b: null } }],
  ['@more.yml', { a: { b: [1] } }],
  ['@more.json', { a: 1 }],
])('%s', (text, plain) => {
  expect(read(text)).toMatchObject({ plain, messages: [] })
})

test('later ones win', () => {
  expect(read('a=1', '@more.yml', 'b=2 b=3').plain).toEqual({ a: { b: [1] }, b: 3 })
})

test('keeps what was typed, and where', () => {
  const variable = read('x=1 mode="0644"').vars.get('mode')
  expect(variable).toMatchObject({ value: '0644', text: '0644' })
  expect(variable?.locate()).toEqual({ file: "--extra-vars 'mode=…'", line: 0, column: 0 })
  const place = (text: string) => read(text).vars.get('a')?.locate(['b']).file
  expect(place('{a: {b: 5}}')).toBe("--extra-vars '{a: …', column 9")
  expect(place('{a:\n  {b: 5}}')).toBe("--extra-vars '{a: …', line 2, column 7")
})

test.each([
  ['a', '--extra-vars: expected name=value, but found "a"\n    The forms are name=value, \'{name: value}\' and @FILE.'],
  ['a="x', "--extra-vars 'a=…', column 3: a \" is opened and not closed\n    Put the value in quotes."],
  ['{a: 1', "--extra-vars '{a: …', column 6: not valid YAML: a { is opened and not closed\n    Close it."],
  ['a=x#y', "--extra-vars 'a=…': a # inside a word begins a comment\n    Put the value in quotes."],
  ['@none.yml', '--extra-vars @none.yml: cannot read none.yml: there is no such file'],
])('%s is refused', (text, message) => {
  expect(read(text).messages[0]).toBe(message)
})
