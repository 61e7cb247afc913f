import { canonicalAddress, familyOf } from '../../model/ip-address.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, statements, type Word } from './tree.ts'

/** Addresses that an instance sends from or to, of another family than those that it holds: keepalived drops the one or the other. */
export function checkFamilies(nodes: readonly ConfNode[]): readonly Flaw[] {
  return statements(nodes)
    .filter((block) => keywordOf(block) === 'vrrp_instance')
    .flatMap(ofInstance)
}

function ofInstance({ body }: Statement): readonly Flaw[] {
  const inner = statements(body)
  const lists = (keyword: string) => inner.filter((list) => keywordOf(list) === keyword)
  const held = lists('virtual_ipaddress').flatMap((list) => statements(list.body))[0]
  const family = held && familyIn(held.words[0])
  if (!family) return []
  const peers = lists('unicast_peer').flatMap((list) => statements(list.body).map(({ words: [peer] }) => peer))
  const sources = ['unicast_src_ip', 'mcast_src_ip'].flatMap(lists).flatMap(({ words }) => words.slice(1, 2))
  return [...sources, ...peers]
    .filter((word) => (familyIn(word) ?? family) !== family)
    .map(({ text, where }) => ({
      rule: 'value',
      severity: 'error',
      where,
      message: `${text} is of another family than the addresses of the instance`,
      hint: `expected an address of IPv${family}`,
    }))
}

function familyIn({ text }: Word): 4 | 6 | null {
  const address = canonicalAddress(text.split('/')[0]!)
  return address === null ? null : familyOf(address)
}
