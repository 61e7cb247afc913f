import { familyOf, parseCidr } from '../../../model/ip-address.ts'
import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isWrong, knownWords, notRead, unknownWord, type Wrong } from './entry.ts'

/** Words of a rule that take the next one. */
const pairs = knownWords({
  '0': `from to iif oif dev fwmark tos dsfield preference priority order table lookup uidrange suppress_prefixlength
    suppress_ifgroup sup_pl sup_group goto realms tunnel-id`,
  '2.0.0': 'ipproto sport dport protocol inet inet6 track_group',
})
const alone = knownWords({ '0': 'not nop type blackhole prohibit unreachable', '2.0.0': 'l3mdev no_track' })
const actions = new Set(['table', 'lookup', 'blackhole', 'unreachable', 'prohibit', 'goto', 'nop', 'l3mdev'])
const places = ['preference', 'priority', 'order']

/** A rule in words of `ip rule`: it must say what is done and, from 2.0.0 on, its place. */
export const checkRule: Check = ({ words }, version) => {
  const [first] = words
  const strange = words.find(({ text }) => odd.test(text)) ?? strangeWord(words, version)
  if (strange) return unknownWord(strange, [pairs, alone], version, 'a rule in words of ip rule')
  const [action, second] = words.filter(({ text }) => actions.has(text))
  if (!action) return [[first, 'the rule has no table', 'table and a number']]
  if (second) return [[second, 'the rule has two actions', 'one table']]
  const wrong = wrongValue(words, version)
  if (wrong.length > 0) return wrong
  const stray = otherFamily(words)
  if (stray) return notRead(stray, 'addresses of one family')
  const place = after(words, places)
  if (place === null && atLeast(version, '2.0.0'))
    return [[first, 'the rule has no preference', 'preference and a number']]
  const target = after(words, ['goto'])
  return target !== null && Number(target) <= Number(place)
    ? [[action, `goto ${target} is no way on from ${place}`, 'the preference of a rule behind']]
    : []
}

/** The first word that begins no pair. */
function strangeWord(words: readonly Word[], version: string): Word | undefined {
  const knows = (table: typeof pairs, text: string) => atLeast(version, table.get(text) ?? '99')
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!
    if (knows(alone, text)) continue
    if (!knows(pairs, text)) return words[i]
    i++
  }
  return undefined
}

function after(words: readonly Word[], names: readonly string[]): string | null {
  const at = words.findIndex(({ text }) => names.includes(text))
  return at < 0 ? null : (words[at + 1]?.text ?? '')
}

const tests: readonly (readonly [words: RegExp, pattern: RegExp, expected: string])[] = [
  [/^(table|lookup)$/, /^(0*[1-9]\d{0,9}|main|local|default|unspec|all)$/, 'a number, or main'],
  [/^(preference|priority|order|goto|suppress_prefixlength|sup_pl|tunnel-id)$/, /^\d{1,10}$/, 'a whole number'],
  [/^fwmark$/, /^(0x[\da-f]{1,8}|\d{1,10})(\/(0x[\da-f]{1,8}|\d{1,10}))?$/i, 'a number, with a mask or without'],
  [/^uidrange$/, /^\d+-\d+$/, 'a range: 1000-1999'],
  [/^[sd]port$/, /^\d{1,5}-\d{1,5}$/, 'a range of ports: 80-80'],
  [/^protocol$/, /^\d{1,3}$/, 'a number'],
  [/^realms$/, /^\d+(\/\d+)?$/, 'a number'],
]

/** The first word whose value keepalived can not use. */
function wrongValue(words: readonly Word[], version: string): readonly Wrong[] {
  for (const [i, word] of words.entries()) {
    const value = words[i + 1]
    const text = value?.text ?? ''
    const test = tests.find(([names]) => names.test(word.text))
    if (test && !test[1].test(text)) return isWrong(word.text, value, word, test[2])
    if (/^(tos|dsfield)$/.test(word.text) && !(Number(text || 'x') <= 255))
      return isWrong(word.text, value, word, 'a number up to 255')
    const all = atLeast(version, '2.0.0') ? /^(all|any|default)$/ : /^default$/
    if (['from', 'to'].includes(word.text) && !all.test(text) && parseCidr(text) === null)
      return isWrong(word.text, value, word, 'a network: 10.9.0.0/16')
  }
  return []
}

/** The first word that is not of the family of the first one. */
function otherFamily(words: readonly Word[]): Word | undefined {
  const familyOfWord = ({ text }: Word) =>
    text === 'inet' ? 4 : text === 'inet6' ? 6 : familyOf(parseCidr(text)?.address ?? '')
  const given = words.filter((word) => familyOfWord(word) !== null)
  return given.find((word) => familyOfWord(word) !== familyOfWord(given[0]!))
}
