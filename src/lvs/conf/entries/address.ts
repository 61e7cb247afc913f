import { type Cidr, canonicalAddress, familyOf, parseCidr } from '../../../model/ip-address.ts'
import { own } from '../../../model/own.ts'
import type { Entry } from '../../language/entry.ts'
import { furtherStaticWords, furtherVirtualWords } from '../../language/further-entries.ts'
import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isScope, isWrong, notRead, type Wrong } from './entry.ts'

const words: Readonly<Record<string, Pick<Entry, 'since' | 'takes'>>> = {
  ...furtherVirtualWords,
  ...furtherStaticWords,
  ...Object.fromEntries(['dev', 'label', 'scope'].map((word) => [word, { since: '1.2.2', takes: 'text' }])),
}
const known = (word: string, version: string) => {
  const entry = own(words, word)
  return entry && atLeast(version, entry.since!) ? entry : undefined
}
/** Whether that version knows the word, and takes the next one for its value. */
export const isPaired = (word: string, version: string): boolean => Boolean(known(word, version)?.takes)
/** Whether that version knows the word, which has no value. */
export const isLone = (word: string, version: string): boolean => known(word, version)?.takes === ''

/** An address, and how it is put on an interface. */
export const checkAddress: Check = ({ words: [first, ...rest] }, version) => {
  const cidr = parseCidr(first.text)
  if (cidr === null)
    return [[first, `${JSON.stringify(first.text)} is no address`, 'one with a prefix or without: 192.168.1.225/32']]
  if (rest.length === 0) return []
  return rest[0]!.text.startsWith('/')
    ? [[rest[0]!, 'there is a blank before the prefix', `${first.text}${rest[0]!.text}`]]
    : [...wrongOption(rest, cidr.family, version), ...(atLeast(version, '1.3.0') ? together(rest, cidr) : [])]
}

/** What keepalived 1.3.0 and newer do not take beside one another. */
function together(words: readonly Word[], { prefix, family, text }: Cidr): readonly Wrong[] {
  const of = (...names: readonly string[]) => words.filter((word) => names.includes(word.text))
  const [peer, other] = of('peer')
  const [, device] = of('dev')
  const [broadcast] = of('brd', 'broadcast')
  const sign = broadcast && words[words.indexOf(broadcast) + 1]
  if (device) return notRead(device, 'one interface')
  if (other) return notRead(other, 'one peer')
  if (peer && prefix < (family === 4 ? 32 : 128)) return notRead(peer, `no prefix with ${text} then`)
  if (peer && broadcast) return notRead(broadcast, 'no broadcast beside peer')
  return /^[+-]$/.test(sign?.text ?? '') && prefix > 30
    ? isWrong(broadcast!.text, sign, broadcast!, `none: ${text} has no broadcast address`)
    : []
}

function wrongOption(words: readonly Word[], family: 4 | 6, version: string): readonly Wrong[] {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (isLone(word.text, version)) continue
    if (!isPaired(word.text, version)) return notRead(word, 'one address a line, and dev, label or scope')
    const value = words[++i]
    if (!value) return [[word, `${word.text} has no value`, `${word.text} and its value`]]
    const expected = expectedOf(word.text, value.text, family, version)
    if (expected !== null) return isWrong(word.text, value, word, expected)
  }
  return []
}

function expectedOf(word: string, value: string, family: 4 | 6, version: string): string | null {
  if (odd.test(value)) return 'blanks of ASCII, and no comma or semicolon'
  if (word === 'label' && family === 6 && atLeast(version, '2.0.0')) return 'no label with IPv6'
  if (['dev', 'label'].includes(word)) return value.length > 15 ? 'at most 15 letters' : null
  const isAddress = canonicalAddress(value.split('/')[0]!) !== null
  if (word === 'brd' || word === 'broadcast') {
    if (family === 6) return 'no broadcast with IPv6'
    return isAddress || (atLeast(version, '2.0.0') && /^[+-]$/.test(value)) ? null : 'an address'
  }
  if (word === 'peer')
    return canonicalAddress(value) !== null && familyOf(value) === family ? null : `a bare address of IPv${family}`
  if (word === 'preferred_lft') return /^(\d+|forever)$/.test(value) ? null : 'a number of seconds, or forever'
  if (word !== 'scope') return null
  if (!atLeast(version, '1.3.0'))
    return isScope(value) && !/^\d/.test(value) ? null : 'global, link, host, site or nowhere'
  if (family === 6) return /^(global|0)$/.test(value) ? null : 'no scope with IPv6'
  return isScope(value) ? null : 'global, link, host, or a number up to 255'
}
