import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLiteral } from '../../../src/load/text/python-literal.ts'

test.each([
  ['5', 5],
  ['-5', -5],
  ['1.50', 1.5],
  ['True', true],
  ['false', false],
  ['None', null],
  ['0123', '0123'],
  ['0x1f', 31],
  ['1e5', 100_000],
  ['1_000', 1000],
  ['0o17', 15],
  ['5 # a comment', 5],
  ["'a' # b", 'a'],
  ["'#a'", '#a'],
  ['a # b', 'a # b'],
  ["u'a' r'\\n'", 'a\\n'],
  ["'\\x41\\u00e9\\q'", 'Aé\\q'],
  ['1.2.3.4', '1.2.3.4'],
  ['99999999999999999999', '99999999999999999999'],
  ['', ''],
  ['yes', 'yes'],
  ["'55'", '55'],
  ['"it\'s"', "it's"],
  ["'a\\'b\\n'", "a'b\n"],
  ["'open", "'open"],
  ['[1, 2,]', [1, 2]],
  ["['a', [True], ()]", ['a', [true], []]],
  ["{'a': 1, 2: {'b': None}}", { a: 1, 2: { b: null } }],
  ['[10.0.0.1, 10.0.0.2]', '[10.0.0.1, 10.0.0.2]'],
  ['[1', '[1'],
  ['[1] x', '[1] x'],
  ['a b', 'a b'],
])('%s', (text, value) => {
  expect(parseLiteral(text).value).toEqual(value)
})

test('knows where each part begins', () => {
  const { offsetOf } = parseLiteral("[1, {'k': 'v'}]")
  expect([[], [0], [1], [1, 'k'], [7]].map(offsetOf)).toEqual([0, 1, 4, 10, 0])
})

test('reads back the lists and dicts it is given', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.boolean(),
      fc.stringMatching(/^[a-z .#]*$/),
      fc.array(tie('value')),
      fc.dictionary(fc.stringMatching(/^[a-z]+$/), tie('value')),
    ),
  }))
  fc.assert(
    fc.property(fc.array(value), (list) => {
      expect(parseLiteral(JSON.stringify(list)).value).toEqual(list)
    }),
  )
})

test('never fails: what is no literal is text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('[', ']', '{', '}', "'", '"', ',', ':', '1', 'a', ' ', '\\') }),
      (text) => {
        expect(parseLiteral(text)).toBeDefined()
      },
    ),
  )
})
