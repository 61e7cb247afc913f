import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import { type Check, isWrong, notRead } from './entry.ts'

const expected = 'one name a line, and weight with a number'

/** A name, `weight` with a number from -`limit` to `limit` and, from 2.1.0 on, `reverse`. */
export function checkTracked(limit: number): Check {
  return ({ words: [name, word, number, next, last] }, version) => {
    if (odd.test(name.text))
      return [[name, `${JSON.stringify(name.text)} is no name`, 'blanks of ASCII, and no comma or semicolon']]
    if (!word) return []
    if (word.text !== 'weight') return notRead(word, expected)
    // From 1.3.0 to 2.0.x it may be missing.
    if (!number && atLeast(version, '1.3.0') && !atLeast(version, '2.1.0')) return []
    if (!isWeight(number?.text ?? '', limit, version))
      return isWrong('weight', number, word, `a whole number from -${limit} to ${limit}`)
    const behind = atLeast(version, '2.1.0') && next?.text === 'reverse' ? last : next
    return behind ? notRead(behind, expected) : []
  }
}

/** 1.2.x takes 254 of everything, and what is glued to a number was not looked at before 2.0.0. */
function isWeight(text: string, limit: number, version: string): boolean {
  const digits = atLeast(version, '2.0.0') ? text : text.replace(/[;,]$/, '')
  return /^[+-]?\d+$/.test(digits) && Math.abs(Number(digits)) <= (atLeast(version, '1.3.0') ? limit : 254)
}
