import { optionPlace } from '../../model/position.ts'
import { fullPath, type Reading, readText, shownPath } from '../text/files.ts'
import { type Everybody, nobodyHint, type Pattern, selectHosts } from './pattern.ts'

/** The hosts that `--limit` leaves: patterns, or `@FILE` with a pattern on each line. Undefined: no limit. */
export function readLimit(
  given: readonly string[],
  everybody: Everybody,
  reading: Reading,
): ReadonlySet<string> | undefined {
  if (given.length === 0) return undefined
  const { problems } = reading
  const told = problems.list().length
  const hosts = selectHosts(
    given.flatMap((text) => patternsOf(text, reading)),
    everybody,
    problems,
  )
  if (hosts.length === 0 && problems.list().length === told) {
    problems.add(
      optionPlace('--limit', given.join(',')),
      'no host matches',
      nobodyHint(everybody, '--list-hosts without --limit shows who there is.'),
    )
  }
  return new Set(hosts)
}

function patternsOf(text: string, reading: Reading): readonly Pattern[] {
  const where = optionPlace('--limit', text)
  if (!text.startsWith('@')) return [{ text, where }]
  const path = fullPath(text.slice(1), reading)
  const lines = readText(path, reading, where)?.split(/\r?\n/) ?? []
  const file = shownPath(path, reading.cwd)
  const patterns = lines.map((line, index) => ({
    text: line.trim(),
    where: { file, line: index + 1, column: 1 + line.search(/\S|$/) },
  }))
  return patterns.filter((pattern) => pattern.text !== '' && !pattern.text.startsWith('#'))
}
