import type { Path } from './host.ts'

/** A place inside a value, and why what is there can't stay. */
export interface Misfit {
  readonly path: Path
  readonly message: string
}

export interface Pruned<T> {
  /** Undefined: nothing is left. */
  readonly value: T | undefined
  /** What went, at the places of the value given. */
  readonly lost: readonly Misfit[]
  /** The place in the value given of one in what is left. */
  readonly before: (path: Path) => Path
}

/** A value without what is at fault in it, until nothing is. */
export function pruned<T>(value: T, misfitsOf: (value: T) => readonly Misfit[]): Pruned<T> {
  const indices: Indices = new WeakMap()
  const lost: Misfit[] = []
  let left: T | undefined = value
  while (left !== undefined) {
    const before: T = left
    const misfits = misfitsOf(before).toSorted((a, b) => inOrder(b.path, a.path))
    if (misfits.length === 0) break
    lost.push(
      ...misfits.toReversed().map(({ path, message }) => ({ path: pathBefore(before, path, indices), message })),
    )
    for (const { path } of misfits) left = without(left, path, indices) as T | undefined
    // A place that is not there: nothing but the whole is left to go.
    if (left === before) left = undefined
  }
  return { value: left, lost, before: (path) => pathBefore(left, path, indices) }
}

/** Of a list that has lost entries, the index that each had. */
type Indices = WeakMap<object, readonly number[]>

/** From the front, so that, backwards, each index is still right when its turn comes. */
function inOrder(a: Path, b: Path): number {
  const at = a.findIndex((step, i) => step !== b[i])
  if (at < 0 || at >= b.length) return a.length - b.length
  const [left, right] = [a[at]!, b[at]!]
  return typeof left === 'number' && typeof right === 'number' ? left - right : String(left) < String(right) ? -1 : 1
}

function pathBefore(value: unknown, path: Path, indices: Indices): Path {
  let here = value
  return path.map((step) => {
    const known = Array.isArray(here) ? indices.get(here)?.[step as number] : undefined
    here = (here as Readonly<Record<string, unknown>> | undefined)?.[step]
    return known ?? step
  })
}

function without(value: unknown, [step, ...rest]: Path, indices: Indices): unknown {
  if (step === undefined) return undefined
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value
  const old = (value as Readonly<Record<string, unknown>>)[step]
  const inner = without(old, rest, indices)
  if (inner === old) return value
  if (!Array.isArray(value)) {
    const others = Object.entries(value).filter(([key]) => key !== step)
    return inner === undefined
      ? Object.fromEntries(others)
      : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === step ? inner : each]))
  }
  const made = inner === undefined ? value.toSpliced(step as number, 1) : value.with(step as number, inner)
  const known = indices.get(value) ?? value.map((_, i) => i)
  indices.set(made, inner === undefined ? known.toSpliced(step as number, 1) : known)
  return made
}
