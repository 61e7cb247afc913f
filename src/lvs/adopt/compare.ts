import { canonicalAddress, parseCidr } from '../address.ts'
import { type ConfNode, keywordOf, type Statement, statements } from '../conf/tree.ts'

export interface ConfDifference {
  /** `virtual_server 192.168.1.225 80 > lb_algo rr` */
  readonly statement: string
  readonly side: 'given' | 'rendered'
}

/** What only one of two configurations says. Order, layout, comments and synonyms do not count. */
export function compareConf(given: readonly ConfNode[], rendered: readonly ConfNode[]): readonly ConfDifference[] {
  const [left, right] = [flat(given, ''), flat(rendered, '')]
  return [
    ...left.filter((line) => !right.includes(line)).map((statement) => ({ statement, side: 'given' as const })),
    ...right.filter((line) => !left.includes(line)).map((statement) => ({ statement, side: 'rendered' as const })),
  ]
}

const synonyms: Readonly<Record<string, string>> = {
  lvs_sched: 'lb_algo',
  lvs_method: 'lb_kind',
  vrrp_track_file: 'track_file',
  neighbour_ip: 'neighbor_ip',
}

function flat(nodes: readonly ConfNode[], path: string, device = ''): readonly string[] {
  return statements(nodes).flatMap((statement) => {
    const line = (path + lineOf(statement, device)).replace(/_GET > nb_get_retry/, '_GET > retry')
    if (statement.body === null) return [line]
    const own = statements(statement.body).find((inner) => keywordOf(inner) === 'interface')?.words[1]?.text
    return [line, ...flat(statement.body, `${line} > `, own ?? device)]
  })
}

/** Addresses have their prefix and, in an instance, its interface; passwords are not shown. */
function lineOf({ words }: Statement, device: string): string {
  const [keyword, ...values] = words.map(({ text }) => text)
  if (keyword === 'auth_pass') return 'auth_pass ***'
  if (keyword === 'protocol') return `protocol ${values.join(' ').toUpperCase()}`
  const cidr = canonicalAddress(keyword!.split('/')[0]!) !== null && device !== '' ? parseCidr(keyword!) : null
  if (cidr && values.length === 0) return `${cidr.text} dev ${device}`
  return [cidr?.text ?? synonyms[keyword!] ?? keyword, ...values].join(' ')
}
