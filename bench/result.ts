import type { Mode } from './options.ts'

/** One peer in one mode, with so many hosts so far away. Times in seconds, memory and bytes in bytes. */
export interface Row {
  readonly peer: string
  readonly mode: Mode
  readonly hosts: number
  readonly rtt: number
  readonly forks: number
  readonly runs: number
  readonly date: string
  readonly commit: string
  /** Medians of the runs. */
  readonly wall: number
  readonly cpu: number
  /** Of every run, in their order. */
  readonly walls: readonly number[]
  /** At its peak, the whole process tree; from a run of its own. */
  readonly memory: number
  readonly bytesPerHost: number
  readonly connectionsPerHost: number
  readonly sessionsPerHost: number
}

/** How many times a peer went to a host and back, SYN to its end, in a no-op run: by the clock, with one host far away and near. */
export type RoundTrips = Readonly<Record<string, number>>

export interface Result {
  readonly machine: string
  readonly versions: Readonly<Record<string, string>>
  /** Peers that could not be run, and why. */
  readonly missing: Readonly<Record<string, string>>
  /** The round-trip time that the delay was seen to give, by the one asked for; milliseconds. */
  readonly delays: Readonly<Record<number, number>>
  readonly rows: readonly Row[]
  readonly roundTrips: RoundTrips
}

const whatOf = ({ peer, mode, hosts, rtt, forks }: Row) => [peer, mode, hosts, rtt, forks].join(' ')

/** What was measured earlier, and now: of the same peer, mode, hosts, round-trip time and forks the row of now. */
export function merge(earlier: Result, now: Result): Result {
  const renewed = new Set(now.rows.map(whatOf))
  const versions = { ...earlier.versions, ...now.versions }
  const missing = Object.entries({ ...earlier.missing, ...now.missing })
  return {
    machine: now.machine,
    versions,
    missing: Object.fromEntries(missing.filter(([peer]) => !(peer in versions))),
    delays: { ...earlier.delays, ...now.delays },
    rows: [...earlier.rows.filter((row) => !renewed.has(whatOf(row))), ...now.rows],
    roundTrips: { ...earlier.roundTrips, ...now.roundTrips },
  }
}

/** The middle one of several numbers, or of two the mean. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
