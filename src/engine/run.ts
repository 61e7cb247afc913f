import pLimit from 'p-limit'
import { ConfigError, type Problem } from '../model/errors.ts'
import type { Report } from '../model/report.ts'
import { nothingNoticed, type Schedule, type Stage } from '../model/stage.ts'
import { applyAll, previewAll } from './apply-all.ts'
import { failing, guarded } from './bugs.ts'
import { type HostRecord, hostReport, recordNoSurvey, recordOf, recordSurvey } from './host-record.ts'
import { leftoverPlay } from './leftovers.ts'
import { Link } from './link.ts'
import { conclude, plannedOf } from './planned.ts'
import { asMistake } from './resolve.ts'
import { announce, onEach, type Run, type RunOptions } from './running.ts'
import { stagedPlans } from './staged.ts'
import { isConfigMistake, survey } from './survey.ts'

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
    await surveyAll(run)
    const schedule = await run.onPlanned?.(plannedOf(run), run.onBug)
    const staged = cut(run, schedule)
    await (options.check ? previewAll(staged) : applyAll(staged))
    if (!options.check) await conclude(staged)
    return finish(staged, startedAt, schedule !== undefined)
  } finally {
    await Promise.all(run.records.map(({ link }) => link.close()))
  }
}

function start(options: RunOptions): Run {
  const hosts = new Set(options.site.plays.flatMap((play) => [...play.assignments.keys()]))
  const records = [...hosts].map((host) => recordOf(host, new Link(options.connect, host.connection)))
  const onBug = failing(records, options.onBug)
  const emit = guarded(options.listener ?? (() => {}), onBug)
  const leftovers = leftoverPlay()
  const site = { ...options.site, plays: [...options.site.plays, leftovers] }
  return { ...options, site, leftovers, records, limit: pLimit(options.forks), emit, onBug, stages: [] }
}

/** One stage has all where the run is not cut. */
const undivided: Stage = { title: 'all', hosts: [], needs: [], together: false, clients: nothingNoticed }

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
    left: run.owner && { owner: run.owner, play: run.leftovers },
    onFacts: run.onFacts,
    onPhase: (phase) => run.emit({ type: 'phase', host, phase }),
    onScript: run.onScript && ((title, display) => run.onScript!(host, title, display)),
  })
  if ('outcome' in found) {
    recordNoSurvey(record, found)
    return announce(run, record)
  }
  recordSurvey(record, found, run.leftovers)
  run.emit({ type: 'phase', host, phase: 'waiting' })
  const isOver = run.check && !run.onPlanned
  if (isOver || found.steps.every(({ action }) => action === 'none')) await record.link.hangUp()
}

function finish(run: Run, startedAt: Date, isStaged: boolean): Report {
  const hosts = () => run.records.map((record) => record.report ?? hostReport(record))
  const seconds = (Date.now() - startedAt.getTime()) / 1000
  const done = {
    playbook: run.playbook,
    check: run.check,
    startedAt: startedAt.toISOString(),
    seconds,
    ...(isStaged && { stages: run.stages }),
    hosts: hosts(),
  }
  run.emit({ type: 'end', report: done })
  return { ...done, hosts: hosts() }
}
