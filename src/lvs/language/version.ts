import { type Facts, majorRelease } from '../../model/facts.ts'

/** Below zero when `a` is older than `b`; dotted numbers, a missing one counts as 0 (`2.1` is `2.1.0`). */
export function compareVersions(a: string, b: string): number {
  const left = numbers(a)
  const right = numbers(b)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i] ?? 0
    const other = right[i] ?? 0
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

/** Whether `version` is `minimum` or newer. */
export function atLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0
}

/** Whether `version` is `from` or newer, and older than `before`. */
export function between(version: string, from: string, before: string): boolean {
  return atLeast(version, from) && !atLeast(version, before)
}

/** What the exit codes of `keepalived -t` mean there, 0 and those it shares with other programs apart; none before 2.0.4, which can't. From KA:lib/scheduler.h of each release. */
export function configTestStatuses(version: string): Readonly<Record<number, string>> {
  if (!atLeast(version, '2.0.4')) return {}
  const first = atLeast(version, '2.2.0') ? 4 : 3
  return {
    ...(atLeast(version, '2.2.5') ? { 2: 'a word has no value' } : {}),
    [first]: 'it could not run with this file',
    [first + 1]: 'it would run, but not as the file says',
    [first + 2]: 'a script could be changed by others than root, or script security is off',
  }
}

const parsed = new Map<string, readonly number[]>()

function numbers(version: string): readonly number[] {
  const before = parsed.get(version)
  if (before) return before
  const read = version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  parsed.set(version, read)
  return read
}

/** What the releases ship, oldest first (EL8.0 had 2.0.10, EL9.0 2.2.4: the fully updated release counts). */
const shipped = {
  rhel: [
    [6, '1.2.13'],
    [7, '1.3.5'],
    [8, '2.1.5'],
    [9, '2.2.8'],
    [10, '2.2.8'],
  ],
  ubuntu: [
    [20, '2.0.19'],
    [22, '2.2.4'],
    [24, '2.2.8'],
  ],
  debian: [
    [11, '2.1.5'],
    [12, '2.2.7'],
    [13, '2.3.3'],
  ],
} as const

/** The keepalived that is installed or, where none is yet, that would be; where nobody knows, the one the release ships; a release newer than the table counts as its newest. */
export function keepalivedOf(facts: Facts): string {
  const known = facts.keepalived ?? facts.candidates.get('keepalived')
  if (known !== undefined) return known
  const rows =
    facts.family === 'rhel' ? shipped.rhel : facts.distribution === 'ubuntu' ? shipped.ubuntu : shipped.debian
  const row = rows.findLast(([release]) => release <= majorRelease(facts)) ?? rows[0]
  return row[1]
}
