/** From values to pixels, with the values to name on the axis. */
export interface Scale {
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
  readonly logarithmic: boolean
}

/** Linear from 0, or logarithmic where the largest of the values is more than `widest` times the smallest. */
export function scaleFor(values: readonly number[], from: number, to: number, widest: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return low > 0 && high / low > widest ? logarithmic(low, high, from, to) : linear(high, from, to)
}

function linear(high: number, from: number, to: number): Scale {
  const step = niceStep((high || 1) / 5)
  const top = Math.ceil((high || 1) / step)
  const ticks = Array.from({ length: top + 1 }, (_, i) => Number((i * step).toPrecision(6)))
  return { at: (value) => from + (value / (top * step)) * (to - from), ticks, logarithmic: false }
}

function logarithmic(low: number, high: number, from: number, to: number): Scale {
  const ladder = ladderFrom(low, high)
  const [bottom, top] = [Math.log(ladder[0]!), Math.log(ladder.at(-1)!)]
  return {
    at: (value) => from + ((Math.log(value) - bottom) / (top - bottom)) * (to - from),
    ticks: ladder,
    logarithmic: true,
  }
}

/** 1, 2, 5, 10, …, the first not above `low`, the last not below `high`. */
function ladderFrom(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low))
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i)
  const all = decades.flatMap((decade) => [1, 2, 5].map((digit) => Number(`${digit}e${decade}`)))
  const begin = all.findLastIndex((value) => value <= low)
  return all.slice(begin, all.findIndex((value) => value >= high) + 1)
}

function niceStep(least: number): number {
  const decade = Math.floor(Math.log10(least))
  return Number(`${[1, 2, 5, 10].find((digit) => digit * 10 ** decade >= least * 0.999)}e${decade}`)
}
