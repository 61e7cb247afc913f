import { expect, test } from 'vitest'
import { painter, wantsColor } from '../../../src/ui/paint.ts'

test('text is coloured or left alone', () => {
  expect(painter(true)('red', 'x')).toBe('\u001b[31mx\u001b[39m')
  expect(painter(false)('red', 'x')).toBe('x')
})

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
])('terminal %s, environment %o: colours %s', (isTTY, env, wanted) => {
  expect(wantsColor({ isTTY }, env)).toBe(wanted)
})
