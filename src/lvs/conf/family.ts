import { familyOf } from '../../model/ip-address.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, statements, type Word } from './tree.ts'

/** Addresses that must be of one family, where they are of two. */
export function checkFamilies(nodes: readonly ConfNode[], version: string): readonly Flaw[] {
  const flaws: Flaw[] = []
  for (const block of statements(nodes)) {
    const keyword = keywordOf(block)
    if (keyword === 'vrrp_instance') flaws.push(...ofInstance(block))
    else if (atLeast(version, '2.0.0') && (keyword === 'bfd_instance' || keyword === 'virtual_server'))
      ofPairs(block, flaws)
  }
  return flaws
}

/** What goes out from the first of two addresses to the second. */
const pairs = [
  ['bindto', 'connect_ip'],
  ['source_ip', 'neighbor_ip'],
  ['source_ip', 'neighbour_ip'],
] as const

const sourceWords = new Set<string>(pairs.map(([source]) => source))

function ofPairs({ body }: Statement, flaws: Flaw[]): void {
  const inner = statements(body)
  for (const statement of inner) if (statement.body !== null) ofPairs(statement, flaws)
  if (!inner.some((word) => sourceWords.has(keywordOf(word)))) return
  const valueOfWord = (name: string) => inner.find((word) => keywordOf(word) === name)?.words[1]
  for (const names of pairs) {
    const [from, to] = names.map(valueOfWord)
    if (to && from && (familyIn(to) ?? familyIn(from)) !== (familyIn(from) ?? familyIn(to)))
      flaws.push(wrong(from, `${from.text} is of another family than ${to.text}`, familyIn(to)!))
  }
}

const sources = ['unicast_src_ip', 'mcast_src_ip']
const lists = ['unicast_peer', 'virtual_ipaddress']

/** What an instance sends from or to, and what it holds, must be of the family of the first one; keepalived drops the others. */
function ofInstance({ body }: Statement): readonly Flaw[] {
  const given = statements(body).flatMap(addressesOf)
  const first = given.find(({ word }) => familyIn(word) !== null)
  if (!first) return []
  const family = familyIn(first.word)
  return given
    .filter(({ word }) => (familyIn(word) ?? family) !== family)
    .filter(({ isHeld }) => !(isHeld && first.isHeld))
    .map(({ word, isHeld }) => {
      const than = isHeld ? `${first.word.text}, which stands above it` : 'the addresses of the instance'
      return wrong(word, `${word.text} is of another family than ${than}`, family!)
    })
}

function wrong({ where }: Word, message: string, family: 4 | 6): Flaw {
  return { rule: 'value', severity: 'error', where, message, hint: `expected an address of IPv${family}` }
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

const familyIn = ({ text }: Word) => familyOf(text.split('/')[0]!)
