import type { Path } from '../../model/host.ts'
import { familyOf } from '../../model/ip-address.ts'
import type { Forwarding, RealServerWords, SorryServerWords } from '../language/real-server.ts'
import { type Checker, resolveCheckers } from './check.ts'
import { type Place, resolvePlace, type Surroundings } from './place.ts'

/** A real server of a virtual server, defaults filled in. Thresholds are numbers of connections; null: no limit. */
export interface RealServer extends Place {
  readonly port: number
  /** 0 while it is drained. */
  readonly weight: number
  readonly drained: boolean
  readonly forwarding: Forwarding
  readonly inhibitOnFailure: boolean
  readonly upperThreshold: number | null
  readonly lowerThreshold: number | null
  /** Its own, or else those of the virtual server; none: it always counts as up. */
  readonly checkers: readonly Checker[]
  /** The user's, for what is only passed on to keepalived. */
  readonly words: Exclude<RealServerWords, string>
  /** Place inside `virtual_servers`. */
  readonly path: Path
}

/** Where connections go while too few real servers are up. */
export interface SorryServer extends Place {
  readonly port: number
  readonly forwarding: Forwarding
}

/** What servers have from their virtual server unless they say otherwise. */
export interface Common {
  readonly forwarding: Forwarding
  readonly port: number
  readonly inhibit: boolean
  readonly checkers: readonly Checker[]
}

/** Reads one entry of `real_servers`; none, and a finding: it is nowhere. */
export function resolveRealServer(
  given: RealServerWords,
  path: Path,
  common: Common,
  surroundings: Surroundings,
): readonly RealServer[] {
  const words = typeof given === 'string' ? {} : given
  const own = resolveCheckers(words, path, surroundings.report)
  const place = resolvePlace(given, path, surroundings)
  if (!place) return []
  const forwarding = words.lb_kind ?? common.forwarding
  strangerToFamily(place, forwarding, path, surroundings)
  return [
    {
      ...place,
      path,
      words,
      port: words.port ?? common.port,
      weight: words.weight ?? 1,
      drained: false,
      forwarding,
      inhibitOnFailure: words.inhibit_on_failure ?? common.inhibit,
      upperThreshold: words.uthreshold ?? null,
      lowerThreshold: words.lthreshold ?? null,
      checkers: own.length > 0 ? own : common.checkers,
    },
  ]
}

/** A tunnel alone carries the packets of one family to a server of the other. */
function strangerToFamily(
  { address }: Place,
  forwarding: Forwarding,
  path: Path,
  { family, report }: Surroundings,
): void {
  if (family === null || familyOf(address) === family || forwarding === 'TUN') return
  report({
    rule: 'real-server',
    variable: 'virtual_servers',
    path,
    message: `${address} is no IPv${family} address, which ${forwarding} to this virtual server needs`,
    hint: `give its IPv${family} address beside the host, { host: …, address: … }, or the host alone with ${family === 6 ? 'address6' : 'address'} in its host_vars`,
  })
}

/** Reads `sorry_server`; null: there is none, or it is nowhere, which is a finding. */
export function resolveSorryServer(
  given: SorryServerWords | undefined,
  path: Path,
  common: Common,
  surroundings: Surroundings,
): SorryServer | null {
  if (given === undefined) return null
  const place = resolvePlace(given, path, surroundings)
  const words = typeof given === 'string' ? {} : given
  return place && { ...place, port: words.port ?? common.port, forwarding: words.lb_kind ?? common.forwarding }
}
