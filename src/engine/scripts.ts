import { scriptIn } from '../model/in-kind.ts'
import type { Sighting } from '../model/plan.ts'
import type { Provider, Resource } from '../model/resource.ts'
import { factsProbe } from '../resources/facts/probe.ts'
import { framed, type Part, type Section, type Transcript } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { markOf } from './marks.ts'
import { readRecordPart } from './record.ts'
import type { Declaration } from './resolve.ts'

/** Script 1 of a host: its record, and the facts, with the versions to come of these packages; before them `first`. */
export function factsScript(token: string, candidates: readonly string[] = [], first: readonly Part[] = []): Script {
  return framed(token, [...first, readRecordPart, { id: 'facts', mode: 'look', body: factsProbe(candidates) }])
}

/** Script 2: looks at every resource, changes nothing. Throws KindError. */
export function probeScript(token: string, declarations: readonly Declaration[]): Script {
  return framed(token, looks(declarations))
}

/** The id of the part that leaves the marks. */
export const markId = 'mark'

/** The id of the part that applies the resource at `index`. */
export const actId = (index: number): string => `act:${index}`
const lookId = (index: number): string => `look:${index}`
const aheadId = 'ahead'

/** True for a part that looks, of which an answer tells the first at once and the others when it can. */
export const isLook = (id: string): boolean => id === aheadId || id.startsWith('look:')

/** The parts that look at each resource, with what several look at together before them. Throws KindError. */
export function looks(declarations: readonly Declaration[]): Part[] {
  const each = declarations.map(({ resource, provider }, i): Part => {
    const probe = scriptIn(resource, 'probe', () => provider.probe(resource))
    const mark = () => sh`if [ -e ${markOf(resource)} ]; then put lbprov.refresh pending; fi`
    return { id: lookId(i), mode: 'look', body: resource.refreshOn.length === 0 ? probe : joined([mark(), probe]) }
  })
  return [...looksAhead(declarations), ...each]
}

function looksAhead(declarations: readonly Declaration[]): Part[] {
  const sharing = Map.groupBy(declarations, ({ provider }) => provider.lookAhead)
  const scripts = [...sharing].flatMap(([lookAhead, sharers]) =>
    lookAhead && sharers.length > 1
      ? [
          lookingAhead(
            lookAhead,
            sharers.map(({ resource }) => resource),
          ),
        ]
      : [],
  )
  return scripts.length === 0 ? [] : [{ id: aheadId, mode: 'look', body: joined(scripts) }]
}

function lookingAhead(lookAhead: NonNullable<Provider['lookAhead']>, sharers: readonly Resource[]): Script {
  return scriptIn(sharers[0]!, 'lookAhead', () => lookAhead(sharers))
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
    if (section?.exitCode === 0) seen.set(resource, sightingOf(resource, section))
    else failed.push({ resource, section })
  })
  return { seen, failed }
}

/** A mark counts where one can have been left. */
function sightingOf({ refreshOn }: Resource, { values }: Section): Sighting {
  const { 'lbprov.refresh': mark, 'lbprov.unseen': unseen, 'lbprov.byhand': byHand, ...observed } = values
  return {
    observed: Object.keys(observed).length === 0 ? null : observed,
    pendingRefresh: mark !== undefined && refreshOn.length > 0,
    unseen,
    byHand,
  }
}
