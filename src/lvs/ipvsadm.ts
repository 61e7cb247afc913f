import { bracketed, canonicalAddress } from './address.ts'
import type { Cluster } from './cluster.ts'
import type { RealServer, Service } from './service.ts'

/** One virtual service of the kernel's table, as `ipvsadm -Sn` tells it. */
export interface TableService {
  /** `-t 192.168.1.225:80` */
  readonly key: string
  /** Scheduler, persistence and flags, sorted: `-p 50 -s wrr`. */
  readonly options: string
  /** `192.168.1.222:80` to `-g -w 1`. */
  readonly servers: ReadonlyMap<string, string>
}

export interface TableDifference {
  /** `-t 192.168.1.225:80`, for a real server followed by `-r 192.168.1.222:80`. */
  readonly entry: string
  readonly expected: string | null
  readonly found: string | null
}

/** What the table of a director with every real server up must be, as lines of `ipvsadm -Sn`; `ipvsadm -R` reads them. */
export function ipvsadmRules(cluster: Cluster): readonly string[] {
  return cluster.services.flatMap((service) => [
    `-A ${serviceKey(service)} ${serviceOptions(service)}`,
    ...service.realServers.map((server) => `-a ${serviceKey(service)} -r ${entryOf(server, service).join(' ')}`),
  ])
}

/** The same by service, options in the order in which ipvsadm prints them; `tolerated` are real servers that may be there. */
export function tableOf(cluster: Cluster): readonly (TableService & { readonly tolerated: readonly string[] })[] {
  return cluster.services.map((service) => ({
    key: serviceKey(service),
    options: serviceOptions(service),
    servers: new Map(service.realServers.map((server) => entryOf(server, service))),
    tolerated: service.sorryServer ? [endpointOf(service.sorryServer, service)] : [],
  }))
}

/** Reads `ipvsadm -Sn`. Blank lines and comments are passed over; a line it can't read throws. */
export function parseIpvsadm(text: string): readonly TableService[] {
  const services = new Map<string, { key: string; options: string; servers: Map<string, string> }>()
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/)
    if (words[0] === '' || words[0]!.startsWith('#')) continue
    const { key, server, options } = readRule(words)
    if (words[0] === '-A') services.set(key, { key, options, servers: new Map() })
    else {
      const service = services.get(key)
      if (!service || server === null) throw new Error(`ipvsadm: unexpected line ${JSON.stringify(line)}`)
      service.servers.set(server, options)
    }
  }
  return [...services.values()]
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
/** The granularity that is none; ipvsadm does not print it. */
const each = '255.255.255.255'
const forwardingFlags = { DR: '-g', NAT: '-m', TUN: '-i' } as const

function serviceKey({ target, protocol }: Service): string {
  if (target.address === null) return `-f ${target.fwmark}`
  return `${protocolFlags[protocol]} ${bracketed(target.address)}:${target.port}`
}

function serviceOptions({ scheduler, persistenceTimeout, persistenceGranularity }: Service): string {
  const persistence = persistenceTimeout === null ? '' : ` -p ${persistenceTimeout}`
  const coarse = persistenceTimeout !== null && persistenceGranularity !== null && persistenceGranularity !== each
  const mask = coarse ? ` -M ${persistenceGranularity}` : ''
  return `-s ${scheduler}${persistence}${mask}`
}

/** `192.168.1.222:80` and `-g -w 1`. */
function entryOf(server: RealServer, service: Service): readonly [string, string] {
  const { forwarding, weight, upperThreshold, lowerThreshold } = server
  const limits = [
    ...(upperThreshold ? [`-x ${upperThreshold}`] : []),
    ...(lowerThreshold ? [`-y ${lowerThreshold}`] : []),
  ]
  return [endpointOf(server, service), [forwardingFlags[forwarding], `-w ${weight}`, ...limits].join(' ')]
}

function endpointOf({ address, port }: Pick<RealServer, 'address' | 'port'>, { target }: Service): string {
  return `${bracketed(address)}:${target.address === null ? 0 : port}`
}

/** Words that say which service; the rest are its options. */
const keyFlags = ['-t', '-u', '-f', '--sctp-service']
const withoutValue = ['-g', '-m', '-i', '-o', '-6', '--ops']

function readRule(words: readonly string[]): { key: string; server: string | null; options: string } {
  const found = { key: '', server: null as string | null, options: [] as string[] }
  for (let i = 1; i < words.length; i++) {
    const flag = words[i]!
    const value = withoutValue.includes(flag) ? '' : (words[++i] ?? '')
    if (keyFlags.includes(flag)) found.key = `${flag} ${canonicalEndpoint(value)}`
    else if (flag === '-r') found.server = canonicalEndpoint(value)
    else found.options.push(`${flag} ${value}`.trim())
  }
  if (!/^-[Aa]$/.test(words[0]!) || found.key === '')
    throw new Error(`ipvsadm: unexpected line ${JSON.stringify(words.join(' '))}`)
  return { ...found, options: found.options.toSorted().join(' ') }
}

function canonicalEndpoint(text: string): string {
  const match = /^\[?(.+?)\]?:(\d+)$/.exec(text)
  const address = match && canonicalAddress(match[1]!)
  return address ? `${bracketed(address)}:${match[2]}` : text
}
