import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import { type Check, isWrong, notRead } from './entry.ts'

const expected = 'one name a line, and weight with a number'

/** A name, `weight` with a number from -`limit` to `limit` and, from 2.1.0 on, `reverse`. `minds`: the version from which on keepalived complains of a weight without a number. `none`: what is no name here. */
export function checkTracked(limit: number, minds: string, none = /^$/): Check {
  return ({ words: [name, word, number, next, last] }, version) => {
    if (odd.test(name.text) || none.test(name.text))
      return [
        [name, `${JSON.stringify(name.text)} is no name`, 'blanks of ASCII, no quotes, and no comma or semicolon'],
      ]
    if (!word) return []
    if (word.text !== 'weight') return notRead(word, expected)
    if (!number && atLeast(version, '1.3.0') && !atLeast(version, minds)) return []
    if (!isWeight(number?.text ?? '', limit, version))
      return isWrong('weight', number, word, `a whole number from -${limit} to ${limit}`)
    const behind = atLeast(version, '2.1.0') && next?.text === 'reverse' ? last : next
    return behind ? notRead(behind, expected) : []
  }
}

/** Before 2.0.0 254 goes for everything, and what is glued to a number is not looked at. */
function isWeight(text: string, limit: number, version: string): boolean {
  const digits = atLeast(version, '2.0.0') ? text : text.replace(/[;,]$/, '')
  return /^[+-]?\d+$/.test(digits) && Math.abs(Number(digits)) <= (atLeast(version, '2.0.0') ? limit : 254)
}
