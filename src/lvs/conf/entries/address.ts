import { parseCidr } from '../../../model/ip-address.ts'
import { odd } from '../../language/kinds.ts'
import type { Word } from '../tree.ts'
import { type Check, isWrong, notRead, type Wrong } from './entry.ts'

/** Words that take the next one, and those that stand alone. */
const pairs = ['dev', 'label', 'scope', 'brd', 'broadcast', 'peer', 'track_group', 'preferred_lft']
const flags = ['home', '-nodad', 'nodad', 'mngtmpaddr', 'noprefixroute', 'autojoin', 'no_track']

/** An address, and how it is put on an interface. */
export const checkAddress: Check = ({ words: [first, ...rest] }) => {
  const text = JSON.stringify(first.text)
  if (parseCidr(first.text) === null)
    return [[first, `${text} is no address`, 'one with a prefix or without: 192.168.1.225/32']]
  return rest[0]?.text.startsWith('/')
    ? [[rest[0], 'there is a blank before the prefix', `${first.text}${rest[0].text}`]]
    : wrongOption(rest)
}

function wrongOption(words: readonly Word[]): readonly Wrong[] {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (flags.includes(word.text)) continue
    if (!pairs.includes(word.text)) return notRead(word, 'one address a line, and dev, label or scope')
    const value = words[++i]
    if (!value) return [[word, `${word.text} has no value`, `${word.text} and its value`]]
    if (odd.test(value.text)) return isWrong(word.text, value, word, 'blanks of ASCII, and no comma or semicolon')
    if (['dev', 'label'].includes(word.text) && value.text.length > 15)
      return isWrong(word.text, value, word, 'at most 15 letters')
  }
  return []
}
