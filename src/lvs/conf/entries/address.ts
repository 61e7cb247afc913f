import { canonicalAddress, familyOf, parseCidr } from '../../../model/ip-address.ts'
import { own } from '../../../model/own.ts'
import { odd } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isScope, isWrong, notRead, type Wrong } from './entry.ts'

/** Words that take the next one, and those that stand alone, by the first version that knows them. */
const pairs: Readonly<Record<string, string>> = {
  dev: '0',
  label: '0',
  scope: '0',
  brd: '0',
  broadcast: '0',
  peer: '2.0.0',
  track_group: '2.0.0',
  preferred_lft: '2.1.0',
}
const flags: Readonly<Record<string, string>> = {
  home: '2.0.0',
  '-nodad': '2.0.0',
  mngtmpaddr: '2.0.0',
  noprefixroute: '2.0.0',
  autojoin: '2.0.0',
  no_track: '2.0.0',
}

/** An address, and how it is put on an interface. */
export const checkAddress: Check = ({ words: [first, ...rest] }, version) => {
  const text = JSON.stringify(first.text)
  const cidr = parseCidr(first.text)
  if (cidr === null) return [[first, `${text} is no address`, 'one with a prefix or without: 192.168.1.225/32']]
  return rest[0]?.text.startsWith('/')
    ? [[rest[0], 'there is a blank before the prefix', `${first.text}${rest[0].text}`]]
    : [...wrongOption(rest, familyOf(cidr.address)!, version), ...noBroadcast(rest, cidr.prefix, version)]
}

/** With + or - keepalived works the broadcast address out. */
function noBroadcast(words: readonly Word[], prefix: number, version: string): readonly Wrong[] {
  const sign = words.findIndex(
    ({ text }, i) => /^brd$|^broadcast$/.test(text) && /^[+-]$/.test(words[i + 1]?.text ?? ''),
  )
  return sign < 0 || prefix < 31 || !atLeast(version, '2.0.0')
    ? []
    : isWrong(
        words[sign]!.text,
        words[sign + 1],
        words[sign]!,
        `none: a network of prefix ${prefix} has no broadcast address`,
      )
}

function wrongOption(words: readonly Word[], family: 4 | 6, version: string): readonly Wrong[] {
  const isKnown = (table: typeof pairs, text: string) => atLeast(version, own(table, text) ?? '99')
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (isKnown(flags, word.text)) continue
    if (!isKnown(pairs, word.text)) return notRead(word, 'one address a line, and dev, label or scope')
    const value = words[++i]
    if (!value) return [[word, `${word.text} has no value`, `${word.text} and its value`]]
    const expected = expectedOf(word.text, value.text, family, version)
    if (expected !== null) return isWrong(word.text, value, word, expected)
  }
  return []
}

function expectedOf(word: string, value: string, family: 4 | 6, version: string): string | null {
  if (odd.test(value)) return 'blanks of ASCII, and no comma or semicolon'
  if (['dev', 'label'].includes(word)) return value.length > 15 ? 'at most 15 letters' : null
  const isAddress = canonicalAddress(value.split('/')[0]!) !== null
  if (word === 'brd' || word === 'broadcast') {
    if (family === 6) return 'no broadcast with IPv6'
    return isAddress || (atLeast(version, '2.0.0') && /^[+-]$/.test(value)) ? null : 'an address'
  }
  if (word === 'peer')
    return isAddress && familyOf(value.split('/')[0]!) === family ? null : `an address of IPv${family}`
  if (word === 'preferred_lft') return /^(\d+|forever)$/.test(value) ? null : 'a number of seconds, or forever'
  if (word !== 'scope' || !atLeast(version, '1.3.0')) return null
  if (family === 6) return /^(global|0)$/.test(value) ? null : 'no scope with IPv6'
  return isScope(value) ? null : 'global, link, host, or a number up to 255'
}
