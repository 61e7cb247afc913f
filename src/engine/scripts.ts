import type { Sighting, Step } from '../model/plan.ts'
import type { Resource } from '../model/resource.ts'
import { factsProbe } from '../resources/facts/probe.ts'
import { framed, type Part, type Section, type Transcript } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { marks, pathFor } from './marks.ts'
import type { Declaration } from './resolve.ts'
import { groupsOf } from './together.ts'
import { watchdog } from './undo.ts'

const markOf = (resource: Resource) => pathFor('refresh', resource)

/** Script 1 of a host: the facts, with the versions to come of these packages. */
export function factsScript(token: string, candidates: readonly string[] = []): Script {
  return framed(token, [{ id: 'facts', mode: 'look', body: factsProbe(candidates) }])
}

/** Script 2: looks at every resource, changes nothing. */
export function probeScript(token: string, declarations: readonly Declaration[]): Script {
  return framed(token, looks(declarations))
}

/** Script 3: brings the steps about in order up to the first that fails, then looks at every resource again. */
export function applyScript(token: string, declarations: readonly Declaration[], steps: readonly Step[]): Script {
  const groups = groupsOf(declarations, steps)
  const acts = declarations.flatMap((declaration, i): Part[] => {
    const step = steps[i]!
    const whole = [withGroup(groups.get(i)), act(declaration, step)]
    return step.action === 'none' ? [] : [{ id: actId(i), mode: 'act', body: joined(whole) }]
  })
  return framed(token, [...markPart(steps), ...acts, ...looks(declarations)])
}

/** The id of the part that leaves the marks. */
export const markId = 'mark'

/** The id of the part that applies the resource at `index`. */
export const actId = (index: number): string => `act:${index}`
const lookId = (index: number): string => `look:${index}`
const aheadId = 'ahead'

/** True for a part that looks, of which an answer tells the first at once and the others when it can. */
export const isLook = (id: string): boolean => id === aheadId || id.startsWith('look:')

function act(declaration: Declaration, { refresh }: Step): Script {
  const { resource, provider } = declaration
  const apply = provider.apply(resource, { refresh })
  const guarded = resource.confirm ? joined([watchdog(declaration, resource.confirm), apply]) : apply
  if (!refresh) return guarded
  return joined([
    sh`( ${guarded}
    )`,
    sh`rm -f -- ${markOf(resource)}; rmdir ${marks} 2>/dev/null || :`,
  ])
}

/** Not `( … ) || …`: a shell does not stop at what fails on the left of ||. */
function withGroup(group: Script | undefined): Script {
  if (!group) return sh`:`
  return sh`
    set +e
    ( set -e
    ${group}
    )
    [ $? = 0 ] || echo 'not all at once, so each in its turn'
    set -e
  `
}

function markPart(steps: readonly Step[]): Part[] {
  const toMark = steps.filter((step) => step.refresh).map((step) => markOf(step.resource))
  if (toMark.length === 0) return []
  const body = sh`
    mkdir -p ${marks}; chmod 0700 ${marks}
    for m in ${toMark}; do : >"$m"; done
  `
  return [{ id: markId, mode: 'act', body }]
}

function looks(declarations: readonly Declaration[]): Part[] {
  const each = declarations.map(({ resource, provider }, i): Part => {
    const probe = provider.probe(resource)
    const mark = () => sh`if [ -e ${markOf(resource)} ]; then put lbprov.refresh pending; fi`
    return { id: lookId(i), mode: 'look', body: resource.refreshOn.length === 0 ? probe : joined([mark(), probe]) }
  })
  return [...looksAhead(declarations), ...each]
}

function looksAhead(declarations: readonly Declaration[]): Part[] {
  const sharing = Map.groupBy(declarations, ({ provider }) => provider.lookAhead)
  const scripts = [...sharing].flatMap(([lookAhead, sharers]) =>
    lookAhead && sharers.length > 1 ? [lookAhead(sharers.map(({ resource }) => resource))] : [],
  )
  return scripts.length === 0 ? [] : [{ id: aheadId, mode: 'look', body: joined(scripts) }]
}

/** A probe that did not do its work: its resource, and what it said. */
export interface FailedLook {
  readonly resource: Resource
  readonly section: Section | undefined
}

/** What was seen of every resource, and the probes that failed; those have no sighting. */
export function readSightings(
  declarations: readonly Declaration[],
  transcript: Transcript,
): { seen: Map<Resource, Sighting>; failed: FailedLook[] } {
  const seen = new Map<Resource, Sighting>()
  const failed: FailedLook[] = []
  declarations.forEach(({ resource }, i) => {
    const section = transcript.sections.get(lookId(i))
    if (section?.exitCode === 0) seen.set(resource, sightingOf(section))
    else failed.push({ resource, section })
  })
  return { seen, failed }
}

function sightingOf({ values }: Section): Sighting {
  const { 'lbprov.refresh': mark, ...observed } = values
  return { observed: Object.keys(observed).length === 0 ? null : observed, pendingRefresh: mark !== undefined }
}
