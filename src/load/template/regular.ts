import { createRequire } from 'node:module'
import { isTrue } from './operators.ts'
import { longest, outputOf } from './output.ts'
import { Refusal } from './tokens.ts'

const longestText = 4096
const longestPattern = 500
/** Characters looked at, times steps of the pattern for each. */
const mostWork = 1_000_000
/** What RE2 reads and Python does not, or in another way. */
const unlike = /\[:|\{,|\\(?:[^\W\dbBdDsSwWAntrfv]|0)|\(\?[a-zA-Z]*U/
const simpler = 'Patterns are those of RE2: no look-around and no back references.'

type Flags = { readonly ignorecase?: unknown; readonly multiline?: unknown }

interface Found {
  readonly start: number
  readonly end: number
  /** What each group took, the whole match first; undefined for one that took no part. */
  readonly groups: readonly (string | undefined)[]
  readonly names: Readonly<Record<string, number>>
}

/** Every match of a pattern in a text, as Python's `re` finds them. Throws a Refusal for what RE2 reads otherwise. */
export function* matchesIn(value: unknown, pattern: unknown, { ignorecase, multiline }: Flags): Generator<Found, void> {
  if (value === null) throw new Refusal('it looks for a pattern in null')
  const [text, source] = [outputOf(value), outputOf(pattern)]
  if (text.length > longestText) throw new Refusal(`it looks for a pattern in more than ${longestText} characters`)
  if (!/^[\t\n\r -~]*$/.test(text) || (text.endsWith('\n') && source.includes('$')))
    throw new Refusal(
      'a pattern is looked for in plain English letters and signs alone, without a line feed at the end',
    )
  const program = compiled(source, isTrue(ignorecase ?? false), isTrue(multiline ?? false))
  const matcher = program.matcher(text)
  for (let [work, from] = [0, 0]; ; from = matcher.end()) {
    work += (text.length - from) * program.programSize()
    if (work > mostWork) throw new Refusal('its pattern takes too many steps for a text as long', simpler)
    if (!matcher.find()) return
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? undefined)
    yield { start: matcher.start(), end: matcher.end(), groups, names: program.namedGroups() }
  }
}

function compiled(source: string, ignoresCase: boolean, hasLines: boolean) {
  if (source.length > longestPattern)
    throw new Refusal(`its pattern is longer than ${longestPattern} characters`, simpler)
  if (unlike.test(source))
    throw new Refusal(`its pattern ${JSON.stringify(source)} has a sign that is not known here`, simpler)
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof import('re2js')
  try {
    return RE2JS.compile(source, (ignoresCase ? RE2JS.CASE_INSENSITIVE : 0) | (hasLines ? RE2JS.MULTILINE : 0))
  } catch (error) {
    throw new Refusal(`its pattern ${JSON.stringify(source)} can't be used: ${(error as Error).message}`, simpler)
  }
}

/** regex_replace. */
export function replacedBy(value: unknown, [pattern = '', by = '', ignorecase, multiline]: readonly unknown[]): string {
  const [text, template] = [outputOf(value), outputOf(by)]
  let [whole, at] = ['', 0]
  for (const found of matchesIn(value, pattern, { ignorecase, multiline })) {
    whole += text.slice(at, found.start) + filled(template, found)
    at = found.end
    if (whole.length > longest) throw new Refusal(`its result is longer than ${longest} characters`)
  }
  return whole + text.slice(at)
}

function filled(template: string, found: Found): string {
  return template.replace(/\\(?:g<(\w+)>|([1-9]\d?)|(.?))/gs, (_, name?: string, number?: string, other?: string) => {
    if (other !== undefined && other !== '\\')
      throw new Refusal(`its replacement has \\${other}, which has no meaning here`)
    return other ?? groupOf(found, (name ?? number)!) ?? ''
  })
}

function groupOf({ groups, names }: Found, name: string): string | undefined {
  const number = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name]! : groups.length
  if (number >= groups.length) throw new Refusal(`its pattern has no group ${name}`)
  return groups[number]
}

/** regex_search: what is found or, of groups that are asked for, a list; null where nothing is. */
export function searched(value: unknown, pattern: unknown, groups: readonly unknown[], flags: Flags): unknown {
  const names = groups.map((asked) => {
    const [, name, number] = /^\\(?:g<(\w+)>|(\d+))/.exec(outputOf(asked)) ?? []
    const group = name ?? number
    if (group === undefined) throw new Refusal(`regex_search takes groups as '\\1' or '\\g<name>'`)
    return group
  })
  for (const found of matchesIn(value, pattern, flags))
    return names.length === 0 ? found.groups[0] : names.map((name) => groupOf(found, name) ?? null)
  return null
}

/** regex_findall: the matches, or what the pattern's group took. */
export function allFound(value: unknown, [pattern = '', multiline, ignorecase]: readonly unknown[]): readonly string[] {
  return [...matchesIn(value, pattern, { ignorecase, multiline })].map(({ groups: [whole, ...groups] }) => {
    if (groups.length > 1) throw new Refusal('regex_findall takes a pattern with one group here')
    return (groups.length === 1 ? groups[0] : whole) ?? ''
  })
}
