import type { Host } from '../model/host.ts'
import { plan, type Sighting } from '../model/plan.ts'
import type { Play } from '../model/play.ts'
import { label, type Resource } from '../model/resource.ts'
import type { Schedule } from '../model/stage.ts'
import { type PlayPlan, playPlans } from './play-plan.ts'
import { type Declaration, providerOf } from './resolve.ts'
import type { Survey } from './survey.ts'

/** A piece of a run: what a stage has of a play. */
export interface Turn {
  readonly stage: number
  readonly play: Play
}

/** A host's plan by stage and play; a stage in which nothing is declared for the host is left out. */
export type StagedPlans = ReadonlyMap<number, ReadonlyMap<Play, PlayPlan>>

/**
 * Cuts a host's plan into the stages of the schedule. What is between comes first in its stage, and what stands later is
 * planned from there. Throws KindError and UnsupportedError.
 */
export function stagedPlans(host: Host, survey: Survey, schedule: Schedule): StagedPlans {
  const byStage = schedule.stages.map((_, stage) => declarationsIn(stage, host, survey, schedule))
  const all = byStage.flat()
  const steps = plan(
    all.map(({ resource }) => resource),
    expected(all, survey.seen),
  )
  let from = 0
  return new Map(
    byStage.flatMap((declarations, stage) => {
      const own = steps.slice(from, from + declarations.length)
      from += declarations.length
      return declarations.length === 0 ? [] : [[stage, playPlans(declarations, own, survey.edit)] as const]
    }),
  )
}

function declarationsIn(stage: number, host: Host, { facts, declarations }: Survey, schedule: Schedule): Declaration[] {
  const here = schedule.between.filter((one) => one.stage === stage && one.host === host.name)
  const between = here.map(({ resource, standsFor }): Declaration => {
    const { play, assignment } = declarations.find((one) => one.resource === standsFor)!
    return { resource, play, assignment, provider: providerOf(resource, host, facts) }
  })
  return [...between, ...declarations.filter(({ resource }) => schedule.stageOf(host.name, resource) === stage)]
}

/** What will be seen of each resource when its turn comes: what was seen, or what the same thing was made before. */
function expected(
  declarations: readonly Declaration[],
  seen: ReadonlyMap<Resource, Sighting>,
): ReadonlyMap<Resource, Sighting> {
  const first = new Map([...seen].map(([resource, sighting]) => [label(resource), sighting]))
  return new Map(
    declarations.map(({ resource }) => {
      const name = label(resource)
      const sighting = first.get(name) ?? { observed: null, pendingRefresh: false }
      first.set(name, { ...sighting, observed: broughtAbout(resource, sighting) })
      return [resource, sighting] as const
    }),
  )
}

function broughtAbout({ desired }: Resource, { observed }: Sighting): Sighting['observed'] {
  if (desired === null) return null
  return { ...observed, ...Object.fromEntries(Object.entries(desired).map(([name, value]) => [name, String(value)])) }
}
