import type { Facts } from '../../model/facts.ts'

/** RTF_GATEWAY and, of a route that the kernel took from a router advert, RTF_ADDRCONF (linux/ipv6_route.h). */
const [gatewayFlag, advertFlag] = [0x2, 0x40000]

/**
 * The default routes among the lines of /proc/net/ipv6_route: the fifth, sixth and ninth word are gateway, metric and flags, in
 * hex, and the last is the interface.
 */
export function routes6Of(lines: string): Pick<Facts, 'gateway6' | 'routerAdverts'> {
  const routes = lines
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([, , , , via = '', metric, , , flags, link = '']) => ({ via, link, metric: hex(metric), flags: hex(flags) }))
    .filter(({ flags, via }) => (flags & gatewayFlag) !== 0 && /^[0-9a-f]{32}$/i.test(via))
    .toSorted((a, b) => a.metric - b.metric)
  const adverts = routes.filter(({ flags }) => (flags & advertFlag) !== 0)
  return {
    gateway6: routes[0] ? routes[0].via.match(/.{4}/g)!.join(':') : null,
    routerAdverts: [...new Set(adverts.map(({ link }) => link))],
  }
}

function hex(text = ''): number {
  return Number.parseInt(text, 16) || 0
}
