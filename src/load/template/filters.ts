import { bound, type Worth } from './given.ts'
import { Lazy, listIn, partOf } from './held.ts'
import { compared, isTrue, joinedBy, keyOf } from './operators.ts'
import { Missing, outputOf } from './output.ts'
import { replaced, split, trimmed } from './texts.ts'
import { Refusal } from './tokens.ts'

type Does = (value: unknown, given: readonly unknown[]) => unknown
/** The names of what it takes, as Jinja and Ansible have them. */
type Filter = readonly [takes: readonly string[], does: Does]

const byDefault: Filter = [
  ['default_value', 'boolean'],
  (value, [otherwise = '', alsoFalse = false]) =>
    value instanceof Missing || (isTrue(alsoFalse) && !isTrue(value)) ? otherwise : value,
]

const whole: Does = (value, [otherwise = 0]) => {
  const number = Math.trunc(typeof value === 'boolean' ? Number(value) : Number(outputOf(value).trim() || Number.NaN))
  return Number.isSafeInteger(number) ? number : otherwise
}

const fraction: Does = (value, [otherwise = 0]) => {
  const number = Number(outputOf(value).trim() || Number.NaN)
  return Number.isFinite(number) ? number : otherwise
}

const truth: Does = (value) =>
  value === null || typeof value === 'boolean'
    ? value
    : ['yes', 'on', '1', 'true'].includes(outputOf(value).toLowerCase())

/** Capitals are no difference to filters that sort and compare. */
const folded = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value)

const inOrder = (a: unknown, b: unknown) => compared(folded(a), folded(b))

const sorted = (value: unknown, down: boolean) =>
  listIn(value).toSorted((a, b) => (down ? inOrder(b, a) : inOrder(a, b)))

/** The one that comes before all others; of equal ones the first. */
const least = (value: unknown, order: (a: unknown, b: unknown) => number) =>
  listIn(value).reduce((one, other) => (one === undefined || order(other, one) < 0 ? other : one), undefined) ??
  new Missing('one of an empty list')

function distinct(values: readonly unknown[], same: (value: unknown) => unknown = (value) => value) {
  const seen = new Map<string, unknown>()
  for (const one of values) if (!seen.has(keyOf(same(one)))) seen.set(keyOf(same(one)), one)
  return [...seen.values()]
}

function among(value: unknown, other: unknown, isWanted: boolean) {
  const keys = new Set(listIn(other).map(keyOf))
  return distinct(listIn(value).filter((one) => keys.has(keyOf(one)) === isWanted))
}

const chosen: Does = (value, [ifTrue, ifFalse, ifNone]) => {
  if (value === null && ifNone !== undefined && ifNone !== null) return ifNone
  return (isTrue(value) ? ifTrue : ifFalse) ?? null
}

/** Of each item its attribute or, with `extract`, what it names in a mapping. */
const eachOf: Does = (value, [kind, from, key, attribute]) => {
  const along = (of: unknown, path: unknown) => outputOf(path).split('.').reduce<unknown>(partOf, of)
  const one = (item: unknown) => {
    if (kind !== 'extract') return along(item, attribute)
    const found = partOf(from, item)
    return key === undefined ? found : partOf(found, key)
  }
  if (kind !== 'extract' && (kind !== undefined || attribute === undefined))
    throw new Refusal("map is here for attribute='…', and for 'extract' alone")
  return listIn(value).map((item) => {
    const found = one(item)
    if (found instanceof Missing) throw found.refusal()
    if (found instanceof Lazy) throw new Refusal('it stands for all variables of a host')
    return found
  })
}

const filters = new Map<string, Filter>(
  Object.entries({
    default: byDefault,
    d: byDefault,
    int: [['default'], whole],
    float: [['default'], fraction],
    string: [[], outputOf],
    bool: [[], truth],
    lower: [[], (value) => outputOf(value).toLowerCase()],
    upper: [[], (value) => outputOf(value).toUpperCase()],
    trim: [['chars'], (value, [signs]) => trimmed(outputOf(value), signs)],
    replace: [['old', 'new'], (value, [old = '', other = '']) => replaced(outputOf(value), old, other)],
    split: [['sep', 'maxsplit'], (value, [by, most]) => split(outputOf(value), by, most)],
    first: [[], (value) => listIn(value)[0] ?? new Missing('the first of an empty list')],
    last: [[], (value) => listIn(value).at(-1) ?? new Missing('the last of an empty list')],
    min: [[], (value) => least(value, inOrder)],
    max: [[], (value) => least(value, (a, b) => inOrder(b, a))],
    sum: [[], (value) => listIn(value).reduce((all, one) => joinedBy('+', all, one), 0)],
    abs: [[], (value) => (compared(value, 0) < 0 ? joinedBy('-', 0, value) : value)],
    join: [['d'], (value, [between = '']) => outputOf(listIn(value).map(outputOf).join(outputOf(between)))],
    length: [[], (value) => listIn(value).length],
    count: [[], (value) => listIn(value).length],
    list: [[], listIn],
    sort: [['reverse'], (value, [down = false]) => sorted(value, isTrue(down))],
    reverse: [
      [],
      (value) => (typeof value === 'string' ? [...value].toReversed().join('') : listIn(value).toReversed()),
    ],
    unique: [[], (value) => distinct(listIn(value), folded)],
    union: [['b'], (value, [other]) => distinct([...listIn(value), ...listIn(other)])],
    intersect: [['b'], (value, [other]) => among(value, other, true)],
    difference: [['b'], (value, [other]) => among(value, other, false)],
    map: [['', '', '', 'attribute'], eachOf],
    ternary: [['true_val', 'false_val', 'none_val'], chosen],
    mandatory: [[], (value) => value],
    basename: [[], (value) => outputOf(value).replace(/^.*\//s, '')],
    dirname: [[], (value) => outputOf(value).replace(/\/?[^/]*$/, '')],
  } satisfies Record<string, Filter>),
)

/** The value through a filter of Jinja's or Ansible's. Throws a Refusal for one that lbprov has not. */
export function filtered(name: string, value: unknown, given: readonly Worth[]): unknown {
  const short = name.replace(/^ansible\.builtin\./, '')
  const [takes, does] = filters.get(short) ?? []
  if (!takes || !does) throw new Refusal(`there is no filter ${name} here`)
  if (value instanceof Missing && does !== byDefault[1]) throw value.refusal()
  return does(value, bound(name, takes, given))
}
