import { expect, test } from 'vitest'
import { counted, duration, firstLine, indented, outcomeWords, shortened } from '../../../src/ui/words.ts'

test.each([
  [0, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 0 s'],
  [134, '2 min 14 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test('outcomes say whether they have come about', () => {
  expect(outcomeWords({ outcome: 'updated', refreshed: true }, false)).toBe('updated and refreshed')
  expect(outcomeWords({ outcome: 'refreshed', refreshed: true }, true)).toBe('would be refreshed')
  expect(outcomeWords({ outcome: 'failed', refreshed: true }, true)).toBe('failed')
})

test('texts are counted, cut and moved', () => {
  expect([counted(1, 'host'), counted(2, 'host')]).toEqual(['1 host', '2 hosts'])
  expect([shortened('abcdef', 6), shortened('abcdef', 4)]).toEqual(['abcdef', 'abc…'])
  expect(firstLine('\na\nb')).toBe('a')
  expect(indented('a\n\nb', '  ')).toBe('  a\n\n  b')
})
