import type { Shard } from '../model/report.ts'
import type { SiteFlags } from './site.ts'

/** The options of `lbprov run`. */
export interface RunFlags extends SiteFlags {
  readonly check?: boolean
  readonly diff?: boolean
  readonly tags?: readonly string[] | undefined
  readonly skipTags?: readonly string[] | undefined
  readonly forks: number
  /** Seconds that servers taken out get for their connections. */
  readonly drainWait: number
  readonly format: 'human' | 'json' | 'ndjson' | 'junit'
  readonly detailedExitcode?: boolean
  /** A file for a page with all that was done. */
  readonly report?: string
  readonly listHosts?: boolean
  readonly listSteps?: boolean
  readonly printScript?: boolean
  readonly profile?: boolean
  readonly purge?: boolean | undefined
  /** With `check`: the file that the plan is kept in. */
  readonly out?: string
  /** A plan that was kept, to be done exactly. */
  readonly plan?: string
  /** Nothing is asked. */
  readonly yes?: boolean
  /** Hosts of which all is taken away. */
  readonly retire?: readonly string[]
  readonly shard?: Shard | undefined
  readonly verbose: number
  readonly wait?: number
}
