import { checkerKeywords } from './keywords/checker.ts'
import { globalKeywords } from './keywords/global.ts'
import { virtualServerKeywords } from './keywords/virtual-server.ts'
import { vrrpKeywords } from './keywords/vrrp.ts'

/** The versions that have a keyword; `until` null: all since. */
export interface Span {
  readonly since: string
  readonly until: string | null
}

/** Keywords with the versions that have them, for each block: `virtual_server real_server TCP_CHECK`; the outermost is empty. */
export const keywords: ReadonlyMap<string, ReadonlyMap<string, Span>> = new Map(
  Object.entries({ ...globalKeywords, ...vrrpKeywords, ...virtualServerKeywords, ...checkerKeywords }).map(
    ([block, { since, until = {} }]) => [
      block,
      new Map(
        Object.entries(since).flatMap(([version, words]) =>
          words
            .trim()
            .split(/\s+/)
            .map((word) => [word, { since: version, until: until[word] ?? null }] as const),
        ),
      ),
    ],
  ),
)

/** Blocks that hold a list in place of keywords: addresses, interfaces, names. */
const lists = new Set(
  `notification_email static_ipaddress static_routes static_rules linkbeat_interfaces interface_up_down_delays
  virtual_server_group group interfaces track_interface track_script track_file track_process track_bfd unicast_peer
  virtual_ipaddress virtual_ipaddress_excluded virtual_routes virtual_rules`.split(/\s+/),
)

/** The path of a keyword's own block inside that of `path`. */
export function innerPath(path: string, keyword: string): string {
  return path === '' ? keyword : `${path} ${keyword}`
}

/** What stands behind a keyword: a block of further keywords, a list in braces, or only values. */
export function shapeOf(path: string, keyword: string): 'block' | 'list' | 'value' {
  if (keywords.has(innerPath(path, keyword))) return 'block'
  return lists.has(keyword) && !path.endsWith('_CHECK') ? 'list' : 'value'
}

/** The blocks that know a keyword. */
export function homesOf(keyword: string): readonly string[] {
  return [...keywords].filter(([, words]) => words.has(keyword)).map(([path]) => path)
}
