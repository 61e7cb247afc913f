import { InvalidArgumentError } from 'commander'
import type { Shard } from '../model/report.ts'

/** Values of an option that may be given again and again. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Values of an option that takes several at a time: `a,b`. */
export function commaList(value: string, before: readonly string[] = []): readonly string[] {
  const words = value.split(',').map((word) => word.trim())
  // As of a variable of a shell that is not set: without tags everything would be done.
  if (words.every((word) => word === ''))
    throw new InvalidArgumentError('Expected names with commas between them: a,b.')
  return [...before, ...words.filter((word) => word !== '')]
}

/** Passwords of vaults, each for a label or for all. */
export function vaultId(value: string, before: readonly string[] = []): readonly string[] {
  if (!/[^@]$/.test(value)) throw new InvalidArgumentError('Expected LABEL@FILE, LABEL@prompt or FILE.')
  return [...before, value]
}

/** A whole number from 1 on. */
export function positive(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number from 1 on.')
  return number
}

/** A port, or 0. */
export function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.')
  return Number(value)
}

/** Seconds of `90`, `90s`, `30m` or `2h`. */
export function timeSpan(value: string): number {
  const [, number, unit = 's'] = /^(\d{1,6})([smh]?)$/.exec(value) ?? []
  if (number === undefined) throw new InvalidArgumentError('Expected a time as 90s, 30m or 2h.')
  return Number(number) * ({ m: 60, h: 3600 }[unit] ?? 1)
}

/** Reads `2/4`: the second of four. Null: it is none. */
export function parseShard(text: string): Shard | null {
  const [index, count] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? []
  if (index === undefined || count === undefined || index < 1 || index > count) return null
  return { index, count }
}

/** A keepalived as its releases are named: 2.2.8. */
export function keepalivedVersion(value: string): string {
  if (!/^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/.test(value)) throw new InvalidArgumentError('Expected a version as 2.2.8.')
  return value
}
