import type { Inventory, Path } from '../model/host.ts'
import { bracketed, canonicalAddress, familyOf, isNetmask } from './address.ts'
import { type Checker, resolveChecker } from './check.ts'
import type { Finding } from './finding.ts'
import { type Place, resolvePlace } from './place.ts'
import type {
  Forwarding,
  RealServerWords,
  Scheduler,
  SorryServerWords,
  VirtualServerWords,
} from './schema/virtual-server.ts'

/** What clients connect to; fwmark in place of address and port. */
export type Target =
  | { readonly address: string; readonly port: number; readonly fwmark: null }
  | { readonly address: null; readonly port: 0; readonly fwmark: number }

export interface RealServer extends Place {
  readonly port: number
  readonly weight: number
  readonly forwarding: Forwarding
  readonly inhibitOnFailure: boolean
  readonly upperThreshold: number | null
  readonly lowerThreshold: number | null
  /** Place inside `virtual_servers`. */
  readonly path: Path
}

export interface SorryServer extends Place {
  readonly port: number
  readonly forwarding: Forwarding
}

/** A virtual server with its real servers found and defaults filled in. Times are in seconds. */
export interface Service {
  /** Place in `virtual_servers`. */
  readonly index: number
  readonly words: VirtualServerWords
  readonly target: Target
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  readonly scheduler: Scheduler
  readonly forwarding: Forwarding
  readonly delayLoop: number
  readonly persistenceTimeout: number | null
  readonly persistenceGranularity: string | null
  readonly realServers: readonly RealServer[]
  readonly sorryServer: SorryServer | null
  /** null: none was given, so real servers always count as up. */
  readonly checker: Checker | null
}

type Report = (finding: Finding) => void

/** Reads one entry of `virtual_servers`; null when it is not clear what it serves. */
export function resolveService(
  words: VirtualServerWords,
  index: number,
  inventory: Inventory,
  report: Report,
): Service | null {
  const target = resolveTarget(words, index, report)
  if (!target) return null
  if (words.persistence_granularity !== undefined) checkGranularity(words.persistence_granularity, index, report)
  const forwarding = words.lb_kind ?? 'DR'
  const common = { forwarding, port: target.port, inhibit: words.inhibit_on_failure ?? false }
  return {
    index,
    words,
    target,
    forwarding,
    protocol: words.protocol ?? 'TCP',
    scheduler: words.lb_algo ?? 'wrr',
    delayLoop: words.delay_loop ?? 6,
    persistenceTimeout: words.persistence_timeout ?? null,
    persistenceGranularity: words.persistence_granularity ?? null,
    realServers: words.real_servers.flatMap((server, i) =>
      resolveRealServer(server, [index, 'real_servers', i], common, inventory, report),
    ),
    sorryServer: resolveSorryServer(words.sorry_server, [index, 'sorry_server'], common, inventory, report),
    checker: resolveChecker(words, index, report),
  }
}

/** `192.168.1.225:80/TCP` or `fwmark 5`, the way a person is told of a service. */
export function serviceName({ target, protocol }: Service): string {
  return target.address === null ? `fwmark ${target.fwmark}` : `${bracketed(target.address)}:${target.port}/${protocol}`
}

function resolveTarget(words: VirtualServerWords, index: number, report: Report): Target | null {
  const refuse = (key: string, message: string, hint: string) => {
    report({ rule: 'target', variable: 'virtual_servers', path: [index, key], message, hint })
    return null
  }
  const { address, port, fwmark } = words
  if (fwmark !== undefined) {
    if (address === undefined && port === undefined) return { address: null, port: 0, fwmark }
    return refuse('fwmark', 'fwmark is given beside address or port', 'give fwmark, or address and port')
  }
  if (address === undefined || port === undefined) {
    return refuse('address', 'it is not said what is served', 'give address and port: address: 192.168.1.225, port: 80')
  }
  const canonical = canonicalAddress(address)
  if (canonical === null)
    return refuse('address', `${JSON.stringify(address)} is no address`, 'expected a bare address: 192.168.1.225')
  return { address: canonical, port, fwmark: null }
}

function checkGranularity(mask: string, index: number, report: Report): void {
  if (isNetmask(mask)) return
  const message = `${JSON.stringify(mask)} is no netmask`
  const path = [index, 'persistence_granularity']
  report({ rule: 'address', variable: 'virtual_servers', path, message, hint: 'expected one as 255.255.255.0' })
}

interface Common {
  readonly forwarding: Forwarding
  readonly port: number
  readonly inhibit: boolean
}

function resolveRealServer(
  given: RealServerWords,
  path: Path,
  common: Common,
  inventory: Inventory,
  report: Report,
): readonly RealServer[] {
  const words = typeof given === 'string' ? {} : given
  const place = resolvePlace(given, path, inventory, report)
  if (!place) return []
  return [
    {
      ...place,
      path,
      port: words.port ?? common.port,
      weight: words.weight ?? 1,
      forwarding: words.lb_kind ?? common.forwarding,
      inhibitOnFailure: words.inhibit_on_failure ?? common.inhibit,
      upperThreshold: words.uthreshold ?? null,
      lowerThreshold: words.lthreshold ?? null,
    },
  ]
}

function resolveSorryServer(
  given: SorryServerWords | undefined,
  path: Path,
  common: Common,
  inventory: Inventory,
  report: Report,
): SorryServer | null {
  if (given === undefined) return null
  const place = resolvePlace(given, path, inventory, report)
  const port = typeof given === 'string' ? undefined : given.port
  return place && { ...place, port: port ?? common.port, forwarding: common.forwarding }
}

/** 4 or 6; null for a firewall mark, whose packets may be of either. */
export function serviceFamily({ target }: Service): 4 | 6 | null {
  return target.address === null ? null : familyOf(target.address)
}
