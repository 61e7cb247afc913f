import type { StageReport } from '../model/day-report.ts'
import type { Held } from '../model/held.ts'
import type { Narrow } from './narrow.ts'

/** A piece of a day-2 procedure, as data: what is done, how long it takes at most, and what clients notice of it. */
export interface Stage extends Pick<StageReport, 'title' | 'clients' | 'seconds'> {
  readonly act: Act
}

export type Act =
  /** Whether what will change is now as the roles say, and each service has a server in reach beside those in `without`. Changes nothing. */
  | (Narrow & { readonly do: 'look'; readonly without: readonly string[] })
  /** From now on `held` holds. */
  | { readonly do: 'hold'; readonly held: Held }
  /** Hosts become as their roles say while `held` holds. */
  | (Narrow & { readonly do: 'converge' })
  /** Waits until nobody is connected to those real servers; `seconds` null: for ever. */
  | { readonly do: 'idle'; readonly servers: readonly string[]; readonly seconds: number | null }
  /** The same, and waits until those addresses are with one director, `seconds` at most; a client, if there is one, connects all the while. */
  | (Narrow & Takeover & { readonly do: 'take' })
  /** Whether the directors agree on who is master, and have the table, while `held` holds. Changes nothing. */
  | { readonly do: 'prove'; readonly hosts: readonly string[]; readonly held: Held; readonly seconds: number }
  /** What a roll does to a host. */
  | { readonly do: 'work'; readonly host: string; readonly work: Work }
  /** Whether a host is as its roles say while `held` holds, and each of its services in reach of the directors: after `settle` seconds, in which their checks notice, and within `seconds` more. */
  | {
      readonly do: 'well'
      readonly host: string
      readonly held: Held
      readonly settle: number
      readonly seconds: number
    }
  /** Whether the client, if there is one, gets a connection every time. */
  | { readonly do: 'served' }

/** What a roll does. `id`: of this roll, so that a command is run once. */
export type Work =
  | { readonly do: 'upgrade'; readonly name: string; readonly version?: string | undefined }
  | { readonly do: 'command'; readonly words: readonly string[]; readonly id: string }
  | { readonly do: 'reboot'; readonly seconds: number }

interface Takeover {
  readonly to: string
  readonly addresses: readonly string[]
  readonly seconds: number
}
