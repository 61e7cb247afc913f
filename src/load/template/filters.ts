import { Missing, outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

type Filter = (value: unknown, given: readonly unknown[]) => unknown

const listIn = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...value]
  if (typeof value === 'object' && value !== null) return Object.keys(value)
  throw new Refusal('it takes for a list what is none')
}

const isTrue = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : Boolean(value) && !(value instanceof Missing)

const byDefault: Filter = (value, [otherwise = '', alsoFalse]) =>
  value instanceof Missing || (alsoFalse === true && !isTrue(value)) ? otherwise : value

const whole: Filter = (value, [otherwise = 0]) => {
  const number = Math.trunc(typeof value === 'boolean' ? Number(value) : Number(outputOf(value).trim() || Number.NaN))
  return Number.isSafeInteger(number) ? number : otherwise
}

const filters = new Map<string, Filter>(
  Object.entries({
    default: byDefault,
    d: byDefault,
    int: whole,
    float: (value: unknown, [otherwise = 0]: readonly unknown[]) => {
      const number = Number(outputOf(value).trim() || Number.NaN)
      return Number.isFinite(number) ? number : otherwise
    },
    string: outputOf,
    bool: (value: unknown) =>
      value === null || typeof value === 'boolean'
        ? value
        : ['yes', 'on', '1', 'true'].includes(outputOf(value).toLowerCase()),
    lower: (value: unknown) => outputOf(value).toLowerCase(),
    upper: (value: unknown) => outputOf(value).toUpperCase(),
    trim: (value: unknown) => outputOf(value).trim(),
    first: (value: unknown) => listIn(value)[0] ?? new Missing('the first of an empty list'),
    last: (value: unknown) => listIn(value).at(-1) ?? new Missing('the last of an empty list'),
    join: (value: unknown, [between = '']: readonly unknown[]) => listIn(value).map(outputOf).join(outputOf(between)),
    length: (value: unknown) => listIn(value).length,
    count: (value: unknown) => listIn(value).length,
    list: listIn,
    unique: (value: unknown) => [...new Set(listIn(value))],
    mandatory: (value: unknown) => value,
    basename: (value: unknown) => outputOf(value).replace(/^.*\//s, ''),
    dirname: (value: unknown) => outputOf(value).replace(/\/?[^/]*$/, ''),
  }),
)

/** The value through a filter of Jinja's or Ansible's. Throws a Refusal for one that lbprov has not. */
export function filtered(name: string, value: unknown, given: readonly unknown[]): unknown {
  const short = name.replace(/^ansible\.builtin\./, '')
  const filter = filters.get(short)
  if (!filter) throw new Refusal(`there is no filter ${name} here`)
  const missing = [...(short === 'default' || short === 'd' ? [] : [value]), ...given].find(
    (one) => one instanceof Missing,
  )
  if (missing) throw (missing as Missing).refusal()
  return filter(value, given)
}
