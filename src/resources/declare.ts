import type { SourcePosition } from '../model/position.ts'
import type { Kind, Meta, Resource, State } from '../model/resource.ts'

/** Makes the frozen Resource of a kind. A user's own kind ends in a call of this, as ours do. */
export function declare<S extends State, O>(
  kind: Kind<S, O>,
  name: string,
  desired: S | null,
  options: O,
  meta: Meta = {},
): Resource<S, O> {
  const { refreshOn = [], tags = [], confirm } = meta
  return Object.freeze({
    kind,
    name,
    desired: desired && managed(desired),
    options,
    refreshOn,
    tags,
    confirm,
    where: caller(),
  })
}

/** Attributes given as undefined are not managed. */
function managed<S extends State>(desired: S): S {
  return Object.freeze(Object.fromEntries(Object.entries(desired).filter(([, value]) => value !== undefined))) as S
}

const framePlace = /\(?(?:file:\/\/)?(\/[^()]*?):(\d+):(\d+)\)?$/

/** The line of the role, or of whoever else called a constructor. */
function caller(): SourcePosition {
  const frames = (new Error().stack ?? '').split('\n').slice(1)
  for (const frame of frames) {
    const place = framePlace.exec(frame)
    if (place && !place[1]!.startsWith(own)) return position(place)
  }
  return { file: 'unknown', line: 1, column: 1 }
}

/** Where lbprov's own code is, from this file or from the bundle's part that it is in. */
const own = decodeURI(new URL('..', import.meta.url).pathname)

function position([, file, line, column]: RegExpExecArray): SourcePosition {
  return { file: decodeURI(file!), line: Number(line), column: Number(column) }
}
