import { own } from '../../model/own.ts'
import type { LocalData } from '../cluster/cluster.ts'
import { block, type Node, word } from '../conf/block.ts'
import { between } from '../language/version.ts'

/** 2.0.7 to 2.3.1 complain of a route that names no interface, which they can't track. */
export function routeLines(lines: readonly string[] = [], version: string): readonly string[] {
  if (!between(version, '2.0.7', '2.3.2')) return lines
  return lines.map((route) =>
    / (dev|oif|no_track) /.test(` ${route.replace(/ nexthop .*/, '')} `)
      ? route
      : route.replace(/(?= nexthop )|$/, ' no_track'),
  )
}

/** The outermost lists of what a director has, master or not. */
export function staticBlocks(words: LocalData, director: string, version: string): readonly Node[] {
  const addresses = own(words.static_ipaddress, director) ?? []
  return [
    ...block(
      'static_ipaddress',
      addresses.map(({ address, dev, scope }) => [address, `dev ${dev}`, ...word('scope', scope)].join(' ')),
    ),
    ...block('static_routes', routeLines(words.static_routes, version)),
    ...block('static_rules', words.static_rules ?? []),
  ]
}
