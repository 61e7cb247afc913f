import { expect, test } from 'vitest'
import { printable } from '../../../src/ui/printable.ts'

test('nothing a host prints can move the cursor or colour the screen', () => {
  expect(printable('\u001b[2J\u001b[31mred\u001b[0m\u0007 \u001b]0;title\u0007\u009bend\u202e')).not.toMatch(
    /[^\x20-\x7e]/,
  )
})

test('lines and tabs stay, carriage returns end a line', () => {
  expect(printable('a\tb\r\n10 %\r20 %\n')).toBe('a\tb\n10 %\n20 %\n')
})

test('letters of any language stay', () => {
  expect(printable('Größe ‹secret› → 日本 👍')).toBe('Größe ‹secret› → 日本 👍')
})
