import { inKind, scriptIn } from '../model/in-kind.ts'
import type { Step } from '../model/plan.ts'
import type { Resource } from '../model/resource.ts'
import type { Script } from '../shell/script.ts'
import type { Declaration } from './resolve.ts'

interface Group {
  readonly members: number[]
  /** Steps since its first that are none of its members. */
  readonly between: Declaration[]
}

/**
 * Of the steps that do something, those whose provider can do several at once: the index of the first of each group,
 * and the script for all of it. A step joins the group before it unless a step in between is of its own role, or bears on it.
 * Throws KindError.
 */
export function groupsOf(declarations: readonly Declaration[], steps: readonly Step[]): ReadonlyMap<number, Script> {
  const groups: Group[] = []
  declarations.forEach((declaration, i) => {
    if (steps[i]!.action === 'none') return
    const own = canJoin(declaration) ? groupFor(declaration, declarations, groups) : undefined
    own?.members.push(i)
    for (const group of groups) if (group !== own) group.between.push(declaration)
  })
  const several = groups.filter(({ members }) => members.length > 1)
  return new Map(several.map(({ members }) => [members[0]!, scriptOf(members.map((i) => declarations[i]!))]))
}

const canJoin = ({ provider, resource }: Declaration) => provider.together !== undefined && resource.desired !== null

/** The newest group of the same provider, or a new one. */
function groupFor(declaration: Declaration, declarations: readonly Declaration[], groups: Group[]): Group {
  const last = groups.findLast(({ members }) => declarations[members[0]!]!.provider === declaration.provider)
  if (last && maySkip(last.between, declaration)) return last
  const group: Group = { members: [], between: [] }
  groups.push(group)
  return group
}

function maySkip(between: readonly Declaration[], { resource, assignment, provider }: Declaration): boolean {
  const mayOvertake = (other: Resource) =>
    inKind(resource, 'together.mayOvertake', () => provider.together!.mayOvertake(other))
  return between.every((other) => other.assignment !== assignment && mayOvertake(other.resource))
}

function scriptOf(members: readonly Declaration[]): Script {
  const [{ resource, provider }] = members as [Declaration]
  return scriptIn(resource, 'together.apply', () => provider.together!.apply(members.map((one) => one.resource)))
}
