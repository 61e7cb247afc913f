/** A whole number that is a float to Python and has another text there: 2.0. Fractions are plain numbers. */
export class WholeFloat {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** What Python has for a float. */
export const floating = (value: number): number | WholeFloat =>
  Number.isInteger(value) ? new WholeFloat(value) : value

/** The value with plain numbers in place of whole floats. */
export function withPlainNumbers(value: unknown): unknown {
  if (value instanceof WholeFloat) return value.value
  if (Array.isArray(value)) return value.map(withPlainNumbers)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainNumbers(item)]))
}

/** A number as Python writes it: 2.0, 1e-05, 1e+16. */
export function numberText(value: number | WholeFloat): string {
  const isFloat = value instanceof WholeFloat || !Number.isInteger(value)
  const number = value instanceof WholeFloat ? value.value : value
  if (!isFloat) return String(number)
  const size = Math.abs(number)
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return number.toExponential().replace(/e([-+])(\d)$/, (_, sign, digit) => `e${sign}0${digit}`)
  const text = Object.is(number, -0) ? '-0' : String(number)
  return Number.isInteger(number) ? `${text}.0` : text
}
