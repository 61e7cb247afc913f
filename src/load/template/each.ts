import { filtered } from './filters.ts'
import { bound, type Worth } from './given.ts'
import { Lazy, listIn, partOf, settled } from './held.ts'
import { combined } from './mappings.ts'
import { isTrue } from './operators.ts'
import { Missing, outputOf } from './output.ts'
import { isSo } from './questions.ts'
import { searched } from './regular.ts'
import { Refusal } from './tokens.ts'

type Whole = (value: unknown, given: readonly Worth[]) => unknown

/** All variables of a host, too, since a filter may take one of them. */
const kept = (value: unknown) => (value instanceof Lazy ? value : settled(value))
const worthOf = ({ value }: Worth) => kept(value)

const byPosition = (given: readonly Worth[]) => given.filter(({ name }) => name === undefined).map(worthOf)
const byName = (given: readonly Worth[]) => given.filter(({ name }) => name !== undefined)

function along(of: unknown, path: unknown): unknown {
  const steps = outputOf(path).split('.')
  return steps.reduce<unknown>(
    (part, step) => partOf(part, /^\d+$/.test(step) && Array.isArray(part) ? Number(step) : step),
    of,
  )
}

/** `map`: of each item its attribute, with `extract` what it names in a mapping, else what a filter makes of it. */
const mapped: Whole = (value, given) => {
  const [first, ...rest] = given
  if (!first) throw new Refusal('map wants a filter or an attribute')
  const change = first.name === undefined ? madeBy(outputOf(worthOf(first)), rest) : attributeOf(given)
  return listIn(value).map((item) => kept(change(item)))
}

function attributeOf(given: readonly Worth[]): (item: unknown) => unknown {
  const [attribute, otherwise] = bound('map', ['attribute', 'default'], given)
  return (item) => {
    const found = along(item, attribute)
    return found instanceof Missing && otherwise !== undefined ? otherwise : found
  }
}

function madeBy(filter: string, given: readonly Worth[]): (item: unknown) => unknown {
  if (filter !== 'extract') return (item) => changed(filter, item, given)
  const [from, key] = bound('extract', ['', 'morekeys'], given)
  const keys = key === undefined || key === null ? [] : Array.isArray(key) ? key : [key]
  return (item) => keys.reduce<unknown>(partOf, partOf(from, item))
}

/** `select` and the like: the items, or their attribute, of which a test is true; without one what is true itself. */
const chosen =
  (isWanted: boolean, hasAttribute: boolean): Whole =>
  (value, given) => {
    const [attribute, behind] = hasAttribute ? [given[0], given.slice(1)] : [undefined, given]
    const [test, ...rest] = behind
    if (hasAttribute && !attribute) throw new Refusal('selectattr and rejectattr want an attribute')
    const isOne = (item: unknown) => {
      const part = attribute ? along(item, worthOf(attribute)) : item
      return test ? isSo(outputOf(worthOf(test)), part, rest) : isTrue(part)
    }
    return listIn(value).filter((item) => isOne(item) === isWanted)
  }

const whole = new Map<string, Whole>([
  ['map', mapped],
  ['select', chosen(true, false)],
  ['reject', chosen(false, false)],
  ['selectattr', chosen(true, true)],
  ['rejectattr', chosen(false, true)],
  [
    'combine',
    (value, given) => {
      const [recursive = false, merge = 'replace'] = bound('combine', ['recursive', 'list_merge'], byName(given))
      return combined([value, ...byPosition(given)], isTrue(recursive), merge)
    },
  ],
  [
    'regex_search',
    (value, given) => {
      const [pattern, ...groups] = byPosition(given)
      const [ignorecase, multiline] = bound('regex_search', ['ignorecase', 'multiline'], byName(given))
      return searched(value, pattern ?? '', groups, { ignorecase, multiline })
    },
  ],
])

/** The value through any filter. Throws a Refusal for one that lbprov has not. */
export function changed(name: string, value: unknown, given: readonly Worth[]): unknown {
  const does = whole.get(name.replace(/^ansible\.builtin\./, ''))
  if (!does) return filtered(name, value, given, whole.keys())
  if (value instanceof Missing) throw value.refusal()
  return does(value, given)
}
