import { WholeFloat } from '../text/whole-float.ts'
import { bound, type Worth } from './given.ts'
import { Lazy, settled } from './held.ts'
import { isFloat, isTrue, joinedBy, numberOf } from './operators.ts'
import { Missing } from './output.ts'
import { matchesIn } from './regular.ts'
import { Refusal } from './tokens.ts'

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof WholeFloat)
const isMapping = (value: unknown) => isObject(value) && !Array.isArray(value)
const isHolder = (value: unknown) => typeof value === 'string' || isObject(value)

const plain = new Map<string, (value: unknown) => boolean>(
  Object.entries({
    none: (value: unknown) => value === null,
    string: (value: unknown) => typeof value === 'string',
    number: (value: unknown) => typeof numberOf(value) === 'number',
    integer: (value: unknown) => typeof value === 'number' && !isFloat(value),
    float: isFloat,
    boolean: (value: unknown) => typeof value === 'boolean',
    true: (value: unknown) => value === true,
    false: (value: unknown) => value === false,
    truthy: isTrue,
    falsy: (value: unknown) => !isTrue(value),
    mapping: isMapping,
    sequence: isHolder,
    iterable: isHolder,
    even: (value: unknown) => joinedBy('%', value, 2) === 0,
    odd: (value: unknown) => joinedBy('%', value, 2) === 1,
  }),
)

const signs = new Map(
  Object.entries({
    in: 'in',
    eq: '==',
    equalto: '==',
    sameas: '==',
    ne: '!=',
    lt: '<',
    lessthan: '<',
    le: '<=',
    gt: '>',
    greaterthan: '>',
    ge: '>=',
  }),
)

/** A pattern's match at the beginning, or anywhere. */
const isFound = new Map(
  [
    ['match', true],
    ['search', false],
    ['regex', false],
  ].map(([name, isFirst]) => [
    name as string,
    (value: unknown, [pattern = '', ignorecase = false, multiline = false]: readonly unknown[]) => {
      const [first] = matchesIn(value, pattern, { ignorecase, multiline })
      return first !== undefined && (!isFirst || first.start === 0)
    },
  ]),
)

/** `value is name(given)`. Throws a Refusal for a test that lbprov has not. */
export function isSo(name: string, value: unknown, given: readonly Worth[]): boolean {
  const short = name.replace(/^ansible\.builtin\./, '')
  if (short === 'defined' || short === 'undefined') return value instanceof Missing === (short === 'undefined')
  const [sign, test] = [signs.get(short), plain.get(short)]
  const patterns = isFound.get(short)
  if (patterns) return patterns(settled(value), bound(name, ['pattern', 'ignorecase', 'multiline'], given))
  if (short === 'divisibleby') return joinedBy('%', settled(value), bound(name, [''], given)[0]) === 0
  if (!sign && !test) throw new Refusal(`there is no test ${name} here`)
  const [other] = bound(name, sign ? [''] : [], given)
  if (test) return test(value instanceof Lazy ? {} : settled(value))
  return joinedBy(sign!, settled(value), other) === true
}
