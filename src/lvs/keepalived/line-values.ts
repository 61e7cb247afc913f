import type { Path } from '../../model/host.ts'
import { atLeast, between } from '../language/version.ts'

/** Lines of `ip route` or `ip rule`, and where the first of them stands. */
interface Lines {
  readonly word: string
  readonly lines: readonly string[] | undefined
  readonly path: Path
}

interface Told {
  readonly path: Path
  readonly message: string
  readonly hint: string
}

/** Routes that the version does not read as they are meant. */
export function routeValues(routes: Lines, version: string): readonly Told[] {
  const known = ['blackhole', 'via', 'gw', 'or', 'src', 'dev', 'oif', 'table', 'metric', 'scope', 'to']
  return between(version, '1.2.2', '1.2.24') ? strangers(routes, known, version) : []
}

/** Rules that the version refuses, or does not read as they are meant. */
export function ruleValues(rules: Lines, version: string): readonly Told[] {
  if (between(version, '1.2.20', '1.2.24')) return strangers(rules, ['from', 'to', 'table'], version)
  return atLeast(version, '2.0.7') ? withoutPreference(rules, version) : []
}

/** From 2.0.7 on a rule without one gets 16384, which keepalived itself takes for a mistake. */
function withoutPreference({ lines = [], path }: Lines, version: string): readonly Told[] {
  return lines.flatMap((rule, i) => {
    if (/(^| )(preference|order|priority) /.test(rule)) return []
    const message = `keepalived ${version} refuses a rule without preference: ${rule}`
    return [{ path: [...path, i], message, hint: `add one, below 32766: ${rule} preference 100` }]
  })
}

/** Before 1.2.24 another word, and its value, is passed over or taken for the destination. */
function strangers({ word, lines = [], path }: Lines, known: readonly string[], version: string): readonly Told[] {
  return lines.flatMap((line, i) => {
    const strange = strangerIn(line.split(' '), known)
    if (strange === undefined) return []
    const message = `keepalived ${version} has no ${strange} in ${word}`
    const hint = `it has ${known.join(', ')}, and IPv4 addresses; or use a release with a newer keepalived: 1.2.24`
    return [{ path: [...path, i], message, hint }]
  })
}

/** The first word that is none of the known ones, their value, or an IPv4 destination. */
function strangerIn(line: readonly string[], known: readonly string[]): string | undefined {
  return line.find(
    (word, i) =>
      !known.includes(word) && !known.includes(line[i - 1] ?? '') && !/^(default|[\d.]+(\/\d+)?)$/.test(word),
  )
}
