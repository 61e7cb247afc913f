import { addressText, bitsOf, firstOf, lastOf, type Network, netmaskOf, networkIn, sizeOf } from './networks.ts'
import { isTrue } from './operators.ts'
import { outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

const text = (network: Network, ip = network.ip) => addressText(ip, network.version)
const withPrefix = (network: Network, ip = network.ip) => `${text(network, ip)}/${network.prefix}`
const isFirst = (network: Network) => network.ip === firstOf(network)
/** To IPv4 the last address is for all; of two addresses each is a host. */
const hasBroadcast = (network: Network) => network.version === 6 || sizeOf(network) > 2n
const maskText = (network: Network) => text(network, netmaskOf(network))
const hostMaskText = (network: Network) => text(network, sizeOf(network) - 1n)

/** The hosts between the address of the network and the last one, both of a pair. */
function usable(network: Network): readonly [first: bigint, last: bigint] {
  const [first, last] = [firstOf(network), lastOf(network)]
  return sizeOf(network) === 2n ? [first, last] : [first + 1n, last - 1n]
}

/** Of a network that is written as one. */
const ofNetwork =
  (does: Query): Query =>
  (network) => {
    if (!network.hasPrefix) throw new Refusal(`${text(network)} has no prefix, so its network is not known`)
    return sizeOf(network) > 1n ? does(network) : null
  }

/** The host that is so far from the address, where there is one. */
const neighbour = (step: bigint) =>
  ofNetwork((network) => {
    const [first, last] = usable(network)
    const ip = network.ip + step
    const shown = text(network, ip)
    return ip >= first && ip <= last ? shown : null
  })

function counted(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Refusal('the result is too large a number')
  return Number(value)
}

type Query = (network: Network) => unknown

const isHost = (network: Network) => sizeOf(network) === 1n || !isFirst(network) || !hasBroadcast(network)
const address: Query = (network) => (isHost(network) || network.version === 6 ? text(network) : null)
const subnet: Query = (network) => withPrefix(network, firstOf(network))
const isBesideHosts = (network: Network) => sizeOf(network) > 2n && (isFirst(network) || network.ip === lastOf(network))
const hostWithPrefix: Query = (network) => (isBesideHosts(network) ? false : withPrefix(network))
const hostIn =
  (shown: Query): Query =>
  (network) =>
    sizeOf(network) === 2n || (sizeOf(network) > 1n && !isFirst(network)) ? shown(network) : null

const queries = new Map<string, Query>(
  Object.entries({
    '': (it) => (it.hasPrefix ? withPrefix(it) : text(it)),
    address,
    ip: address,
    bool: () => true,
    cidr: (it) => withPrefix(it),
    host: (it) => (isHost(it) ? withPrefix(it) : null),
    'host/prefix': hostWithPrefix,
    'address/prefix': hostWithPrefix,
    gateway: hostWithPrefix,
    gw: hostWithPrefix,
    router: hostWithPrefix,
    hostnet: hostWithPrefix,
    'ip/prefix': hostIn((it) => withPrefix(it)),
    ip_netmask: hostIn((it) => `${text(it)} ${maskText(it)}`),
    prefix: ({ prefix }) => prefix,
    netmask: maskText,
    hostmask: hostMaskText,
    wildcard: hostMaskText,
    broadcast: (it) => (sizeOf(it) > 2n ? text(it, lastOf(it)) : null),
    network: (it) => text(it, firstOf(it)),
    network_id: (it) => text(it, firstOf(it)),
    'network/prefix': subnet,
    subnet,
    net: (it) => (sizeOf(it) > 1n && isFirst(it) ? subnet(it) : null),
    network_netmask: (it) => `${text(it, firstOf(it))} ${maskText(it)}`,
    network_wildcard: (it) => `${text(it, firstOf(it))} ${hostMaskText(it)}`,
    first_usable: ofNetwork((it) => text(it, usable(it)[0])),
    last_usable: ofNetwork((it) => text(it, usable(it)[1])),
    range_usable: ofNetwork((it) =>
      usable(it)
        .map((ip) => text(it, ip))
        .join('-'),
    ),
    next_usable: neighbour(1n),
    previous_usable: neighbour(-1n),
    size: (it) => counted(sizeOf(it)),
    size_usable: (it) => (sizeOf(it) > 2n ? counted(sizeOf(it) - 2n) : sizeOf(it) === 2n ? 2 : 0),
    type: (it) => (sizeOf(it) > 1n && isFirst(it) ? 'network' : 'address'),
    version: ({ version }) => version,
    int: (it) => (it.hasPrefix ? `${it.ip}/${it.prefix}` : counted(it.ip)),
  } satisfies Record<string, Query>),
)

/** The address of that number in the network, from its end below zero. */
function nth(network: Network, position: bigint): unknown {
  if (sizeOf(network) === 1n) return queries.get('')!(network)
  const size = sizeOf(network)
  if (position >= size || position < -size) return false
  return withPrefix(network, firstOf(network) + (position < 0n ? position + size : position))
}

function isInside(network: Network, other: Network): boolean {
  const isSame = network.version === other.version
  return isSame && firstOf(network) >= firstOf(other) && lastOf(network) <= lastOf(other)
}

function asked(network: Network, query: string, value: string): unknown {
  const known = queries.get(query)
  if (known) return known(network)
  if (query === 'wrap') return wrapped(network, value)
  if (/^-?\d+$/.test(query)) return nth(network, BigInt(query))
  const other = query.includes('.') || query.includes(':') ? networkIn(query) : undefined
  if (!other)
    throw new Refusal(
      `ipaddr can't be asked for ${query} here`,
      `It can for ${[...queries.keys()].filter(Boolean).join(', ')}, wrap, a number and a network.`,
    )
  return isInside(network, other) ? value : null
}

function wrapped(network: Network, value: string): string {
  if (network.version === 4) return value
  return network.hasPrefix ? `[${text(network)}]/${network.prefix}` : `[${text(network)}]`
}

/** `ipaddr(query)`, of one version where it is given: false for what is no address, of a list what has an answer. */
export function ofAddress(value: unknown, query: unknown = '', version?: 4 | 6): unknown {
  if (Array.isArray(value)) return value.map((one) => ofAddress(one, query, version)).filter(isTrue)
  if (typeof value === 'number') throw new Refusal('a number is not read as an address here')
  if (value === '' || typeof value === 'boolean') return false
  if (typeof value !== 'string') throw new Refusal('it needs an address as text')
  const network = networkIn(value)
  if (!network || (version && network.version !== version)) return false
  return asked(network, outputOf(query), value)
}

/** `ipwrap`: an IPv6 address in brackets, all else as it is. */
export function ipWrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ipWrapped)
  if (typeof value !== 'string') throw new Refusal('it needs an address as text')
  const network = value === '' ? undefined : networkIn(value)
  return network ? wrapped(network, String(asked(network, '', value))) : value
}

