import { ConfigError } from '../../model/errors.ts'
import { bracketed, canonicalAddress } from '../../model/ip-address.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { type Endpoint, markPort, type RealServer, type Service, serviceFamily } from '../cluster/service.ts'

/** One virtual service of the kernel's table, as `ipvsadm -Sn` tells it. */
export interface TableService {
  /** `-t 192.168.1.225:80` */
  readonly key: string
  /** Scheduler, persistence and flags, sorted: `-p 50 -s wrr`. */
  readonly options: string
  /** `192.168.1.222:80` to `-g -w 1`. */
  readonly servers: ReadonlyMap<string, string>
}

/** An entry in which two tables differ; null: one of them has no such entry. */
export interface TableDifference {
  /** `-t 192.168.1.225:80`, for a real server followed by `-r 192.168.1.222:80`. */
  readonly entry: string
  readonly expected: string | null
  readonly found: string | null
}

/**
 * What the table of a director with every real server up must be, as lines of `ipvsadm -Sn`; `ipvsadm -R` reads them.
 * Thresholds are in them, which -Sn does not print.
 */
export function ipvsadmRules(cluster: Cluster): readonly string[] {
  return tableOf(cluster).flatMap(({ key, options, servers }) => [
    `-A ${key} ${options}`,
    ...[...servers].map(([server, words]) => `-a ${key} -r ${server} ${words}`),
  ])
}

/**
 * The same by entry, options in the order in which ipvsadm prints them, and as that version of keepalived fills it;
 * `tolerated` are servers that may be there too, `inhibited` those that have weight 0 while their checks fail.
 */
export function tableOf(
  cluster: Cluster,
  version?: string,
): readonly (TableService & { readonly tolerated: readonly string[]; readonly inhibited: readonly string[] })[] {
  return cluster.services.flatMap((service) => {
    const marked = (version && markPort(service, version)) || 0
    return service.endpoints.map((endpoint) => ({
      key: entryKey(endpoint, service),
      options: serviceOptions(service),
      servers: new Map(
        service.realServers.map((server) => [serverName(server, endpoint, marked), serverOptions(server)]),
      ),
      tolerated: service.sorryServer ? [serverName(service.sorryServer, endpoint, marked)] : [],
      inhibited: service.realServers
        .filter(({ inhibitOnFailure }) => inhibitOnFailure)
        .map((server) => serverName(server, endpoint, marked)),
    }))
  })
}

/** Reads `ipvsadm -Sn` of any version, or what `ipvsadmRules` writes. Blank lines and comments are passed over; ConfigError for a line it can't read. */
export function parseIpvsadm(text: string, source = 'ipvsadm -Sn'): readonly TableService[] {
  const services = new Map<string, { key: string; options: string; servers: Map<string, string> }>()
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/\s+/)
    if (words[0] === '' || words[0]!.startsWith('#')) continue
    const { key, server, options } = readRule(words)
    const service = services.get(key)
    if (words[0] === '-A' && key !== '') services.set(key, { key, options, servers: new Map() })
    else if (words[0] === '-a' && service && server !== null) service.servers.set(server, options)
    else throw unexpected(line, { file: source, line: index + 1, column: 1 })
  }
  return [...services.values()]
}

function unexpected(line: string, where: SourcePosition): ConfigError {
  const hint = 'expected what ipvsadm -Sn prints: -A -t 192.168.1.225:80 -s wrr, and for its servers -a -t … -r …'
  return new ConfigError([{ where, message: `unexpected line ${JSON.stringify(line.slice(0, 80))}`, hint }])
}

