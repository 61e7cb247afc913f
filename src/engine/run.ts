import pLimit, { type LimitFunction } from 'p-limit'
import { ConfigError, type Problem } from '../model/errors.ts'
import type { Listener } from '../model/event.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Play, Site } from '../model/play.ts'
import type { Report, StepReport } from '../model/report.ts'
import type { Connect } from '../transport/transport.ts'
import { failing, guarded, type OnBug } from './bugs.ts'
import { confirmed } from './confirm.ts'
import { converge } from './converge.ts'
import {
  type HostRecord,
  hostReport,
  partOf,
  recordNoSurvey,
  recordOf,
  recordPlanned,
  recordPlay,
} from './host-record.ts'
import { Link } from './link.ts'
import { conclude, type OnApplied, type Planned, plannedOf } from './planned.ts'
import type { TagFilter } from './resolve.ts'
import { isConfigMistake, survey } from './survey.ts'

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
  /** Told what would be done on each host that could be looked at; may ask them more, and throw a ConfigError, before any change. What it gives to `onBug` fails that host. */
  readonly onPlanned?: (planned: readonly Planned[], onBug: OnBug) => Promise<void>
  /** Told, once all is done and something was changed, how each host ended; may ask them more, by what `onPlanned` was given. */
  readonly onApplied?: OnApplied
  readonly listener?: Listener
  /** Told every script before it is sent, secrets masked. */
  readonly onScript?: (host: string, title: string, display: string) => void
  /** An error that nobody foresaw on the path of a host is that host's failure in the report; here it comes as it was thrown. */
  readonly onBug?: OnBug
}

/** One run in progress. */
interface Run extends RunOptions {
  readonly records: readonly HostRecord[]
  readonly limit: LimitFunction
  readonly emit: Listener
  readonly onBug: OnBug
}

/**
 * Brings a site about. All hosts are looked at and planned before the first is changed; then play after play, the hosts of
 * a batch side by side, each to its end. What goes wrong on a host, or is thrown on its path here, is data in the report.
 * Throws ConfigError before any change for what only the facts could show to be a mistake: a role that throws, a thing
 * declared twice, a host that nothing suits.
 */
export async function run(options: RunOptions): Promise<Report> {
  const startedAt = new Date()
  const run = start(options)
  try {
    run.emit({ type: 'start', hosts: run.records.map(({ host }) => host.name), check: options.check })
    await surveyAll(run)
    await run.onPlanned?.(plannedOf(run), run.onBug)
    if (options.check) for (const play of options.site.plays) await onEach(run, membersOf(run, play), preview(play))
    else await applyAll(run)
    if (!options.check) await conclude(run)
    return finish(run, startedAt)
  } finally {
    await Promise.all(run.records.map(({ link }) => link.close()))
  }
}

function start(options: RunOptions): Run {
  const hosts = new Set(options.site.plays.flatMap((play) => [...play.assignments.keys()]))
  const records = [...hosts].map((host) => recordOf(host, new Link(options.connect, host.connection)))
  const onBug = failing(records, options.onBug)
  const emit = guarded(options.listener ?? (() => {}), onBug)
  return { ...options, records, limit: pLimit(options.forks), emit, onBug }
}

/** Side by side, and each to its end: what is thrown on the path of one host fails that host and stops no other. */
async function onEach(
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
  await Promise.all(records.map((record) => run.limit(() => kept(record))))
}

async function surveyAll(run: Run): Promise<void> {
  const mistakes = new Map<HostRecord, readonly Problem[]>()
  await onEach(run, run.records, async (_, record) => {
    try {
      await surveyOne(run, record)
    } catch (error) {
      if (!isConfigMistake(error)) throw error
      mistakes.set(record, error instanceof ConfigError ? error.problems : [{ message: error.message }])
    }
  })
  const problems = run.records.flatMap((record) => mistakes.get(record) ?? [])
  if (problems.length > 0) throw new ConfigError(distinct(problems))
  requireSelected(run)
}

