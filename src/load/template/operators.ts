import { floating, WholeFloat } from '../text/whole-float.ts'
import { allOfHost, Lazy } from './held.ts'
import { Missing, outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

/** As Python takes it for true. Throws a Refusal for what is not defined. */
export function isTrue(value: unknown): boolean {
  if (value instanceof Missing) throw value.refusal()
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof WholeFloat) return value.value !== 0
  if (typeof value !== 'object' || value === null || value instanceof Lazy) return Boolean(value)
  return Object.keys(value).length > 0
}

/** The number that a value is to Python; what is none as it is. */
export const numberOf = (value: unknown): unknown =>
  value instanceof WholeFloat ? value.value : typeof value === 'boolean' ? Number(value) : value

export const isFloat = (value: unknown): boolean =>
  value instanceof WholeFloat || (typeof value === 'number' && !Number.isInteger(value))

/** The same for all that is equal in Python: 1 is true, lists and mappings are equal where all in them is. */
export function keyOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof WholeFloat) return JSON.stringify(numberOf(value))
  if (value instanceof Lazy) throw allOfHost()
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${keyOf(one)}`).join()}}`
}

const isEqual = (left: unknown, right: unknown) => keyOf(left) === keyOf(right)

/** Below zero where the left one comes first. Throws a Refusal for what has no order. */
export function compared(left: unknown, right: unknown): number {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a !== 'string' || typeof b !== 'string') throw new Refusal('it compares values that have no order')
  return a < b ? -1 : Number(a > b)
}

function isIn(one: unknown, all: unknown): boolean {
  if (all instanceof Lazy) return !(all.part(outputOf(one)) instanceof Missing)
  if (Array.isArray(all)) return all.some((item) => isEqual(item, one))
  if (typeof all === 'string' && typeof one === 'string') return all.includes(one)
  if (typeof all === 'object' && all !== null) return typeof one === 'string' && Object.hasOwn(all, one)
  throw new Refusal('`in` wants text, a list or a mapping on its right')
}

type Count = (a: number, b: number) => number

/** With a float among them it is one. */
function counted(left: unknown, right: unknown, count: Count, isWhole = !isFloat(left) && !isFloat(right)) {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (typeof a !== 'number' || typeof b !== 'number') throw new Refusal('it calculates with a value that is no number')
  const result = count(a, b)
  if (isWhole ? !Number.isSafeInteger(result) : !Number.isFinite(result)) throw new Refusal('its result is too large')
  return isWhole ? result : floating(result)
}

function divided(left: unknown, right: unknown, count: Count, isWhole?: boolean) {
  if (numberOf(right) === 0) throw new Refusal('it divides by zero')
  return counted(left, right, count, isWhole)
}

/** With the sign of what it is divided by, as in Python. */
function remainder(x: number, y: number): number {
  const rest = x % y
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
}

function sum(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return outputOf(left + right)
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  if (typeof numberOf(left) !== 'number' || typeof numberOf(right) !== 'number')
    throw new Refusal('it adds values that can’t be added')
  return counted(left, right, (a, b) => a + b)
}

const signs = new Map<string, (left: unknown, right: unknown) => unknown>(
  Object.entries({
    '~': (a, b) => outputOf(outputOf(a) + outputOf(b)),
    '+': sum,
    '-': (a, b) => counted(a, b, (x, y) => x - y),
    '*': (a, b) => counted(a, b, (x, y) => x * y),
    '/': (a, b) => divided(a, b, (x, y) => x / y, false),
    '//': (a, b) => divided(a, b, (x, y) => Math.round((x - remainder(x, y)) / y)),
    '%': (a, b) => divided(a, b, remainder),
    '==': isEqual,
    '!=': (a, b) => !isEqual(a, b),
    '<': (a, b) => compared(a, b) < 0,
    '<=': (a, b) => compared(a, b) <= 0,
    '>': (a, b) => compared(a, b) > 0,
    '>=': (a, b) => compared(a, b) >= 0,
    in: isIn,
    'not in': (a, b) => !isIn(a, b),
  } satisfies Record<string, (left: unknown, right: unknown) => unknown>),
)

/** What two values come to. Throws a Refusal. */
export function joinedBy(sign: string, left: unknown, right: unknown): unknown {
  return signs.get(sign)!(left, right)
}
