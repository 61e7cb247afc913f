import { canonicalAddress, parseCidr } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import { type Around, addressLists, addressWords, deviceOf } from './normal-address.ts'
import { keywordOf, type Statement } from './tree.ts'

const synonyms: Readonly<Record<string, string>> = {
  lvs_sched: 'lb_algo',
  lvs_method: 'lb_kind',
  vrrp_track_file: 'track_file',
  neighbour_ip: 'neighbor_ip',
}

/** Words with an address behind them, whose prefix is cut off (inet_stosockaddr in lib/utils.c). */
const withAddress = new Set(
  'virtual_server real_server sorry_server unicast_src_ip mcast_src_ip connect_ip bindto'.split(' '),
)

/** The words of a statement in one form for all that mean the same. */
export function normalWords({ words }: Statement, around: Around): readonly string[] {
  const [keyword = '', ...values] = words.map(({ text }) => text)
  const { block } = around
  if (addressLists.has(block)) return addressWords(keyword, values, around)
  if (/^(virtual|static)_routes$/.test(block)) return [parseCidr(keyword)?.text ?? keyword, ...values]
  if (block === 'unicast_peer') return [bare(keyword), ...values]
  if (withAddress.has(keyword)) return [keyword, ...values.slice(0, 1).map(bare), ...values.slice(1)]
  if (keyword === 'protocol') return [keyword, ...values.map((value) => value.toUpperCase())]
  if (keyword === 'nb_get_retry' && /_GET$/.test(block)) return ['retry', ...values]
  return [own(synonyms, keyword) ?? keyword, ...values]
}

const bare = (text: string) => canonicalAddress(text.split('/')[0]!) ?? text

/** Where the statements of a block stand. */
export function within(block: Statement, around: Around): Around {
  const keyword = keywordOf(block)
  return { ...around, block: keyword, device: keyword === 'vrrp_instance' ? deviceOf(block, around) : around.device }
}