/** `ipmath`: the address so many further. */
export function ipMoved(value: unknown, amount: unknown): string {
  const network = networkIn(outputOf(value))
  if (!network || !Number.isInteger(amount)) throw new Refusal('ipmath wants an address and a whole number')
  return text(network, network.ip + BigInt(amount as number))
}

/** `nthhost`: the address of that number in the network, without its prefix. */
export function nthHost(value: unknown, position: unknown): unknown {
  const network = networkIn(outputOf(value))
  if (!network || !Number.isInteger(Number(outputOf(position))))
    throw new Refusal('nthhost wants a network and a number')
  const at = BigInt(outputOf(position))
  if (at === 0n || at >= sizeOf(network)) return false
  if (at < -sizeOf(network)) throw new Refusal('the number of nthhost is outside the network')
  return text(network, firstOf(network) + (at < 0n ? at + sizeOf(network) : at))
}

/** `ipsubnet(prefix, index)`: a network of that size in it; without an index how many there are. */
export function ipSubnet(value: unknown, prefix: unknown, index: unknown): unknown {
  const network = networkIn(outputOf(value))
  const bits = Number(outputOf(prefix ?? ''))
  if (!network || sizeOf(network) === 1n || prefix === undefined || !Number.isInteger(bits))
    throw new Refusal('ipsubnet wants a network, a prefix and a number here')
  if (bits > bitsOf(network)) return false
  if (bits < network.prefix) throw new Refusal('ipsubnet wants a prefix of smaller networks')
  const count = 1n << BigInt(bits - network.prefix)
  if (index === undefined) return String(count)
  if (!Number.isInteger(Number(outputOf(index)))) throw new Refusal('ipsubnet wants a whole number')
  const at = BigInt(outputOf(index)) < 0n ? BigInt(outputOf(index)) + count : BigInt(outputOf(index))
  if (at < 0n || at >= count) return false
  return `${text(network, firstOf(network) + (at << BigInt(bitsOf(network) - bits)))}/${bits}`
}
