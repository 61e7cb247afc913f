import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { anyCharacter } from '../../support/characters.ts'
import { isThorough, some } from '../../support/thorough.ts'
import { type Target, targets } from './targets.ts'

/** Inputs for each target; `npm run test:fuzz` takes many more. */
const runs = Number(process.env.LBPROV_FUZZ ?? (isThorough ? 2000 : 150))
const isLong = runs > 2000

/** Bytes of a long input, and the processor time that a reader may take for one, on a busy machine, too: what is quadratic takes minutes for the longer ones. */
const bytes = isLong ? 256 * 1024 : 4096
const mostMs = 20_000

const wild = fc.string({ unit: anyCharacter, maxLength: 8 })

function inputs({ words, around = [['', '']] }: Target): fc.Arbitrary<string> {
  const piece = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: wild })
  const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
  return fc.tuple(fc.constantFrom(...around), text).map(([[head, tail], inside]) => `${head}${inside}${tail}`)
}

/** Each word again and again, and each followed by many of another kind. */
function* longInputs({ words, around = [['', '']] }: Target): Generator<string> {
  for (const [head, tail] of isLong ? around : around.slice(-1)) {
    for (const word of some(words, 8)) yield `${head}${word.repeat(Math.ceil(bytes / word.length))}${tail}`
    if (isLong)
      for (const word of words) yield `${head}${`${word} `.repeat(Math.ceil(bytes / (word.length + 1)))}${tail}`
    if (isLong)
      for (const word of words) yield `${head}${`${word}\n`.repeat(Math.ceil(bytes / (word.length + 1)))}${tail}`
  }
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

describe.each(Object.entries(targets))('%s', (_, target) => {
  test(
    'ends well, whatever comes',
    () =>
      fc.assert(
        fc.property(inputs(target), (text) => void target.read(text)),
        { numRuns: isLong ? runs : Math.ceil(runs / (target.fewer ?? 1)) },
      ),
    3_600_000,
  )

  test('takes no time that grows faster than the input', () => {
    for (const text of longInputs(target)) {
      const before = process.cpuUsage()
      target.read(text)
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000, JSON.stringify(text.slice(0, 60))).toBeLessThan(mostMs)
    }
  }, 3_600_000)
})
