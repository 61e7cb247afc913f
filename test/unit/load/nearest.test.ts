import { expect, test } from 'vitest'
import { listed } from '../../../src/load/text/sentences.ts'
import { nearest } from '../../../src/model/nearest.ts'

test.each([
  ['directros', 'directors'],
  ['Directors', 'directors'],
  ['virtual-router-id', 'virtual_router_id'],
  ['wbe', 'web'],
  ['db', undefined],
  ['L3', 'L03'],
  ['something', undefined],
])('%s -> %s', (word, near) => {
  expect(nearest(word, ['directors', 'web', 'dc', 'virtual_router_id', 'L03'])).toBe(near)
})

test('a long list is cut', () => {
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
  expect(listed(['a', 'b', 'c', 'd'], 3)).toBe('a, b and 2 more')
  expect([listed([]), listed(['a'])]).toEqual(['', 'a'])
})
