import { expect, test } from 'vitest'
import { sample } from '../../support/thorough.ts'

test('a sample has every n-th, and of each kind one', () => {
  const all = ['a0', 'a1', 'b2', 'a3', 'a4', 'c5', 'c6']
  expect(sample(all, 3, (one) => one[0])).toEqual(['a0', 'b2', 'a3', 'c5', 'c6'])
  expect(sample(all, 4, () => null)).toEqual(['a0', 'a4'])
})
