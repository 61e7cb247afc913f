import type { Kind, Meta, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { checkedOwnership, type Ownership, putOwnership, relabel, setGiven, statAll } from './atomic-write.ts'
import { declare } from './declare.ts'

type Desired = { type: 'directory'; mode?: string; owner?: string; group?: string }

/** A directory, parents made as needed; null: none there, but one that still holds something is left and the step fails. */
export function directory(path: string, state: Ownership | null = {}, meta: Meta = {}): Resource {
  if (!path.startsWith('/')) throw new TypeError(`directory: the path must be absolute, but is ${JSON.stringify(path)}`)
  return declare(
    directoryKind,
    path,
    state && ({ type: 'directory', ...checkedOwnership('directory', state) } as Desired),
    null,
    meta,
  )
}

const directoryKind: Kind<Desired, null> = {
  name: 'directory',
  providers: [{ name: 'posix', lookAhead: statAll, probe, apply }],
}

function probe({ name }: Resource<Desired, null>): Script {
  return sh`
    [ -e ${name} ] || return 0
    if [ -d ${name} ]; then put type directory; else put type other; fi
    ${putOwnership(name)}
  `
}

function apply({ name, desired }: Resource<Desired, null>): Script {
  if (desired === null) return sh`if [ -d ${name} ]; then rmdir -- ${name}; fi`
  return sh`
    mkdir -p -- ${name}
    ${setGiven(desired, sh`${name}`)}
    ${relabel(sh`${name}`)}
  `
}
