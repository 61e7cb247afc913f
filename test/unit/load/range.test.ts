import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expandRange } from '../../../src/load/inventory/range.ts'

test.each([
  ['web', ['web']],
  ['web[1:3]', ['web1', 'web2', 'web3']],
  ['web[01:03]', ['web01', 'web02', 'web03']],
  ['web[08:11]', ['web08', 'web09', 'web10', 'web11']],
  ['n[1:9:4].example', ['n1.example', 'n5.example', 'n9.example']],
  ['db[a:c]', ['dba', 'dbb', 'dbc']],
  ['db[a:e:2]', ['dba', 'dbc', 'dbe']],
  ['x[:2]', ['x0', 'x1', 'x2']],
  ['r[1:2]n[a:b]', ['r1na', 'r1nb', 'r2na', 'r2nb']],
])('%s', (text, names) => {
  expect(expandRange(text)).toEqual(names)
})

test.each([
  ['web[1:', 'a [ without its ]'],
  ['web1]', 'a ] without its ['],
  ['web[1]', '[1] must be [first:last] or [first:last:step]'],
  ['web[1:]', '[1:] must go from number to number or from letter to letter'],
  ['web[01:100]', 'both ends of [01:100] must have as many digits'],
  ['web[5:1]', '[5:1] ends before it begins'],
  ['web[c:a]', '[c:a] ends before it begins'],
  ['web[1:9:0]', 'the step of [1:9:0] must be a whole number from 1'],
  ['web[a:9]', '[a:9] must go from number to number or from letter to letter'],
  ['web[1:999999999]', 'more than 100000 hosts'],
  ['web[1:9999][1:9999]', 'more than 100000 hosts'],
])('%s is refused', (text, message) => {
  expect(() => expandRange(text)).toThrow(new RangeError(message))
})

test('a range has every number from its first to its last, a step apart, each once and equally wide', () => {
  const range = fc.record({
    from: fc.nat(500),
    count: fc.nat(200),
    step: fc.integer({ min: 1, max: 20 }),
    wide: fc.boolean(),
  })
  fc.assert(
    fc.property(range, fc.stringMatching(/^[a-z.-]{0,5}$/), ({ from, count, step, wide }, tail) => {
      const to = from + count
      const width = wide ? 4 : 0
      const pad = (number: number) => String(number).padStart(width, '0')
      const names = expandRange(`n[${pad(from)}:${pad(to)}:${step}]${tail}`)
      const wanted = Array.from(
        { length: Math.floor(count / step) + 1 },
        (_, index) => `n${pad(from + index * step)}${tail}`,
      )
      expect(names).toEqual(wanted)
    }),
  )
})

test('any text is expanded or refused with a RangeError', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '1', '0', '[', ']', ':', '-'), maxLength: 12 }), (text) => {
      try {
        expect(expandRange(text).length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
  )
})
