import { isIdle, type Step } from '../model/plan.ts'
import type { Play } from '../model/play.ts'
import type { RecordEdit } from './record.ts'
import { type Rendered, rendered } from './rendered.ts'
import type { Declaration } from './resolve.ts'

/** What one play wants of a host, with a step for each declaration. */
export interface PlayPlan {
  readonly declarations: readonly Declaration[]
  readonly steps: readonly Step[]
  /** Left out where there is nothing to do on the whole host: nothing will be sent. */
  readonly scripts?: Rendered
}

/** A host's plan by play, its scripts rendered; `edit`: what a play enters in the host's record. Throws KindError. */
export function playPlans(
  declarations: readonly Declaration[],
  steps: readonly Step[],
  edit?: (play: Play) => RecordEdit,
): ReadonlyMap<Play, PlayPlan> {
  const idle = isIdle(steps)
  const indices = Map.groupBy(declarations.keys(), (i) => declarations[i]!.play)
  const plans = [...indices].map(([play, own]): readonly [Play, PlayPlan] => {
    const plan = { declarations: own.map((i) => declarations[i]!), steps: own.map((i) => steps[i]!) }
    return [play, idle ? plan : { ...plan, scripts: rendered(plan.declarations, plan.steps, edit?.(play)) }]
  })
  return new Map(plans)
}
