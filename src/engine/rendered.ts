import { inKind, scriptIn } from '../model/in-kind.ts'
import type { Step } from '../model/plan.ts'
import { framed, type Part } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { markOf, marks } from './marks.ts'
import { forgetPart, type RecordEdit, recordPart, type Taken } from './record.ts'
import { recordKind } from './record-kind.ts'
import type { Declaration } from './resolve.ts'
import { actId, looks, markId } from './scripts.ts'
import { groupsOf } from './together.ts'
import { watchdog } from './undo.ts'

/** Every script that it may take to bring a part of a host's plan about. */
export interface Rendered {
  /** Brings the planned steps about in order up to the first that fails, `guard` before them all, then looks at every resource again. */
  readonly apply: (token: string, guard?: readonly Part[]) => Script
  /** The same for the steps that a look found later, each by itself. */
  readonly again: (token: string, steps: readonly Step[], guard?: readonly Part[]) => Script
  /** Looks at every resource, changes nothing. */
  readonly look: (token: string, guard?: readonly Part[]) => Script
}

/**
 * Calls everything of a kind that a run may need of it once changes have begun: what throws there, throws here, as
 * KindError. A later look may find any step, so each resource is rendered whether or not there is a step for it.
 */
export function rendered(
  declarations: readonly Declaration[],
  steps: readonly Step[],
  edit: RecordEdit = { add: [], drop: [] },
): Rendered {
  const forgetting = forgetPart(declarations.flatMap(leftOver))
  const looking = looks(declarations)
  const acts = declarations.map(actsOf)
  const groups = groupsOf(declarations, steps)
  const acting = (due: readonly Step[], together: ReadonlyMap<number, Script>) => {
    const parts = due.flatMap((step, i): Part[] => {
      const { plain, refreshed } = acts[i]!
      const whole = [withGroup(together.get(i)), step.refresh ? (refreshed ?? plain) : plain]
      return step.action === 'none' ? [] : [{ id: actId(i), mode: 'act', body: joined(whole) }]
    })
    return [...recordPart(edit), ...markPart(due), ...parts, ...forgetting, ...looking]
  }
  return {
    apply: (token, guard = []) => framed(token, [...guard, ...acting(steps, groups)]),
    again: (token, due, guard = []) => framed(token, [...guard, ...acting(due, new Map())]),
    look: (token, guard = []) => framed(token, [...guard, ...looking]),
  }
}

/** What is to be confirmed is forgotten then. */
function leftOver({ resource, provider }: Declaration): Taken[] {
  const { leftover: owned, confirm, desired } = resource
  if (!owned || confirm || resource.kind === recordKind) return []
  return [{ owned, desired, probe: scriptIn(resource, 'probe', () => provider.probe(resource)) }]
}

interface Acts {
  readonly plain: Script
  /** Null where nothing can ask for a refresh. */
  readonly refreshed: Script | null
}

function actsOf(declaration: Declaration): Acts {
  const { resource, provider } = declaration
  inKind(resource, 'hint', () => provider.hint?.(resource.name) ?? resource.kind.hint?.(resource.name))
  const refreshed = resource.refreshOn.length > 0 && resource.desired !== null
  return { plain: act(declaration, false), refreshed: refreshed ? refreshing(declaration) : null }
}

function act(declaration: Declaration, refresh: boolean): Script {
  const { resource, provider } = declaration
  const apply = scriptIn(resource, 'apply', () => provider.apply(resource, { refresh }))
  return resource.confirm ? joined([watchdog(declaration, resource.confirm), apply]) : apply
}

function refreshing(declaration: Declaration): Script {
  return joined([
    sh`( ${act(declaration, true)}
    )`,
    sh`rm -f -- ${markOf(declaration.resource)}; rmdir ${marks} 2>/dev/null || :`,
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
