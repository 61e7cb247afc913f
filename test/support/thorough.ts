/** In CI, and with LBPROV_TEST=all, everything is tried. Elsewhere `npm test` is to be quick: of cases that are many and alike it takes some. */
export const isThorough = Boolean(process.env.CI) || process.env.LBPROV_TEST === 'all'

/** All of them or, where it is to be quick, every n-th, and the first of each kind. */
export function some<T>(all: readonly T[], n: number, kindOf: (one: T) => unknown = () => null): readonly T[] {
  return isThorough ? all : sample(all, n, kindOf)
}

/** Every n-th, and the first of each kind. */
export function sample<T>(all: readonly T[], n: number, kindOf: (one: T) => unknown): readonly T[] {
  const seen = new Set<unknown>()
  return all.filter((one, i) => {
    const before = seen.size
    return seen.add(kindOf(one)).size > before || i % n === 0
  })
}
