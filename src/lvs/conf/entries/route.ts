import { canonicalAddress, familyOf, parseCidr } from '../../../model/ip-address.ts'
import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isScope, isWrong, notRead, type Wrong } from './entry.ts'

const isTarget = (text: string) => parseCidr(text) !== null || /^(default|any|all)$/.test(text)

/** Words of a route that take the next one. */
const pairs = new Set(
  `dev via or src to from metric table scope protocol priority preference type tos dsfield mtu hoplimit advmss rtt rttvar reordering window cwnd
  ssthresh realms rto_min initcwnd initrwnd quickack pref encap weight congctl ttl-propagate gateway as features
  track_group`.split(/\s+/),
)
const alone = new Set(
  `onlink no_track nexthop fastopen_no_cookie unicast local broadcast multicast throw unreachable prohibit blackhole
  nat`.split(/\s+/),
)
const withoutDevice = ['dev', 'no_track', 'nexthop']

/** A route in words of `ip route`. */
export const checkRoute: Check = ({ words }, version) => {
  const wrong = wrongWord(words, version)
  if (wrong.length > 0) return wrong
  const [first, ...texts] = [words[0]!, ...words.map(({ text }) => text)]
  const hasTarget = texts.some((text, i) => isTarget(text) && (texts[i - 1] === 'to' || !pairs.has(texts[i - 1] ?? '')))
  if (!hasTarget && atLeast(version, '1.3.0'))
    return [[first, 'the route has no target', 'one as 10.9.0.0/16 via 192.168.1.1']]
  const stray = otherFamily(words)
  if (stray && atLeast(version, '1.3.0')) return notRead(stray, 'addresses of one family, or inet6 before another')
  const needsDevice = atLeast(version, '2.0.0') && !atLeast(version, '2.3.0')
  const hasDevice = texts.some((text) => withoutDevice.includes(text))
  return needsDevice && !hasDevice ? [[first, 'the route has no dev', 'dev and an interface']] : []
}

/** The first address that is not of the family of the first one. */
function otherFamily(words: readonly Word[]): Word | undefined {
  const familyOfWord = ({ text }: Word) => familyOf(parseCidr(text)?.address ?? '')
  const given = words.filter((word, i) => familyOfWord(word) !== null && !/^inet6?$/.test(words[i - 1]?.text ?? ''))
  return given.find((word) => familyOfWord(word) !== familyOfWord(given[0]!))
}

function wrongWord(words: readonly Word[], version: string): readonly Wrong[] {
  let targets = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (alone.has(word.text)) continue
    const isBare = !pairs.has(word.text)
    if (isBare && (!isTarget(word.text) || targets > 0)) return notRead(word, 'a route in words of ip route')
    if (isBare || word.text === 'to') targets++
    if (isBare) continue
    const value = words[++i]
    const text = value?.text ?? ''
    const expected = expectedOf(word.text, text) ?? (atLeast(version, '1.3.0') ? numberExpected(word.text, text) : null)
    if (expected !== null) return isWrong(word.text, value, word, expected)
    if (/^(inet6?|lock)$/.test(value!.text)) i++
  }
  return []
}

function expectedOf(word: string, value: string): string | null {
  if (value === '') return 'a value'
  if (['via', 'or', 'src', 'gateway'].includes(word))
    return canonicalAddress(value) !== null || /^inet6?$/.test(value) ? null : 'an address'
  if (word === 'to') return isTarget(value) ? null : 'a network: 10.9.0.0/16'
  return word === 'dev' && (odd.test(value) || !/^[^,;]{1,15}$/.test(value)) ? 'an interface' : null
}

const numbers = new Set(
  'metric priority preference mtu hoplimit advmss initcwnd initrwnd cwnd reordering window ssthresh quickack'.split(
    ' ',
  ),
)

/** What else keepalived 1.3.0 and newer looks at; names of tables and the like are the host's own, but for those of the kernel. */
function numberExpected(word: string, value: string): string | null {
  const holds = (pattern: RegExp, expected: string) => (pattern.test(value) ? null : expected)
  if (numbers.has(word)) return value === 'lock' ? null : holds(/^\d+$/, 'a whole number')
  if (word === 'table') return holds(/^(\d{1,10}|main|local|default|unspec|all)$/, 'a number, or main')
  if (word === 'scope') return isScope(value) ? null : 'global, link, host, or a number up to 255'
  if (word === 'tos' || word === 'dsfield') return holds(/^(0x[0-9a-f]+|\d+)$/i, 'a number')
  if (/^(rtt|rttvar|rto_min)$/.test(word)) return holds(/^\d+(s|ms)?$/, 'a number of milliseconds')
  return word === 'realms' ? holds(/^\d+(\/\d+)?$/, 'a number') : null
}
