const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const most = 100_000

/** The names that `web[01:20]`, `db[a:f]` or `n[1:9:2]` stands for; several ranges multiply. Throws a RangeError that says what is wrong. */
export function expandRange(name: string): readonly string[] {
  const open = name.indexOf('[')
  if (open < 0) {
    if (name.includes(']')) throw new RangeError('a ] without its [')
    return [name]
  }
  const close = name.indexOf(']', open)
  if (close < 0) throw new RangeError('a [ without its ]')
  const head = name.slice(0, open)
  const steps = sequence(name.slice(open + 1, close))
  const tails = expandRange(name.slice(close + 1))
  if (steps.length * tails.length > most) throw new RangeError(`more than ${most} hosts`)
  return steps.flatMap((step) => tails.map((tail) => head + step + tail))
}

function sequence(range: string): string[] {
  const parts = range.split(':')
  if (parts.length < 2 || parts.length > 3) throw new RangeError(`[${range}] must be [first:last] or [first:last:step]`)
  const [first = '', last = '', stepText = '1'] = parts
  const step = Number(stepText)
  if (!/^\d+$/.test(stepText) || step < 1) throw new RangeError(`the step of [${range}] must be a whole number from 1`)
  if (/^[A-Za-z]$/.test(first) && /^[A-Za-z]$/.test(last)) {
    return spread(range, letters.indexOf(first), letters.indexOf(last), step).map((index) => letters[index]!)
  }
  return numbers(range, first || '0', last, step)
}

function numbers(range: string, first: string, last: string, step: number): string[] {
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) {
    throw new RangeError(`[${range}] must go from number to number or from letter to letter`)
  }
  const width = first.length > 1 && first.startsWith('0') ? first.length : 0
  if (width > 0 && width !== last.length) throw new RangeError(`both ends of [${range}] must have as many digits`)
  return spread(range, Number(first), Number(last), step).map((number) => String(number).padStart(width, '0'))
}

function spread(range: string, from: number, to: number, step: number): number[] {
  if (from > to) throw new RangeError(`[${range}] ends before it begins`)
  const count = Math.floor((to - from) / step) + 1
  if (count > most) throw new RangeError(`more than ${most} hosts`)
  return Array.from({ length: count }, (_, index) => from + index * step)
}
