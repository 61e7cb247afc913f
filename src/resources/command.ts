import type { Kind, Meta, Resource } from '../model/resource.ts'
import { needed, object, script, type Values } from '../model/type.ts'
import { type Script, sh } from '../shell/script.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { line } from './names.ts'

const attributes = {
  run: needed(script),
  /** The guard: nothing is run where this exits 0. It is looked at in the probe and again just before; it must change nothing. */
  unless: needed(script),
}

/** A command and its guard. */
export type CommandState = Values<typeof attributes>

const checkCall = callOf('command', ['the name', line], object(attributes))

type Desired = { done: boolean }

/** A command under a guard, for what no kind can say. When something in `refreshOn` changed it runs whatever the guard says. */
export function command(name: string, state: CommandState, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  return declare(commandKind, name, { done: true }, state, meta)
}

export const commandKind: Kind<Desired, CommandState> = { name: 'command', providers: [{ name: 'sh', probe, apply }] }

function probe({ options: { unless } }: Resource<Desired, CommandState>): Script {
  return sh`if ( ${unless}
    ) >/dev/null 2>&1; then put 'done' true; fi`
}

function apply(
  { options: { run, unless } }: Resource<Desired, CommandState>,
  { refresh }: { refresh: boolean },
): Script {
  if (refresh) return run
  return sh`
    if ( ${unless}
    ) >/dev/null 2>&1; then exit 0; fi
    ${run}
  `
}
