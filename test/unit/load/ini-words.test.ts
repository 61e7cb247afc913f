import { expect, test } from 'vitest'
import { splitWords, WordError } from '../../../src/load/text/ini-words.ts'

test.each([
  ['web1 a=1  b=2', ['web1', 'a=1', 'b=2']],
  ['a="x y" b=\'p "q"\'', ['a=x y', 'b=p "q"']],
  ['a=x\\ y', ['a=x y']],
  ['a="x\\"y\\n"', ['a=x"y\\n']],
  ['web1 # the first', ['web1']],
  ['a="#5"', ['a=#5']],
  ['w pass=a#b c=1', ['w', 'pass=a']],
  ['  ', []],
])('%s', (line, words) => {
  expect(splitWords(line).map(({ text }) => text)).toEqual(words)
})

test('keeps the column of every character, quotes left out', () => {
  const [, word] = splitWords('w a="x y"')
  expect(word).toEqual({ text: 'a=x y', column: 3, columns: [3, 4, 6, 7, 8, 10] })
})

test('says where a word is cut', () => {
  expect(splitWords('w pass=a#b')[1]).toMatchObject({ text: 'pass=a', cutAt: 9 })
})

test.each([['a="x', 3, 'a " is opened and not closed']])('%s is refused', (line, column, message) => {
  expect(() => splitWords(line)).toThrow(new WordError(message, column))
})
