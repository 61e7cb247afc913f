import { ConfigError, type Problem } from '../model/errors.ts'
import { didYouMean } from '../model/nearest.ts'
import { isIdle } from '../model/plan.ts'
import { optionPlace } from '../model/position.ts'
import type { NoSurvey } from './enter.ts'
import { type HostRecord, recordNoSurvey, recordSurvey, recordUnknown } from './host-record.ts'
import { announce, onEach, type Run } from './running.ts'
import { brokenOff, given } from './stop.ts'
import { isConfigMistake, type Survey, survey } from './survey.ts'

/** Looks at these hosts and plans what is to be done there, up to `forks` at a time. Throws ConfigError. */
export async function surveyAll(run: Run, records: readonly HostRecord[]): Promise<void> {
  const mistakes = new Map<HostRecord, readonly Problem[]>()
  await onEach(run, records, async (_, record) => {
    try {
      await surveyOne(run, record)
    } catch (error) {
      if (!isConfigMistake(error)) throw error
      mistakes.set(record, error instanceof ConfigError ? error.problems : [{ message: error.message }])
    }
  })
  const problems = records.flatMap((record) => mistakes.get(record) ?? [])
  if (problems.length > 0) throw new ConfigError(distinct(problems))
  requireSelected(run)
}

/** A slip in a tag would pass for a site in which nothing is to be done. */
function requireSelected({ records, tags, site }: Run): void {
  if (tags === undefined || records.length === 0 || records.some(({ survey }) => survey?.declarations.length !== 0))
    return
  const where = optionPlace('--tags', tags.join(','))
  const entries = site.plays.flatMap(({ assignments }) => [...assignments.values()].flat())
  const known = new Set(entries.flatMap(({ role, tags: own }) => [role, ...own]))
  const near = tags.map((tag) => didYouMean(tag, known)).find((text) => text !== '')
  const hint = `${near === undefined ? '' : `${near} `}--list-steps shows the tags of each.`
  throw new ConfigError([{ where, message: 'no step is left', hint }])
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

async function surveyOne(run: Run, record: HostRecord): Promise<void> {
  const host = record.host.name
  const looked = look(run, record)
  // What becomes of a look that nobody waits for any more is nobody's concern.
  looked.catch(() => {})
  const found = (await Promise.race([looked, given(run.stop?.soon)])) ?? notLookedAt(run)
  if ('outcome' in found) {
    if (record.left === 'noticed' && found.outcome === 'unreachable') return recordUnknown(record, found)
    recordNoSurvey(record, found)
    return found.held ? undefined : announce(run, record)
  }
  recordSurvey(record, found, run.leftovers)
  run.emit({ type: 'phase', host, phase: 'waiting' })
  const isOver = run.check && !run.onPlanned
  // The locks of a site that is not too large are held together, so that no other run comes in between its hosts.
  const stays = record.link.lock !== undefined && run.records.length <= run.forks
  if (isOver || (isIdle(found.steps) && !stays)) await record.link.hangUp()
}

function look(run: Run, { link, host }: HostRecord): Promise<Survey | NoSurvey> {
  const { name } = host
  return survey(link, host, {
    site: run.site,
    filter: run,
    left: run.owner && { owner: run.owner, play: run.leftovers, names: run.names },
    onFacts: run.onFacts,
    onPhase: (phase, why) => run.emit({ type: 'phase', host: name, phase, ...(why && { why }) }),
    onWait: (what) => run.emit({ type: 'wait', host: name, what }),
    onScript: run.onScript && ((title, display) => run.onScript!(name, title, display)),
  })
}

const notLookedAt = (run: Run): NoSurvey => ({ outcome: 'skipped', message: `not looked at: ${brokenOff(run.stop)}` })
