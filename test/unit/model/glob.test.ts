import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alternatives } from '../../../src/load/braces.ts'
import { glob } from '../../../src/model/glob.ts'

test.each([
  ['*', 'anything', true],
  ['web*', 'web1', true],
  ['web*', 'db1', false],
  ['*web', 'web.web', true],
  ['w?b', 'web', true],
  ['w?b', 'wb', false],
  ['web[12]', 'web2', true],
  ['web[!12]', 'web2', false],
  ['web[^12]', 'web3', true],
  ['web[0-5]x', 'web3x', true],
  ['web[0-5]', 'web6', false],
  ['[]a]', ']', true],
  ['[a', '[a', true],
  ['a[-z]', 'a-', true],
  ['', '', true],
  ['', 'a', false],
  ['a.c', 'abc', false],
  ['**a**', 'bab', true],
])('%j of %j: %s', (pattern, name, found) => expect(glob(pattern)(name)).toBe(found))

test('many stars, and brackets or braces without an end, take no time', () => {
  expect(glob(`${'*a'.repeat(500)}b`)('a'.repeat(10_000))).toBe(false)
  expect(glob('['.repeat(300_000))('[')).toBe(false)
  expect(glob('[!'.repeat(300_000))('[')).toBe(false)
  expect(alternatives('{a}'.repeat(200_000))).toEqual(['{a}'.repeat(200_000)])
  expect(alternatives('{a}'.repeat(1300))).toEqual(['a'.repeat(1300)])
})

test('it says what a regular expression of the same meaning says', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.stringMatching(/^[abc]{0,6}$/), (pieces, name) => {
      const words: Readonly<Record<string, string>> = { '*': '.*', '?': '.', '[!a]': '[^a]' }
      const source = pieces.map((one) => words[one] ?? one).join('')
      expect(glob(pieces.join(''))(name)).toBe(new RegExp(`^${source}$`).test(name))
    }),
  )
})

test.each([
  ['a', ['a']],
  ['{a,b}.conf', ['a.conf', 'b.conf']],
  ['{a,{b,c}}', ['a', 'a', 'b', 'c']],
  ['{a', ['{a']],
  ['{a,b}'.repeat(40), ['{a,b}'.repeat(40)]],
])('alternatives of %s', (pattern, all) => expect(alternatives(pattern).toSorted()).toEqual(all))
