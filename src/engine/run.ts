import pLimit from 'p-limit'
import type { Host } from '../model/host.ts'
import type { HostReport, Report, Signal } from '../model/report.ts'
import type { Schedule, Stage } from '../model/stage.ts'
import { hostsAhead, scriptsAhead } from './ahead.ts'
import { applyAll, previewAll } from './apply-all.ts'
import { failing, guarded } from './bugs.ts'
import { hostReport, recordOf } from './host-record.ts'
import { leftoverPlay } from './leftovers.ts'
import { Link } from './link.ts'
import { conclude, plannedOf } from './planned.ts'
import { asMistake } from './resolve.ts'
import type { Run, RunOptions } from './running.ts'
import { stagedPlans } from './staged.ts'
import { brokenOff, given } from './stop.ts'
import { surveyWhenFree } from './survey-free.ts'

export type { RunOptions } from './running.ts'

/**
 * Brings a site about. All hosts are looked at and planned before the first is changed; then stage after stage, in
 * each play after play, the hosts of a batch side by side, each to its end. What goes wrong on a host, or is thrown on its path here, is data in the report.
 * Throws ConfigError before any change for what only the facts could show to be a mistake: a role that throws, a thing
 * declared twice, a host that nothing suits.
 */
export async function run(options: RunOptions): Promise<Report> {
  const startedAt = new Date()
  const run = start(options)
  try {
    run.emit({ type: 'start', hosts: run.records.map(({ host }) => host.name), check: options.check })
    await surveyWhenFree(run)
    const schedule = await planned(run)
    const staged = cut(run, schedule)
    await told(staged, startedAt, schedule !== undefined)
    await (options.check ? previewAll(staged) : applyAll(staged))
    if (!options.check) await Promise.race([conclude(staged), given(run.stop?.now)])
    return finish(staged, startedAt, schedule !== undefined)
  } finally {
    await Promise.all(run.records.map(({ link }) => link.close()))
  }
}

/** What is only asked for the plan's sake is not waited for when nothing is begun any more. */
async function planned(run: Run): Promise<Schedule | undefined> {
  if (brokenOff(run.stop)) return undefined
  const asked = run.onPlanned?.(plannedOf(run), run.onBug)
  asked?.catch(() => {})
  return Promise.race([asked, given(run.stop?.soon)])
}

function start(options: RunOptions): Run {
  const hosts = new Set(options.site.plays.flatMap((play) => [...play.assignments.keys()]))
  const claim = options.check ? undefined : options.claim
  const open = (host: Host) => new Link(options.connect, host.connection, claim)
  const retired = (options.retired ?? []).map((host) => recordOf(host, open(host), 'asked'))
  const records = [...[...hosts].map((host) => recordOf(host, open(host))), ...retired]
  options.stop?.now.addEventListener('abort', () => {
    for (const { link } of records) void link.close()
  })
  const onBug = failing(records, options.onBug)
  const emit = guarded(options.listener ?? (() => {}), onBug)
  const leftovers = leftoverPlay()
  const { plays, unlimited = plays } = options.site
  const names = [...new Set(unlimited.flatMap(({ assignments }) => [...assignments.keys()].map(({ name }) => name)))]
  const site = { ...options.site, plays: [...plays, leftovers] }
  return { ...options, site, names, leftovers, open, records, limit: pLimit(options.forks), emit, onBug, stages: [] }
}

/** Shows the whole plan to who may refuse it; one that is broken off meanwhile is not waited for. */
async function told(run: Run, startedAt: Date, isStaged: boolean): Promise<void> {
  if (!run.onReady || brokenOff(run.stop)) return
  const report = { ...reportOf(run, startedAt, isStaged, hostsAhead(run)), check: true }
  const answered = run.onReady(report, scriptsAhead(run))
  answered.catch(() => {})
  await Promise.race([answered, given(run.stop?.soon)])
}

/** One stage has all where the run is not cut. */
const undivided: Stage = { title: 'all', hosts: [], needs: [], together: false }

/** Gives each host its plan by stage. Throws ConfigError for what of a stage can't be rendered. */
function cut(run: Run, schedule: Schedule | undefined): Run {
  for (const record of run.records) {
    const { survey } = record
    if (!survey) continue
    record.staged = schedule !== undefined
    try {
      record.plans = schedule ? stagedPlans(record.host, survey, schedule) : new Map([[0, survey.plays]])
    } catch (error) {
      throw asMistake(error, survey.declarations)
    }
  }
  return { ...run, stages: schedule?.stages ?? [undivided] }
}

function reportOf(run: Run, startedAt: Date, isStaged: boolean, hosts: readonly HostReport[]): Report {
  return {
    playbook: run.playbook,
    check: run.check,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    ...(run.stop?.soon.aborted && { stoppedBy: run.stop.soon.reason as Signal }),
    ...(isStaged && { stages: run.stages }),
    hosts,
  }
}

function finish(run: Run, startedAt: Date, isStaged: boolean): Report {
  const hosts = () => run.records.map((record) => record.report ?? hostReport(record))
  const done = reportOf(run, startedAt, isStaged, hosts())
  run.emit({ type: 'end', report: done })
  return { ...done, hosts: hosts() }
}
