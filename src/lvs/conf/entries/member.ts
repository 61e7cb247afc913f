import { canonicalAddress } from '../../../model/ip-address.ts'
import { isWhole } from '../../language/kinds.ts'
import { atLeast } from '../../language/version.ts'
import type { Statement } from '../tree.ts'
import { type Check, isWrong, notRead, type Wrong } from './entry.ts'

/** An address or a range with its port, or a mark. */
export const checkMember: Check = ({ words: [first, second, third] }, version) => {
  const text = second?.text ?? ''
  if (third) return notRead(third, 'an address and a port, or fwmark and a number')
  if (first.text === 'fwmark') {
    const number = !atLeast(version, '1.3.0') && text === '-1' ? '0' : text
    return isWhole(number, 0, 4_294_967_295, version)
      ? []
      : isWrong('fwmark', second, first, 'a number from 1 to 4294967295')
  }
  if (!isRange(first.text, version))
    return isWrong('the address', first, first, 'one as 192.168.1.225 or 192.168.1.225-230')
  const least = atLeast(version, '2.0.0') ? 1 : 0
  return isWhole(text, least, 65_535, version) ? [] : isWrong('the port', second, first, 'a port from 1 to 65535')
}

function isRange(text: string, version: string): boolean {
  const [from = '', to] = text.split('-')
  if (canonicalAddress(from) === null) return false
  if (to === undefined) return true
  if (canonicalAddress(to) !== null) return atLeast(version, '2.2.0')
  const base = from.includes(':') ? 16 : 10
  const isPart = base === 16 ? /^[0-9a-f]{1,4}$/i.test(to) : /^\d{1,3}$/.test(to) && Number(to) <= 255
  const start = Number.parseInt(/[0-9a-f]*$/i.exec(from)![0] || '0', base)
  return isPart && (!atLeast(version, '1.3.0') || Number.parseInt(to, base) > start)
}

/** From 1.3.0 on a group is of one family, and from 2.1.0 on of addresses or of marks. */
export function mixedMembers(entries: readonly Statement[], version: string): readonly Wrong[] {
  const [first] = entries
  const other = entries.find((entry) => kindOf(entry) !== kindOf(first!))
  if (!first || !other) return []
  const isMark = [kindOf(first), kindOf(other)].includes('a mark')
  if (!atLeast(version, isMark ? '2.1.0' : '1.3.0')) return []
  const message = `${kindOf(other)} stands beside ${kindOf(first)}`
  // keepalived serves both: the mark without the port of the real servers.
  return [[other.words[0], message, 'a group of each kind', isMark ? 'warning' : 'error']]
}

function kindOf({ words: [{ text }] }: Statement): string {
  if (text === 'fwmark') return 'a mark'
  return text.includes(':') ? 'an address of IPv6' : 'an address of IPv4'
}
