import { parseCidr } from '../../../model/ip-address.ts'
import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isWrong, notRead } from './entry.ts'

const begins = new Set(
  `from to not iif oif dev fwmark tos dsfield preference priority pref order table lookup ipproto sport dport uidrange
  l3mdev inet inet6 suppress_prefixlength suppress_ifgroup type blackhole prohibit unreachable tun_id goto nop
  no_track`.split(/\s+/),
)
const actions = [
  'table',
  'lookup',
  'blackhole',
  'unreachable',
  'prohibit',
  'goto',
  'nop',
  'type',
  'nat',
  'map-to',
  'realms',
]
const places = ['preference', 'priority', 'order', 'pref']

const alone = new Set(['not', 'no_track', 'nop', 'inet', 'inet6', 'l3mdev', 'blackhole', 'unreachable', 'prohibit'])

/** The first word that begins no pair. */
function unknownWord(words: readonly Word[]): Word | undefined {
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!
    if (alone.has(text) || (i === 0 && parseCidr(text) !== null)) continue
    if (!begins.has(text) && !actions.includes(text)) return words[i]
    i++
  }
  return undefined
}

/** The first word whose value keepalived can not use. */
function wrongValue(words: readonly Word[]): ReturnType<Check> | undefined {
  for (const [i, word] of words.entries()) {
    const value = words[i + 1]
    if (places.includes(word.text) && !/^\d{1,10}$/.test(value?.text ?? ''))
      return isWrong(word.text, value, word, 'a whole number')
    if (word.text === 'fwmark' && !/^(0x[\da-f]{1,8}|\d{1,10})(\/(0x[\da-f]{1,8}|\d{1,10}))?$/i.test(value?.text ?? ''))
      return isWrong(word.text, value, word, 'a number, with a mask or without')
    if (/^(tos|dsfield)$/.test(word.text) && !(Number(value?.text || 'x') <= 255))
      return isWrong(word.text, value, word, 'a number up to 255')
    if (['from', 'to'].includes(word.text) && !/^(all|any|default)$/.test(value?.text ?? '') && !isNetwork(value))
      return isWrong(word.text, value, word, 'a network: 10.9.0.0/16')
  }
  return undefined
}

const isNetwork = (word: Word | undefined) => word !== undefined && parseCidr(word.text) !== null

/** A rule in words of `ip rule`: it must say what is done and, from 2.0.0 on, its place. */
export const checkRule: Check = ({ words }, version) => {
  const [first] = words
  if (!begins.has(first.text) && parseCidr(first.text) === null) return notRead(first, 'a rule in words of ip rule')
  const strange = words.find(({ text }) => odd.test(text)) ?? unknownWord(words)
  if (strange) return notRead(strange, 'a rule in words of ip rule')
  const [action, second] = words.filter(({ text }) => actions.includes(text))
  if (!action) return [[first, 'the rule has no table', 'table and a number']]
  if (second && atLeast(version, '1.3.0')) return [[second, 'the rule has two actions', 'one table']]
  const table = words[words.indexOf(action) + 1]
  const isTable = action.text === 'table' || action.text === 'lookup'
  if (isTable && !/^(\d+|main|local|default|unspec|all)$/.test(table?.text ?? ''))
    return isWrong(action.text, table, action, 'a number, or main')
  const wrong = wrongValue(words)
  if (wrong) return wrong
  const isPlaced = words.some(({ text }) => places.includes(text))
  return isPlaced || !atLeast(version, '2.0.0')
    ? []
    : [[first, 'the rule has no preference', 'preference and a number']]
}
