import type { Inventory, Path } from '../model/host.ts'
import { type Checker, resolveCheckers } from './check.ts'
import type { Finding } from './finding.ts'
import { type Place, resolvePlace } from './place.ts'
import type { Forwarding, RealServerWords, SorryServerWords } from './schema/virtual-server.ts'

export interface RealServer extends Place {
  readonly port: number
  readonly weight: number
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

type Report = (finding: Finding) => void

/** Reads one entry of `real_servers`; none, and a finding: it is nowhere. */
export function resolveRealServer(
  given: RealServerWords,
  path: Path,
  common: Common,
  inventory: Inventory,
  report: Report,
): readonly RealServer[] {
  const words = typeof given === 'string' ? {} : given
  const own = resolveCheckers(words, path, report)
  const place = resolvePlace(given, path, inventory, report)
  if (!place) return []
  return [
    {
      ...place,
      path,
      words,
      port: words.port ?? common.port,
      weight: words.weight ?? 1,
      forwarding: words.lb_kind ?? common.forwarding,
      inhibitOnFailure: words.inhibit_on_failure ?? common.inhibit,
      upperThreshold: words.uthreshold ?? null,
      lowerThreshold: words.lthreshold ?? null,
      checkers: own.length > 0 ? own : common.checkers,
    },
  ]
}

/** Reads `sorry_server`; null: there is none, or it is nowhere, which is a finding. */
export function resolveSorryServer(
  given: SorryServerWords | undefined,
  path: Path,
  common: Common,
  inventory: Inventory,
  report: Report,
): SorryServer | null {
  if (given === undefined) return null
  const place = resolvePlace(given, path, inventory, report)
  const words = typeof given === 'string' ? {} : given
  return place && { ...place, port: words.port ?? common.port, forwarding: words.lb_kind ?? common.forwarding }
}
