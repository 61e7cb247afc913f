import fc from 'fast-check'
import { expect, test } from 'vitest'
import { selectHosts } from '../../../src/load/inventory/pattern.ts'
import { newProblems } from '../../../src/load/text/problems.ts'

const hosts = new Set(['lb1', 'lb2', 'web1', 'web2', 'web3', '2001:db8::1'])
const groups = new Map([
  ['all', [...hosts]],
  ['directors', ['lb1', 'lb2']],
  ['web', ['web1', 'web2', 'web3']],
  ['old', ['lb2', 'web3']],
])
const where = { file: 'site.yaml', line: 2, column: 10 }

function select(...texts: readonly string[]) {
  const problems = newProblems()
  const chosen = selectHosts(
    texts.map((text) => ({ text, where })),
    { hosts, groups },
    problems,
  )
  return { chosen, messages: problems.list().map(({ message, hint }) => `${message}. ${hint}`) }
}

test.each([
  ['all', [...hosts]],
  ['*', [...hosts]],
  ['lb2', ['lb2']],
  ['web', ['web1', 'web2', 'web3']],
  ['lb2,lb1', ['lb2', 'lb1']],
  ['directors:web2', ['lb1', 'lb2', 'web2']],
  ['all:&old', ['lb2', 'web3']],
  ['web:!old', ['web1', 'web2']],
  ['!old', ['lb1', 'web1', 'web2', '2001:db8::1']],
  ['&web', ['web1', 'web2', 'web3']],
  ['!old:web:directors:&web', ['web1', 'web2']],
  ['web?', ['web1', 'web2', 'web3']],
  ['web:directors', ['web1', 'web2', 'web3', 'lb1', 'lb2']],
  ['web[0]', ['web1']],
  ['web[0:0]', ['web1']],
  ['web*[0]', ['web1']],
  ['web[-1]', ['web3']],
  ['web[0:1]', ['web1', 'web2']],
  ['web[1:]', ['web2', 'web3']],
  ['web[!3]', ['web1', 'web2']],
  ['~(lb|web)2', ['lb2', 'web2']],
  ['2001:db8::1', ['2001:db8::1']],
  ['directors , web1', ['lb1', 'lb2', 'web1']],
])('%s', (text, chosen) => {
  expect(select(text)).toEqual({ chosen, messages: [] })
})

test('several patterns are one', () => {
  expect(select('directors', '!lb1').chosen).toEqual(['lb2'])
})

test.each([
  [
    'directros',
    'the inventory has no host or group directros. Did you mean directors? Groups are all, directors, web and old.',
  ],
  ['web:!odl', 'the inventory has no host or group odl. Did you mean old? Groups are all, directors, web and old.'],
  [
    '~(',
    '~( is not a regular expression: error parsing regexp: missing closing ): `(`. Patterns are those of RE2: as in Python, but without look-around and back-references, which may take forever.',
  ],
])('%s is refused', (text, message) => {
  expect(select(text).messages).toEqual([message])
})

test('a glob for nobody is no slip', () => {
  expect(select('lb1,db*')).toEqual({ chosen: ['lb1'], messages: [] })
})

test('which hosts they are does not hang on the order of the terms', () => {
  const terms = ['web', 'directors', '!old', '&all', '!lb1', 'lb*']
  fc.assert(
    fc.property(fc.shuffledSubarray(terms), (some) => {
      const [given, sorted] = [some, some.toSorted()].map((words) => select(words.join(',')).chosen.toSorted())
      expect(given).toEqual(sorted)
    }),
  )
})
