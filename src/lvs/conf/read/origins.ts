import type { Path } from '../../../model/host.ts'
import { own } from '../../../model/own.ts'
import type { SourcePosition } from '../../../model/position.ts'
import { type Statement, whereOf } from '../tree.ts'

/** Where a value was written, and the values in it. */
export interface Origins {
  where?: SourcePosition | undefined
  /** The statements that the words of a block are from. */
  by?: Record<string, Statement>
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
    const by = own(at?.by, String(step))
    at = at?.inner?.get(step)
    where = at?.where ?? (by && whereOf(by)) ?? where
  }
  return where
}
