import { canonicalAddress } from '../../../model/ip-address.ts'
import { atLeast } from '../../language/version.ts'
import { type Check, isWrong, notRead } from './entry.ts'

/** The address of another director and, from 2.2.5 on, what TTL its adverts may have. */
export const checkPeer: Check = ({ words: [first, word, value] }, version) => {
  if (canonicalAddress(first.text.split('/')[0]!) === null)
    return isWrong('unicast_peer', first, first, 'a bare address: 192.168.1.222')
  if (!word) return []
  const isLimit = atLeast(version, '2.2.5') && /^(min|max)_ttl$/.test(word.text)
  if (!isLimit) return notRead(word, 'one address a line')
  return /^\d+$/.test(value?.text ?? '') ? [] : isWrong(word.text, value, word, 'a whole number')
}
