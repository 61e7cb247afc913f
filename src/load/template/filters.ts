import { didYouMean } from '../../model/nearest.ts'
import { sentences } from '../text/sentences.ts'
import { floating } from '../text/whole-float.ts'
import { bound, type Worth } from './given.ts'
import { listIn } from './held.ts'
import { ipMoved, ipSubnet, ipWrapped, nthHost, ofAddress } from './ipaddr.ts'
import { flat, itemsOf, mappingOf } from './mappings.ts'
import { compared, isTrue, joinedBy, keyOf, numberOf } from './operators.ts'
import { Missing, outputOf } from './output.ts'
import { allFound, replacedBy } from './regular.ts'
import { capitalized, replaced, split, trimmed } from './texts.ts'
import { instead, Refusal } from './tokens.ts'

type Does = (value: unknown, given: readonly unknown[]) => unknown
/** The names of what it takes, as Jinja and Ansible have them. */
type Filter = readonly [takes: readonly string[], does: Does]

const byDefault: Filter = [
  ['default_value', 'boolean'],
  (value, [otherwise = '', alsoFalse = false]) =>
    value instanceof Missing || (isTrue(alsoFalse) && !isTrue(value)) ? otherwise : value,
]

/** What Python reads as a number; NaN for all else. */
function numberFrom(value: unknown): number {
  const found = numberOf(value)
  if (typeof found === 'number') return found
  const text = outputOf(value).trim()
  return /^[-+]?(?:\d+(?:_\d+)*\.?|(?=\.\d))(?:\d+(?:_\d+)*)?(?:e[-+]?\d+)?$/i.test(text)
    ? Number(text.replaceAll('_', ''))
    : Number.NaN
}

const whole: Does = (value, [otherwise = 0]) => {
  const number = Math.trunc(numberFrom(value))
  return Number.isSafeInteger(number) ? number + 0 : otherwise
}

const fraction: Does = (value, [otherwise = floating(0)]) => {
  const number = numberFrom(value)
  return Number.isFinite(number) ? floating(number) : otherwise
}

/** To a whole number; halves to the even one, as Python has it. */
const rounded: Does = (value, [digits = 0, method = 'common']) => {
  const number = numberOf(value)
  if (typeof number !== 'number') throw new Refusal('it rounds a value that is no number')
  if (digits !== 0) throw new Refusal('round gives whole numbers only here')
  const near = Math.round(number)
  const even = Math.abs(number % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near
  const all = new Map<unknown, number>([
    ['common', even],
    ['ceil', Math.ceil(number)],
    ['floor', Math.floor(number)],
  ])
  const result = all.get(method)
  if (result === undefined) throw new Refusal('it rounds by common, ceil or floor')
  return typeof value === 'number' && Number.isInteger(value) && method === 'common' ? result : floating(result)
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

const filters = new Map<string, Filter>(
  Object.entries({
    default: byDefault,
    d: byDefault,
    int: [['default'], whole],
    float: [['default'], fraction],
    round: [['precision', 'method'], rounded],
    string: [[], outputOf],
    bool: [[], truth],
    b64decode: [[], (value) => Buffer.from(outputOf(value), 'base64').toString()],
    b64encode: [[], (value) => Buffer.from(outputOf(value)).toString('base64')],
    capitalize: [[], (value) => capitalized(outputOf(value))],
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
    flatten: [['levels'], (value, [levels]) => flat(listIn(value), levels)],
    sort: [['reverse'], (value, [down = false]) => sorted(value, isTrue(down))],
    reverse: [
      [],
      (value) => (typeof value === 'string' ? [...value].toReversed().join('') : listIn(value).toReversed()),
    ],
    unique: [[], (value) => distinct(listIn(value), folded)],
    union: [['b'], (value, [other]) => distinct([...listIn(value), ...listIn(other)])],
    intersect: [['b'], (value, [other]) => among(value, other, true)],
    difference: [['b'], (value, [other]) => among(value, other, false)],
    ternary: [['true_val', 'false_val', 'none_val'], chosen],
    dict2items: [['key_name', 'value_name'], itemsOf],
    items2dict: [['key_name', 'value_name'], mappingOf],
    regex_replace: [['pattern', 'replacement', 'ignorecase', 'multiline'], replacedBy],
    regex_findall: [['regex', 'multiline', 'ignorecase'], allFound],
    regex_escape: [[], (value) => outputOf(value).replace(/[()[\]{}?*+|^$\\.&~# \t\n\r\v\f-]/g, '\\$&')],
    mandatory: [[], (value) => value],
    ipaddr: [['query'], (value, [query]) => ofAddress(value, query)],
    ipv4: [['query'], (value, [query]) => ofAddress(value, query, 4)],
    ipv6: [['query'], (value, [query]) => ofAddress(value, query, 6)],
    ipwrap: [[], ipWrapped],
    ipmath: [['amount'], (value, [amount]) => ipMoved(value, amount)],
    ipsubnet: [['query', 'index'], (value, [prefix, index]) => ipSubnet(value, prefix, index)],
    nthhost: [['query'], (value, [position]) => nthHost(value, position)],
    basename: [[], (value) => outputOf(value).replace(/^.*\//s, '')],
    dirname: [[], (value) => outputOf(value).replace(/\/?[^/]*$/, '')],
  } satisfies Record<string, Filter>),
)

/** The value through a filter of Jinja's or Ansible's. Throws a Refusal for one that lbprov has not. */
export function filtered(
  name: string,
  value: unknown,
  given: readonly Worth[],
  others: Iterable<string> = [],
): unknown {
  const short = name.replace(/^ansible\.builtin\./, '').replace(/^ansible\.(?:utils|netcommon)\.(?=ip|nth)/, '')
  const [takes, does] = filters.get(short) ?? []
  if (!takes || !does)
    throw new Refusal(
      `there is no filter ${name} here`,
      sentences(didYouMean(short, [...filters.keys(), ...others]), instead),
    )
  if (value instanceof Missing && does !== byDefault[1]) throw value.refusal()
  return does(value, bound(name, takes, given))
}
