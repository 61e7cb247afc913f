import { canonicalAddress, familyOf } from '../../model/ip-address.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, statements, type Word } from './tree.ts'

/** Addresses that an instance sends from or to, and those that it holds, must be of the family of the first one; keepalived drops the others. */
export function checkFamilies(nodes: readonly ConfNode[]): readonly Flaw[] {
  return statements(nodes)
    .filter((block) => keywordOf(block) === 'vrrp_instance')
    .flatMap(ofInstance)
}

const sources = ['unicast_src_ip', 'mcast_src_ip']
const lists = ['unicast_peer', 'virtual_ipaddress']

function ofInstance({ body }: Statement): readonly Flaw[] {
  const given = statements(body).flatMap(addressesOf)
  const [first] = given.filter(({ word }) => familyIn(word) !== null)
  if (!first) return []
  const family = familyIn(first.word)
  return given
    .filter(({ word }) => (familyIn(word) ?? family) !== family)
    .filter(({ isHeld }) => !(isHeld && first.isHeld))
    .map(({ word: { text, where }, isHeld }) => ({
      rule: 'value',
      severity: 'error',
      where,
      message: isHeld
        ? `${text} is of another family than ${first.word.text}, which stands above it`
        : `${text} is of another family than the addresses of the instance`,
      hint: `expected an address of IPv${family}`,
    }))
}

interface Given {
  readonly word: Word
  /** It is in virtual_ipaddress; what is wrong among these the rules of addresses say. */
  readonly isHeld: boolean
}

function addressesOf(statement: Statement): readonly Given[] {
  const keyword = keywordOf(statement)
  const words = sources.includes(keyword)
    ? statement.words.slice(1, 2)
    : lists.includes(keyword)
      ? statements(statement.body).map(({ words: [address] }) => address)
      : []
  return words.map((word) => ({ word, isHeld: keyword === 'virtual_ipaddress' }))
}

function familyIn({ text }: Word): 4 | 6 | null {
  const address = canonicalAddress(text.split('/')[0]!)
  return address === null ? null : familyOf(address)
}