/** A slip in a tag would pass for a site in which nothing is to be done. */
function requireSelected({ records, tags }: Run): void {
  if (tags === undefined || records.length === 0 || records.some(({ survey }) => survey?.declarations.length !== 0))
    return
  const where = { file: '--tags', line: 1, column: 1 }
  throw new ConfigError([
    { where, message: `${tags.join(',')} leaves no step`, hint: '--list-steps shows the tags of each.' },
  ])
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

async function surveyOne(run: Run, record: HostRecord): Promise<void> {
  const host = record.host.name
  const found = await survey(record.link, record.host, {
    site: run.site,
    filter: run,
    onFacts: run.onFacts,
    onPhase: (phase) => run.emit({ type: 'phase', host, phase }),
    onScript: run.onScript && ((title, display) => run.onScript!(host, title, display)),
  })
  if ('outcome' in found) {
    recordNoSurvey(record, found)
    return announce(run, record)
  }
  record.survey = found
  run.emit({ type: 'phase', host, phase: 'waiting' })
  const isOver = run.check && !run.onPlanned
  if (isOver || found.steps.every(({ action }) => action === 'none')) await record.link.hangUp()
}

const preview = (play: Play) => async (run: Run, record: HostRecord) => {
  if (!record.survey) return
  const { steps, scripts } = partOf(record, play)
  const idle = steps.every(({ action }) => action === 'none')
  if (!idle && scripts) run.onScript?.(record.host.name, `apply, ${play.name}`, scripts.apply('TOKEN').display)
  report(run, record, play, recordPlanned(record, play, 'done'))
}

async function applyAll(run: Run): Promise<void> {
  let stopped: string | null = null
  for (const play of run.site.plays) {
    if (stopped === null)
      run.emit({ type: 'play', name: play.name, hosts: membersOf(run, play).map(({ host }) => host.name) })
    for (const batch of batchesOf(membersOf(run, play), play.serial)) {
      if (stopped !== null) skip(run, play, batch, stopped)
      else await onEach(run, batch, applyOne(play))
      stopped ??= play.serial === null ? null : whyStopped(play, batch)
    }
  }
}

function membersOf({ records }: Run, play: Play): HostRecord[] {
  return records.filter(({ host }) => play.assignments.has(host))
}

function batchesOf(records: readonly HostRecord[], size: number | null): HostRecord[][] {
  const step = size ?? (records.length || 1)
  return Array.from({ length: Math.ceil(records.length / step) }, (_, i) => records.slice(i * step, (i + 1) * step))
}

/** A play that goes in batches stops the run with the first batch in which a host failed or was unreachable. */
function whyStopped(play: Play, batch: readonly HostRecord[]): string | null {
  const lost = batch.filter(({ ended }) => ended !== undefined)
  if (lost.length === 0) return null
  return `not started: play "${play.name}" stopped because ${lost.map(({ host, ended }) => `${host.name} ${verb[ended!.outcome]}`).join(', ')}`
}

const verb: Readonly<Record<string, string>> = {
  failed: 'failed',
  unreachable: 'was unreachable',
  skipped: 'was skipped',
}

function skip(run: Run, play: Play, batch: readonly HostRecord[], why: string): void {
  for (const record of batch) {
    const idle = partOf(record, play).steps.every(({ action }) => action === 'none')
    if (!idle) record.ended ??= { outcome: 'skipped', message: why }
    report(run, record, play, recordPlanned(record, play, 'skipped'))
  }
}

const applyOne = (play: Play) => async (run: Run, record: HostRecord) => {
  if (!record.survey) return
  const { declarations, steps, scripts } = partOf(record, play)
  const idle = steps.every(({ action }) => action === 'none') && !record.touched
  if (record.ended || idle || !scripts) return report(run, record, play, recordPlanned(record, play, 'skipped'))
  const host = record.host.name
  run.emit({ type: 'phase', host, phase: 'applying' })
  const went = await converge(
    record.link,
    { declarations, steps, scripts },
    {
      onStep: ({ resource }) => run.emit({ type: 'step', host, resource: `${resource.kind.name}[${resource.name}]` }),
      onWait: (what) => run.emit({ type: 'wait', host, what }),
      onVerifying: () => run.emit({ type: 'phase', host, phase: 'verifying' }),
      onProbingAgain: () => run.emit({ type: 'phase', host, phase: 'probing again' }),
      ...(run.onScript && { onScript: (display: string) => run.onScript!(host, `apply, ${play.name}`, display) }),
    },
  )
  if (went.bug !== undefined) run.onBug(host, went.bug)
  const kept = await confirmed(run.connect, record.link, record.host.connection, went)
  report(run, record, play, recordPlay(record, declarations, kept))
}

/** Tells the steps of one play, and of the host as a whole when that was its last. */
function report(run: Run, record: HostRecord, play: Play, steps: readonly StepReport[]): void {
  for (const step of steps) run.emit({ type: 'result', host: record.host.name, step })
  if (run.site.plays.findLast(({ assignments }) => assignments.has(record.host)) !== play) return
  announce(run, record)
  // The scripts of a host that is done take room for nothing.
  delete record.survey
}

function announce(run: Run, record: HostRecord): void {
  record.report = hostReport(record)
  run.emit({ type: 'host', report: record.report })
}

function finish(run: Run, startedAt: Date): Report {
  const hosts = () => run.records.map((record) => record.report ?? hostReport(record))
  const seconds = (Date.now() - startedAt.getTime()) / 1000
  const done = { playbook: run.playbook, check: run.check, startedAt: startedAt.toISOString(), seconds, hosts: hosts() }
  run.emit({ type: 'end', report: done })
  return { ...done, hosts: hosts() }
}
