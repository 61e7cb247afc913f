import type { Claim } from '../engine/lock.ts'
import type { Held } from '../model/held.ts'
import type { Site } from '../model/play.ts'
import type { Client } from '../verify/clients.ts'
import type { Observer } from '../verify/observe.ts'

/** What a procedure has to work with. */
export interface Hands extends Observer {
  readonly site: Site
  readonly playbook: string
  readonly check: boolean
  /** Locks the hosts that a stage changes. */
  readonly claim?: Claim
  /** Keeps it beside the inventory; the path. */
  readonly keep: (held: Held) => string
  /** Told how it goes on, a line at a time. */
  readonly tell: (line: string) => void
  /** Connects while a director takes over; left out: nobody does. */
  readonly client?: Client | undefined
}
