import { ConfigError, ConnectError, UnsupportedError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import { ownedLabel } from '../model/owned.ts'
import { isIdle, plan, type Sighting, type Step } from '../model/plan.ts'
import type { Play, Site } from '../model/play.ts'
import type { Resource } from '../model/resource.ts'
import { deadlines } from './deadlines.ts'
import { enter, lostEarly, type NoSurvey, type Watch } from './enter.ts'
import { lookFailure } from './failures.ts'
import { type Known, type Leftover, leftoversOn, namesIn, nothingLeft, ownLines, released } from './leftovers.ts'
import type { Link } from './link.ts'
import { type PlayPlan, playPlans } from './play-plan.ts'
import type { RecordEdit } from './record.ts'
import { recordEdits } from './record-edits.ts'
import { lineThere } from './record-kind.ts'
import { asMistake, type Declaration, declarationsOf, type TagFilter } from './resolve.ts'
import { probeScript, readSightings } from './scripts.ts'

/** What is known of a host before anything is changed anywhere. */
export interface Survey {
  readonly facts: Facts
  readonly declarations: readonly Declaration[]
  /** The plan of the whole run, a step per declaration. */
  readonly steps: readonly Step[]
  /** What was seen of each resource. */
  readonly seen: ReadonlyMap<Resource, Sighting>
  readonly plays: ReadonlyMap<Play, PlayPlan>
  /** What each play enters in the host's record; undefined: the run keeps none. */
  readonly edit?: ((play: Play) => RecordEdit) | undefined
  /** What a person should know of what is left over. */
  readonly notes: readonly string[]
  /** The hosts that the site had when it last changed something there. */
  readonly formerly: readonly string[]
}

export interface SurveyOptions extends Watch {
  readonly site: Site
  readonly filter: TagFilter
  /** Given: what no role declares any more is taken away in that play. Not with tags, which leave out steps that are declared. */
  readonly left?: Pick<Known, 'owner' | 'play' | 'names'> | undefined
  readonly onFacts?: ((host: Host, facts: Facts) => void) | undefined
}

/** Enters a host and looks at it: facts, then everything that its roles want. Throws ConfigError or UnsupportedError for what no host can mend. */
export async function survey(link: Link, host: Host, options: SurveyOptions): Promise<Survey | NoSurvey> {
  try {
    return await look(link, host, options)
  } catch (error) {
    if (error instanceof ConnectError) return { outcome: 'unreachable', message: error.message, hint: error.hint }
    throw error
  }
}

async function look(link: Link, host: Host, options: SurveyOptions): Promise<Survey | NoSurvey> {
  const { site, filter, left, onFacts } = options
  const entry = await enter(link, options, candidatesOf(site, host))
  if ('outcome' in entry) return entry
  const { facts, record } = entry
  onFacts?.(host, facts)
  const declared = declarationsOf(site, host, facts, filter)
  const isWhole = filter.tags === undefined && filter.skipTags === undefined
  const isOwn = left && ownLines(left.owner, host, site.inventory)
  const known = left && isOwn && { ...left, host, record, isOwn, declared, isWhole }
  const over = known && isWhole ? leftoversOn(host, facts, known) : nothingLeft
  const all = [...declared, ...over.declarations]
  const seen = await sightings(link, all, options).catch((error) => {
    throw asMistake(error, all)
  })
  if ('outcome' in seen) return seen
  return planned({ facts, seen, over, known, declared })
}

interface Looked {
  readonly facts: Facts
  readonly seen: ReadonlyMap<Resource, Sighting>
  readonly over: Leftover
  readonly known: (Known & { readonly host: Host; readonly isWhole: boolean }) | undefined
  readonly declared: readonly Declaration[]
}

/** What of a thing that is left over is gone already goes from the record alone. */
function planned({ facts, seen: looked, over, known, declared }: Looked): Survey {
  // What a kind makes of a host's words fails that host alone: no host stops a run by what it says.
  const stepsOf = (some: readonly Declaration[], seen: Looked['seen']) =>
    plan(
      some.map(({ resource }) => resource),
      seen,
    )
  const first = stepsOf(over.declarations, looked)
  const [due, gone] = [false, true].map((idle) =>
    over.declarations.filter((_, i) => (first[i]!.action === 'none') === idle),
  ) as [Declaration[], Declaration[]]
  const stale = [...over.stays.keys(), ...gone.map(({ resource }) => resource.leftover!)]
  // Where nothing else is to be done, it is a step of its own.
  const idle = isIdle([...stepsOf(declared, looked), ...stepsOf(due, looked)])
  const lines = known && idle ? released(stale, known) : []
  const seen = new Map([...looked, ...lines.map(({ resource }) => [resource, lineThere] as const)])
  const declarations = [...declared, ...due, ...lines]
  const steps = stepsOf(declarations, seen)
  const edit = known && recordEdits({ ...known, steps, seen, stale: idle ? [] : stale })
  const notes = [...over.stays].flatMap(([owned, why]) =>
    why === '' ? [] : [`${ownedLabel(owned)} is left as it is: ${why}`],
  )
  try {
    const formerly = known ? namesIn(known.record, known.isOwn) : []
    return { facts, declarations, steps, seen, plays: playPlans(declarations, steps, edit), edit, notes, formerly }
  } catch (error) {
    throw asMistake(error, declarations)
  }
}

async function sightings(
  link: Link,
  declarations: readonly Declaration[],
  { onPhase, onScript }: SurveyOptions,
): Promise<ReadonlyMap<Resource, Sighting> | NoSurvey> {
  if (declarations.length === 0) return new Map()
  onPhase('probing')
  const script = (token: string) => probeScript(token, declarations)
  const second = await link.ask(script, {
    deadlineMs: deadlines.probe,
    keepShell: true,
    onScript: (made) => onScript?.('probe', made.display),
  })
  if (second.lost !== undefined) return lostEarly(second.lost)
  const { seen, failed } = readSightings(declarations, second.transcript)
  if (failed[0]) return { outcome: 'failed', ...lookFailure(failed[0]) }
  return seen
}

/** The packages whose version the host's roles want to know before they are installed. */
export function candidatesOf({ plays }: Pick<Site, 'plays'>, host: Host): readonly string[] {
  const roles = plays.flatMap((play) => play.assignments.get(host) ?? [])
  return [...new Set(roles.flatMap(({ definition }) => definition.candidates ?? []))]
}

/** Enters a host and gathers its facts, no more. */
export async function askFacts(link: Link, watch: Watch, packages: readonly string[] = []): Promise<Facts | NoSurvey> {
  const entry = await enter(link, watch, packages)
  return 'outcome' in entry ? entry : entry.facts
}

/** True for a mistake in what the user wrote, found only now that facts are known. */
export function isConfigMistake(error: unknown): error is ConfigError | UnsupportedError {
  return error instanceof ConfigError || error instanceof UnsupportedError
}
