import type { Path } from '../../../model/host.ts'
import type { SourcePosition } from '../../../model/position.ts'

/** Where a value was written, and the values in it. */
export interface Origins {
  where?: SourcePosition
  inner?: Map<Path[number], Origins>
}

/** Those of the value one step further in. */
export function originsIn(origins: Origins, step: Path[number]): Origins {
  origins.inner ??= new Map()
  const known = origins.inner.get(step)
  if (known) return known
  const made: Origins = {}
  origins.inner.set(step, made)
  return made
}

/** Where the value at that path was written; the nearest place above where that is unknown. */
export function nearestOrigin(origins: Origins, path: Path): SourcePosition | undefined {
  let [at, where]: [Origins | undefined, SourcePosition | undefined] = [origins, origins.where]
  for (const step of path) {
    at = at?.inner?.get(step)
    where = at?.where ?? where
  }
  return where
}
