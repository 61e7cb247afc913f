import type { LimitFunction } from 'p-limit'
import type { Listener } from '../model/event.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import type { Report } from '../model/report.ts'
import type { Schedule, Stage } from '../model/stage.ts'
import type { Script } from '../shell/script.ts'
import type { Connect } from '../transport/transport.ts'
import type { OnBug } from './bugs.ts'
import { type Afterword, type HostRecord, hostReport } from './host-record.ts'
import type { LeftoverPlay, Owner } from './leftovers.ts'
import type { Link } from './link.ts'
import type { Claim } from './lock.ts'
import type { OnApplied, Planned } from './planned.ts'
import type { TagFilter } from './resolve.ts'
import type { Stop } from './stop.ts'

export interface RunOptions extends TagFilter {
  readonly site: Site
  readonly playbook: string
  readonly connect: Connect
  /** Hosts worked on at a time. */
  readonly forks: number
  /** Stop after the plan: nothing is changed anywhere. */
  readonly check: boolean
  /** Told the facts of each host before its roles are; may throw a ConfigError, before any change. */
  readonly onFacts?: (host: Host, facts: Facts) => void
  /** Told what would be done on each host that could be looked at; may ask them more, cut it into stages, and throw a ConfigError, before any change. What it gives to `onBug` fails that host. */
  readonly onPlanned?: (planned: readonly Planned[], onBug: OnBug) => Promise<Schedule | undefined>
  /** Told the whole plan, as a check reports it, and what each host will be sent; may throw, and then nothing is changed. */
  readonly onReady?: (plan: Report, scripts: ReadonlyMap<string, readonly Script[]>) => Promise<void>
  /** Told each time a stage of the schedule has ended, while another is to come: what it finds wrong ends those hosts, and with them the stages that they are in. */
  readonly onStageEnd?: (stage: number, onBug: OnBug) => Promise<readonly Afterword[]>
  /** Told, once all is done and something was changed, how each host ended; may ask them more, by what `onPlanned` was given. */
  readonly onApplied?: OnApplied
  /** Given: what no role declares any more is taken away, once all plays are done. Not with tags, which leave out what is declared. */
  readonly owner?: Owner
  /** Locks every host for this run; left out: none is, and so it is in a check. */
  readonly claim?: Claim
  /** How long to wait for another run that has a host, in seconds; left out: not at all. */
  readonly waitSeconds?: number | undefined
  /** How it is broken off. */
  readonly stop?: Stop
  /** Hosts in no play of which all is taken away that the site has put there. */
  readonly retired?: readonly Host[]
  readonly listener?: Listener
  /** Told every script before it is sent, secrets masked. */
  readonly onScript?: (host: string, title: string, display: string) => void
  /** An error that nobody foresaw on the path of a host is that host's failure in the report; here it comes as it was thrown. */
  readonly onBug?: OnBug
}

/** One run in progress. */
export interface Run extends RunOptions {
  /** The way to a host; locks it where it is to be changed. */
  readonly open: (host: Host) => Link
  /** Grows while hosts are looked at. */
  readonly records: HostRecord[]
  readonly limit: LimitFunction
  readonly emit: Listener
  readonly onBug: OnBug
  /** Of all hosts that are in some play, whatever the limit. */
  readonly names: readonly string[]
  /** The last of the site's plays: what no role declares any more is taken away. */
  readonly leftovers: LeftoverPlay
  /** One, that has all, where the run is not cut into stages. */
  readonly stages: readonly Stage[]
}

/** Side by side, and each to its end: what is thrown on the path of one host fails that host and stops no other. */
export async function onEach(
  run: Run,
  records: readonly HostRecord[],
  task: (run: Run, record: HostRecord) => Promise<void>,
): Promise<void> {
  const kept = async (record: HostRecord) => {
    try {
      await task(run, record)
    } catch (error) {
      run.onBug(record.host.name, error)
      announce(run, record)
    }
  }
  const later = records.slice(run.forks).map(({ host }) => host.name)
  if (later.length > 0) {
    const what = `for their turn: ${run.forks} at a time (--forks)`
    run.emit({ type: 'waiting', hosts: later, what })
  }
  await Promise.all(records.map((record) => run.limit(() => kept(record))))
}

/** Makes the host's line of the report, and tells it. */
export function announce(run: Run, record: HostRecord): void {
  record.report = hostReport(record)
  run.emit({ type: 'host', report: record.report })
}
