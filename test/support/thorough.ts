/** In CI, and with LBPROV_TEST=all, everything is tried. Elsewhere `npm test` is to be quick: of cases that are many and alike it takes some. */
export const isThorough = Boolean(process.env.CI) || process.env.LBPROV_TEST === 'all'

/** All of them or, where it is to be quick, every n-th. */
export function some<T>(all: readonly T[], n: number): readonly T[] {
  return isThorough ? all : all.filter((_, i) => i % n === 0)
}