/** Every entry in which two tables differ, whatever their order. */
export function compareTables(
  expected: readonly TableService[],
  found: readonly TableService[],
): readonly TableDifference[] {
  const [left, right] = [entries(expected), entries(found)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((entry) => left.get(entry) !== right.get(entry))
    .map((entry) => ({ entry, expected: left.get(entry) ?? null, found: right.get(entry) ?? null }))
}

function entries(table: readonly TableService[]): ReadonlyMap<string, string> {
  return new Map(
    table.flatMap(({ key, options, servers }) => [
      [key, options] as const,
      ...[...servers].map(([server, words]) => [`${key} -r ${server}`, words] as const),
    ]),
  )
}

const protocolFlags = { TCP: '-t', UDP: '-u', SCTP: '--sctp-service' } as const
/** The granularities that are none; ipvsadm does not print them. */
const each = ['255.255.255.255', '128']
const forwardingFlags = { DR: '-g', NAT: '-m', TUN: '-i' } as const

/** `-t 192.168.1.225:80`, the way ipvsadm names an entry. A firewall mark has two entries, -6 is that of IPv6. */
export function entryKey(endpoint: Endpoint, service: Service): string {
  if (endpoint.address === null) return `-f ${endpoint.fwmark}${serviceFamily(service) === 6 ? ' -6' : ''}`
  return `${protocolFlags[service.protocol]} ${bracketed(endpoint.address)}:${endpoint.port}`
}

/** `192.168.1.222:80`, the way ipvsadm names a server of an entry; `marked` is its port where a mark says what is served. */
export function serverName(
  { address, port }: Pick<RealServer, 'address' | 'port'>,
  endpoint: Endpoint,
  marked = 0,
): string {
  return `${bracketed(address)}:${endpoint.address === null ? marked : port}`
}

function serviceOptions(service: Service): string {
  const { scheduler, persistenceTimeout, persistenceGranularity, words } = service
  const coarse = persistenceGranularity !== null && !each.includes(persistenceGranularity)
  const flags = service.flags.filter((flag) => flag !== 'ops').join(',')
  return [
    `-s ${scheduler}`,
    ...(persistenceTimeout === null ? [] : [`-p ${persistenceTimeout}`]),
    ...(persistenceTimeout !== null && coarse ? [`-M ${persistenceGranularity}`] : []),
    ...(words.persistence_engine === undefined ? [] : [`--pe ${words.persistence_engine}`]),
    ...(service.flags.includes('ops') ? ['-o'] : []),
    ...(flags === '' ? [] : [`-b ${flags}`]),
  ].join(' ')
}

function serverOptions({ forwarding, weight, upperThreshold, lowerThreshold }: RealServer): string {
  return [
    `${forwardingFlags[forwarding]} -w ${weight}`,
    ...(upperThreshold === null ? [] : [`-x ${upperThreshold}`]),
    ...(lowerThreshold === null ? [] : [`-y ${lowerThreshold}`]),
  ].join(' ')
}

/** Words that say which service; the rest are its options. */
const keyFlags = ['-t', '-u', '-f', '--sctp-service']
const withoutValue = ['-g', '-m', '-i', '-o']
/** Spellings of one word: 1.26 (EL6) prints `ops` and `pe sip`, which it can't read itself. */
const sameWord: ReadonlyMap<string, string> = new Map([
  ['ops', '-o'],
  ['--ops', '-o'],
  ['pe', '--pe'],
])
/** What ipvsadm 1.31 prints of every tunnel. */
const plainTunnel = '--tun-type ipip'
/** `ipvsadm -Sn` never prints these. */
const unseen = ['-x', '-y']

function readRule(words: readonly string[]): { key: string; server: string | null; options: string } {
  const found = { key: '', server: null as string | null, options: [] as string[] }
  for (let i = 1; i < words.length; i++) {
    const flag = sameWord.get(words[i]!) ?? words[i]!
    if (flag === '-6') found.key += ' -6'
    else {
      const value = withoutValue.includes(flag) ? '' : (words[++i] ?? '')
      if (keyFlags.includes(flag)) found.key = `${flag} ${canonicalEndpoint(value)}`
      else if (flag === '-r') found.server = canonicalEndpoint(value)
      else if (!unseen.includes(flag) && `${flag} ${value}` !== plainTunnel)
        found.options.push(`${flag} ${flag === '-b' ? canonicalFlags(value) : value}`.trim())
    }
  }
  return { ...found, server: withoutMarkPort(found.key, found.server), options: found.options.toSorted().join(' ') }
}

/** With a mark the port of a server means nothing; keepalived 2.0.7 to 2.0.14 have one there. */
export function withoutMarkPort<S extends string | null>(key: string, server: S): S {
  return key.startsWith('-f') ? (server?.replace(/:\d+$/, ':0') as S) : server
}

/** The schedulers' names for flags are names for numbers: sh-port is flag-2. */
function canonicalFlags(text: string): string {
  const numbered = text
    .split(',')
    .map((name) => name.replace(/^[sm]h-fallback$/, 'flag-1').replace(/^[sm]h-port$/, 'flag-2'))
  return numbered.toSorted().join(',')
}

/** `192.168.1.222:80`, an IPv6 address in brackets and in its one form; other text as it is. */
export function canonicalEndpoint(text: string): string {
  const match = /^\[?(.+?)\]?:(\d+)$/.exec(text)
  const address = match && canonicalAddress(match[1]!)
  return address ? `${bracketed(address)}:${match[2]}` : text
}
