import { InvalidArgumentError } from 'commander'

/** Values of an option that may be given again and again. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Values of an option that takes several at a time: `a,b`. */
export function commaList(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').map((word) => word.trim())].filter((word) => word !== '')
}

/** A whole number from 1 on. */
export function positive(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number from 1 on.')
  return number
}
