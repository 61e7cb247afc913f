import { recordFile } from '../model/owned.ts'
import type { Kind, Meta, Resource } from '../model/resource.ts'
import { object, orNull } from '../model/type.ts'
import { type Script, sh } from '../shell/script.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { wasThere } from './leftover.ts'
import { ownership, path } from './names.ts'
import { type Ownership, relabel, setGiven } from './ownership.ts'
import { putOwnership, statAll } from './ownership-look.ts'
import { bearsOnPackages } from './package-files.ts'
import { labelNew, place } from './place.ts'

type Desired = { type: 'directory'; mode?: string; owner?: string; group?: string }

const checkCall = callOf('directory', ['the path', path], orNull(object(ownership)))

/** A directory, parents made as needed; null: none there, but one that still holds something is left and the step fails. */
export function directory(name: string, state: Ownership | null = {}, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  return declare(directoryKind, name, state && ({ type: 'directory', ...state } as Desired), null, meta)
}

/** `options`: left over, where something else in it keeps it. */
export const directoryKind: Kind<Desired, 'left' | null> = {
  name: 'directory',
  bearsOnPackages,
  providers: [{ name: 'posix', lookAhead: statAll, probe, apply }],
  leftovers: {
    take: ({ name, origin }) => {
      checkCall(name, null, {})
      return origin === 'made' ? declare(directoryKind, name, null, 'left') : wasThere
    },
    identity: (name) => `path ${name}`,
  },
}

function probe({ name, options }: Resource<Desired, 'left' | null>): Script {
  return sh`
    [ -e ${name} ] || return 0
    ${options === 'left' ? unlessOthers(name) : sh`:`}
    if [ -d ${name} ]; then put type directory; else put type other; fi
    ${putOwnership(name)} || return 0
  `
}

/** Ends the probe where something is in the directory that is not on record, and so is not ours. */
function unlessOthers(name: string): Script {
  return sh`
    for lb_file in ${name}/* ${name}/.[!.]*; do
      if [ -e "$lb_file" ] && ! grep -qF ${'\t'}"$lb_file"${'\t'} ${recordFile} 2>/dev/null; then return 0; fi
    done
  `
}

function apply({ name, desired }: Resource<Desired, 'left' | null>): Script {
  if (desired !== null) return makeDirectory(name, desired)
  return sh`
    if [ -d ${name} ]; then
      ${place(name)}
      lb_enter '' ''; rmdir -- "./$lb_name"
    fi
  `
}

/**
 * Makes a directory with what is given, parents as needed. Where others may write, what is there gets another owner or mode only if it is the folder's
 * owner's: else somebody else's directory may have been moved there.
 */
export function makeDirectory(path: string | Script, ownership: Ownership): Script {
  return sh`
    ${place(path)}
    if ! lb_trusted; then lb_enter follow make; fi
    if [ -z "$lb_foreign" ]; then
      mkdir -p -- "$lb_path"
      ${setGiven(ownership, sh`"$lb_path"`)}
      ${relabel(sh`"$lb_path"`)}
    elif [ -d "./$lb_name" ]; then
      lb_folder=$lb_here
      lb_step "$lb_name" || lb_refuse 'it is a link, or was moved while it was entered'
      if ! lb_sticky "$lb_folder" || ! [ -O . ]; then lb_owners "$lb_here"; fi
      ${setGiven(ownership, sh`.`)}
    else
      lb_private
      mkdir -- ./new
      ${setGiven(ownership, sh`./new`)}
      ${labelNew}
      lb_move; lb_leave
    fi
  `
}
