import { inKind, scriptIn } from '../model/in-kind.ts'
import { type Confirm, label, type Resource } from '../model/resource.ts'
import { framed } from '../shell/frames.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { marks, pathFor } from './marks.ts'
import { forgetLines } from './record.ts'
import type { Declaration } from './resolve.ts'

/**
 * Saves the present state and starts the process that brings it back: when the time is up, or at once when told so by
 * `now`; never when `$lb_undo` has been taken away. Throws KindError.
 */
export function watchdog({ resource, provider }: Declaration, { within = 60, after }: Confirm): Script {
  const undo = inKind(resource, 'undo', () => provider.undo?.(resource))
  if (!undo) throw new Error(`${label(resource)}: this kind can't take a change back, so confirm is of no use`)
  const wait = sh`
    lb_undo=${pathFor('undo', resource)} n=0
    while [ -d "$lb_undo" ] && [ ! -e "$lb_undo/now" ] && [ $n -lt ${within} ]; do sleep 1; n=$((n + 1)); done
    [ -d "$lb_undo" ] || exit 0
    ${scriptIn(resource, 'undo', () => undo.restore)}
    ${after ?? sh`:`}
    rm -rf -- "$lb_undo"; rmdir ${marks} 2>/dev/null
  `
  return sh`
    lb_undo=${pathFor('undo', resource)}
    rm -rf -- "$lb_undo"; mkdir -p "$lb_undo"; chmod 0700 ${marks} "$lb_undo"
    ${scriptIn(resource, 'undo', () => undo.save)}
    setsid sh -c ${wait.text} </dev/null >/dev/null 2>&1 &
  `
}

/** Confirms the resources' changes: their watchdogs end without doing anything. */
export function confirmScript(token: string, resources: readonly Resource[]): Script {
  const body = sh`rm -rf -- ${resources.map((one) => pathFor('undo', one))}; rmdir ${marks} 2>/dev/null || :`
  const forgetting = forgetLines(resources.flatMap(({ leftover }) => leftover ?? []))
  return framed(token, [{ id: 'confirm', mode: 'act', body: joined([body, forgetting]) }])
}

/** Has the watchdogs take the changes back now, and waits until they have. */
export function takeBackScript(token: string, resources: readonly Resource[]): Script {
  const body = sh`
    for u in ${resources.map((one) => pathFor('undo', one))}; do
      if [ -d "$u" ]; then : >"$u/now"; fi
      n=0; while [ -d "$u" ] && [ $n -lt 30 ]; do sleep 1; n=$((n + 1)); done
      if [ -d "$u" ]; then echo "$u is still there" >&2; exit 1; fi
    done
  `
  return framed(token, [{ id: 'take-back', mode: 'act', body }])
}
