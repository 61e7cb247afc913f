import { canonicalAddress, parseCidr } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import { keywordOf, type Statement, statements, valuesOf } from './tree.ts'

/** Where a statement stands. */
export interface Around {
  /** Keyword of the block that it is in; empty: none. */
  readonly block: string
  /** Interface of the instance that it is in; empty: none. */
  readonly device: string
}

const synonyms: Readonly<Record<string, string>> = {
  lvs_sched: 'lb_algo',
  lvs_method: 'lb_kind',
  vrrp_track_file: 'track_file',
  neighbour_ip: 'neighbor_ip',
}

/** The words of a statement in one form for all that mean the same: addresses have their prefix and, in an instance, its interface. */
export function normalWords({ words }: Statement, { block, device }: Around): readonly string[] {
  const [keyword = '', ...values] = words.map(({ text }) => text)
  if (keyword === 'protocol') return [keyword, ...values.map((value) => value.toUpperCase())]
  if (keyword === 'nb_get_retry' && /_GET$/.test(block)) return ['retry', ...values]
  const cidr = canonicalAddress(keyword.split('/')[0]!) !== null && device !== '' ? parseCidr(keyword) : null
  if (cidr && values.length === 0) return [cidr.text, 'dev', device]
  return [cidr?.text ?? own(synonyms, keyword) ?? keyword, ...values]
}

/** Where the statements of a block stand. */
export function within(block: Statement, { device }: Around): Around {
  const own = statements(block.body).find((inner) => keywordOf(inner) === 'interface')
  return { block: keywordOf(block), device: own ? valuesOf(own) : device }
}
