import { canonicalAddress, familyOf, parseCidr } from '../../../model/ip-address.ts'
import { own } from '../../../model/own.ts'
import { isWhole, odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isScope, isWrong, knownWords, notRead, unknownWord, type Wrong } from './entry.ts'

const isTarget = (text: string, version: string) =>
  parseCidr(text) !== null || (atLeast(version, '2.0.0') ? /^(default6?|any|all)$/ : /^default6?$/).test(text)

/** Words of a route that take the next one. */
const pairs = knownWords({
  '0': 'dev oif via or src to metric table scope gw',
  '1.2.24': `from protocol priority preference tos dsfield mtu hoplimit advmss rtt rttvar reordering window cwnd ssthresh realms
    rto_min initcwnd initrwnd quickack pref expires encap congctl as features`,
  '2.0.0': 'ttl-propagate track_group fastopen_no_cookie',
  '2.2.0': 'vrf',
})
const alone = knownWords({
  '0': 'blackhole',
  '1.2.24': 'onlink nexthop unicast local broadcast anycast multicast throw unreachable prohibit nat',
  '2.0.0': 'no_track',
  '2.2.0': 'add append prepend',
})
/** keepalived 1.2.24 and newer complain of these. */
const replacedBy: Readonly<Record<string, string>> = { gw: 'via', or: 'nexthop' }
const withoutDevice = ['dev', 'oif', 'no_track']

/** A route in words of `ip route`. */
export const checkRoute: Check = ({ words }, version) => {
  const wrong = wrongWord(words, version)
  if (wrong.length > 0) return wrong
  const [first, ...texts] = [words[0]!, ...words.map(({ text }) => text)]
  const hasTarget = texts.some(
    (text, i) => isTarget(text, version) && (texts[i - 1] === 'to' || !pairs.has(texts[i - 1] ?? '')),
  )
  if (!hasTarget && atLeast(version, '1.2.24'))
    return [[first, 'the route has no target', 'one as 10.9.0.0/16 via 192.168.1.1']]
  if (!atLeast(version, '1.2.24')) return []
  const stray = otherFamily(words)
  if (stray) return notRead(stray, 'addresses of one family')
  const family = familyIn(words) ?? 4
  const other = words.find(({ text }) => (family === 4 ? /^(pref|expires)$/ : /^realms$/).test(text))
  if (other) return notRead(other, `no ${other.text} with IPv${family}`)
  return atLeast(version, '2.0.0') ? untracked(words, version) : []
}

/** keepalived looks after a route by its interface, and knows it by its own protocol. */
function untracked(words: readonly Word[], version: string): readonly Wrong[] {
  const [first, ...texts] = [words[0]!, ...words.map(({ text }) => text)]
  const protocol = words[texts.indexOf('protocol') + 1]
  if (texts.includes('protocol') && !texts.includes('no_track') && !/^(keepalived|18)$/.test(protocol!.text))
    return isWrong('protocol', protocol, first, 'none without no_track')
  const parts = texts.includes('nexthop') ? texts.slice(0, texts.indexOf('nexthop')) : texts
  const needsDevice = !atLeast(version, '2.3.0') || texts.includes('nexthop')
  const hasDevice = parts.some((text) => withoutDevice.includes(text))
  return needsDevice && !hasDevice ? [[first, 'the route has no dev', 'dev and an interface, or no_track']] : []
}

/** The first address that is not of the family of the first one. */
function otherFamily(words: readonly Word[]): Word | undefined {
  return words.find((word) => (familyOfWord(word) ?? familyIn(words)) !== familyIn(words))
}

const familyOfWord = ({ text }: Word) => familyOf(parseCidr(text)?.address ?? '')
const familyIn = (words: readonly Word[]) => words.map(familyOfWord).find((family) => family !== null) ?? null

function wrongWord(words: readonly Word[], version: string): readonly Wrong[] {
  const knows = (table: typeof pairs, { text }: Word) => atLeast(version, table.get(text) ?? '99')
  let targets = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word.text === 'nexthop' && i > 0) return []
    if (knows(alone, word)) continue
    const by = atLeast(version, '1.2.24') && own(replacedBy, word.text)
    if (by) return [[word, `${word.text} is an old word`, by, 'warning']]
    const isBare = !knows(pairs, word)
    if (isBare && (!isTarget(word.text, version) || targets > 0))
      return unknownWord(word, [pairs, alone], version, 'a route in words of ip route')
    if (isBare || word.text === 'to') targets++
    if (isBare) continue
    const value = words[++i]
    const text = value?.text ?? ''
    const expected = expectedOf(word.text, text, version)
    if (expected !== null) return isWrong(word.text, value, word, expected)
    if (/^(inet6?|lock)$/.test(value!.text)) i++
  }
  return []
}

function expectedOf(word: string, value: string, version: string): string | null {
  if (value === '') return 'a value'
  if (['via', 'or', 'src', 'gw'].includes(word))
    return canonicalAddress(value) !== null || /^inet6?$/.test(value) ? null : 'an address'
  if (word === 'to') return isTarget(value, version) ? null : 'a network: 10.9.0.0/16'
  if (word === 'dev' || word === 'oif') return odd.test(value) || !/^[^,;]{1,15}$/.test(value) ? 'an interface' : null
  return atLeast(version, '1.2.24') ? numberExpected(word, value, version) : earlyNumber(word, value)
}

/** 1.2.x knows no names of tables and no numbers of scopes. */
function earlyNumber(word: string, value: string): string | null {
  if (word === 'scope') return isScope(value) && !/^\d/.test(value) ? null : 'global, link, host, site or nowhere'
  return /^-?\d+$/.test(value) ? null : 'a number'
}

const numbers = new Set(
  'metric priority preference mtu advmss initcwnd initrwnd cwnd reordering window ssthresh expires'.split(' '),
)
const most: Readonly<Record<string, number>> = { hoplimit: 255, quickack: 1, fastopen_no_cookie: 1 }

/** What else keepalived 1.2.24 and newer looks at; names of tables and the like are the host's own, but for those of the kernel. */
function numberExpected(word: string, value: string, version: string): string | null {
  const holds = (pattern: RegExp, expected: string) => (pattern.test(value) ? null : expected)
  const limit = own(most, word)
  if (numbers.has(word)) return value === 'lock' ? null : holds(/^\d+$/, 'a whole number')
  if (limit !== undefined) return isWhole(value, 0, limit, '2.0.0') ? null : `a whole number up to ${limit}`
  if (word === 'table') return holds(/^(\d{1,10}|main|local|default|unspec|all)$/, 'a number, or main')
  if (word === 'scope') return isScope(value) ? null : 'global, link, host, or a number up to 255'
  if (word === 'tos' || word === 'dsfield') return holds(/^(0x[0-9a-f]+|\d+)$/i, 'a number')
  if (word === 'pref') return holds(/^(low|medium|high)$/, 'low, medium or high')
  if (word === 'features') return holds(/^ecn$/, 'ecn')
  if (word === 'rto_min' && value !== 'lock' && atLeast(version, '2.2.0') && milliseconds(value) < 200)
    return '200ms at least'
  if (/^(rtt|rttvar|rto_min)$/.test(word)) return holds(/^(\d+(s|ms)?|lock)$/, 'a number of milliseconds')
  return word === 'realms' ? holds(/^\d+(\/\d+)?$/, 'a number') : null
}

const milliseconds = (text: string) => Number.parseInt(text, 10) * (/\ds$/.test(text) ? 1000 : 1)
