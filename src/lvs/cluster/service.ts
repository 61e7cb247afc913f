import type { Inventory } from '../../model/host.ts'
import { type Family, familyOf, isNetmask } from '../../model/ip-address.ts'
import type { Forwarding } from '../language/real-server.ts'
import { atLeast } from '../language/version.ts'
import type { Scheduler, VirtualServerWords } from '../language/virtual-server.ts'
import { type Checker, resolveCheckers } from './check.ts'
import type { Finding } from './finding.ts'
import { type RealServer, resolveRealServer, resolveSorryServer, type SorryServer } from './real-server.ts'
import {
  type Endpoint,
  endpointFamily,
  type Groups,
  resolveTarget,
  type Socket,
  socketsOf,
  type Target,
  targetName,
} from './target.ts'

export type { RealServer, SorryServer } from './real-server.ts'
export type { Endpoint, Socket, Target } from './target.ts'

/** A virtual server with its real servers found and defaults filled in. Times are in seconds. */
export interface Service {
  /** Place in `virtual_servers`. */
  readonly index: number
  readonly words: VirtualServerWords
  readonly target: Target
  /** The entries that the kernel's table has for it: of a group every member, else the target alone. */
  readonly endpoints: readonly Endpoint[]
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  readonly scheduler: Scheduler
  /** Scheduler flags in keepalived's words: sh-port, …. */
  readonly flags: readonly Flag[]
  readonly forwarding: Forwarding
  readonly delayLoop: number
  readonly persistenceTimeout: number | null
  readonly persistenceGranularity: string | null
  readonly realServers: readonly RealServer[]
  readonly sorryServer: SorryServer | null
  /** Those of the virtual server itself, which hold for each real server that has none of its own. */
  readonly checkers: readonly Checker[]
}

/** The words that change how a scheduler chooses, in keepalived's order. */
export const flags = ['ops', 'sh-port', 'sh-fallback', 'mh-port', 'mh-fallback'] as const
/** A word that changes how a scheduler chooses. */
export type Flag = (typeof flags)[number]

interface Surroundings {
  readonly inventory: Inventory
  readonly groups: Groups
  readonly report: (finding: Finding) => void
}

/** Reads one entry of `virtual_servers`; null when it is not clear what it serves. */
export function resolveService(
  words: VirtualServerWords,
  index: number,
  { inventory, groups, report }: Surroundings,
): Service | null {
  const found = resolveTarget(words, index, groups, report)
  if (!found) return null
  const { target, endpoints } = found
  const family = endpointFamily(endpoints) ?? marked(words)
  checkGranularity(words, family, index, report)
  const forwarding = words.lb_kind ?? 'DR'
  const port = endpoints.find((endpoint) => endpoint.address !== null)?.port ?? 0
  const checkers = resolveCheckers(words, [index], report)
  const beside = words.real_servers.flatMap((server) => (typeof server === 'string' ? server : (server.host ?? [])))
  const common = { forwarding, port, inhibit: words.inhibit_on_failure ?? false, checkers }
  return {
    index,
    words,
    target,
    endpoints,
    forwarding,
    checkers,
    protocol: words.protocol ?? 'TCP',
    scheduler: words.lb_algo ?? 'wrr',
    flags: flags.filter((flag) => words[flag]),
    delayLoop: words.delay_loop ?? 6,
    persistenceTimeout: words.persistence_timeout ?? null,
    persistenceGranularity: words.persistence_granularity ?? null,
    realServers: words.real_servers.flatMap((server, i) =>
      resolveRealServer(server, [index, 'real_servers', i], common, { inventory, family, report, beside }),
    ),
    sorryServer: resolveSorryServer(words.sorry_server, [index, 'sorry_server'], common, { inventory, family, report }),
  }
}

/** `192.168.1.225:80/TCP`, `fwmark 5` or `group web`, the way a person is told of a service. */
export function serviceName({ target, protocol }: Service): string {
  return targetName(target, protocol)
}

/** The checkers in use, each once, though many real servers have them from their virtual server. */
export function checkersOf({ realServers, checkers }: Pick<Service, 'realServers' | 'checkers'>): readonly Checker[] {
  const areShared = realServers.length > 0 && realServers.every((server) => server.checkers === checkers)
  return areShared ? checkers : [...new Set(realServers.flatMap((server) => server.checkers))]
}

/** What clients connect to, of all its endpoints. */
export function serviceSockets({ endpoints, protocol }: Service): readonly Socket[] {
  return endpoints.flatMap((endpoint) => socketsOf(endpoint, protocol))
}

/** The addresses that clients connect to, each once. */
export function servedAddresses(service: Service): readonly string[] {
  return [...new Set(serviceSockets(service).map(({ address }) => address))]
}

/** 4 or 6: that of its addresses, of ip_family or, for a firewall mark, of its real servers; null when nothing says. */
export function serviceFamily({ endpoints, words, realServers }: Service): Family | null {
  const own = realServers[0] ? familyOf(realServers[0].address) : null
  return endpointFamily(endpoints) ?? marked(words) ?? own
}

/**
 * The port of a server in a service by firewall mark, for keepalived alone: packets keep theirs. null: none. Without one
 * keepalived 1.3.0 to 2.0.14 ends, or its checks do, and 1.2 reads beyond the line. 0 is none to all but 2.0.7 to 2.0.14,
 * which want 1 to 65535; newer ones complain of these.
 */
export function markPort(service: Service, version: string): number | null {
  if (atLeast(version, '2.0.15')) return null
  return atLeast(version, '2.0.7') ? (serviceSockets(service)[0]?.port ?? 1) : 0
}

/** What ip_family says of the packets with a firewall mark. */
function marked({ ip_family }: VirtualServerWords): Family | null {
  return ip_family === undefined ? null : ip_family === 'inet' ? 4 : 6
}

function checkGranularity(
  { persistence_granularity: mask }: VirtualServerWords,
  family: Family | null,
  index: number,
  report: Surroundings['report'],
): void {
  if (mask === undefined) return
  if ((family !== 6 && isNetmask(mask)) || (family !== 4 && isPrefix(mask))) return
  const [what, hint] =
    family === 6 ? ['prefix length', 'expected 1 to 128, as "64"'] : ['netmask', 'expected one as 255.255.255.0']
  const message = `${JSON.stringify(mask)} is no ${what}`
  report({
    rule: 'address',
    variable: 'virtual_servers',
    path: [index, 'persistence_granularity'],
    message,
    hint: hint!,
  })
}

function isPrefix(text: string): boolean {
  return /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 128
}
