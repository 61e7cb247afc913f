import { canonicalAddress } from '../../../model/ip-address.ts'
import { isWhole } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Word } from '../tree.ts'
import { type Check, isWrong, notRead, type Wrong } from './entry.ts'

/** The address of another director and, from 2.2.5 on, what TTL its adverts may have. */
export const checkPeer: Check = ({ words: [first, ...limits] }, version) => {
  if (canonicalAddress(first.text.split('/')[0]!) === null)
    return isWrong('unicast_peer', first, first, 'a bare address: 192.168.1.222')
  const wrong = wrongLimit(limits, version)
  const [least, most] = ['min_ttl', 'max_ttl'].map((name) => limits[limits.findIndex(({ text }) => text === name) + 1])
  return wrong.length === 0 && limits.length > 2 && Number(least!.text) > Number(most!.text)
    ? isWrong('min_ttl', least, first, `${most!.text}, which is max_ttl, at most`)
    : wrong
}

function wrongLimit([word, value, ...others]: readonly Word[], version: string): readonly Wrong[] {
  if (!word) return []
  const isLimit = atLeast(version, '2.2.5') && /^(min|max)_ttl$/.test(word.text)
  if (!isLimit) return notRead(word, 'one address a line')
  return isWhole(value?.text ?? '', 0, 255, version)
    ? wrongLimit(others, version)
    : isWrong(word.text, value, word, 'a whole number from 0 to 255')
}
