import type { SourcePosition } from '../../model/position.ts'
import { type Line, positionAt, slice, splice } from './line.ts'

/** What `$NAME=` was given: one line, or several, each with its own place. */
export interface Definition {
  readonly lines: readonly Line[]
  readonly multiline: boolean
}

export type Definitions = ReadonlyMap<string, Definition>

/** `$NAME=text`: the name, and the text as a line; null when the line is none. No blank may come before `=`. */
export function definitionOf(line: Line): { readonly name: string; readonly value: Line } | null {
  const match = /^\$([A-Za-z_]\w*)=[ \t]*/.exec(line.text)
  return match && { name: match[1]!, value: slice(line, match[0].length) }
}

/** A definition whose text is not from a file: a built-in, or the next value of a sequence. */
export function givenDefinition(text: string): Definition {
  return { lines: [{ text, columns: 1, file: '', line: 0 }], multiline: false }
}

const reference = /\$(?:\{([A-Za-z_]\w*)((?: |\d)*)\}|([A-Za-z_]\w*)(?=[ \t,)]|$))/g

export interface Replaced {
  readonly line: Line
  /** The further lines of a definition that has several. */
  readonly rest: readonly Line[]
  readonly changed: boolean
  /** A definition uses itself: there is no end to it. */
  readonly endless: boolean
}

/** Text that a definition filled in: what is used within it is used by the definition. */
interface Filled {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** More than this in one line is taken for a definition that uses itself. */
const mostReplacements = 1000

/** And so are more than these characters. */
const mostAdded = 8192

/**
 * The line with its definitions filled in. Without braces a name must end at a blank, a comma, a bracket or the line's
 * end; one of several lines must be the last thing in the line (replace_param in lib/parser.c).
 */
export function replaceDefinitions(given: Line, definitions: Definitions): Replaced {
  let [line, rest, changed, from]: [Line, readonly Line[], boolean, number] = [given, [], false, 0]
  let filled: readonly Filled[] = []
  for (let replacements = 0; ; replacements++) {
    const isEndless = replacements > mostReplacements || line.text.length > given.text.length + mostAdded
    if (isEndless) return { line: given, rest: [], changed: false, endless: true }
    const found = firstFitting(line, definitions, from)
    if (!found) break
    const [name, start, end] = [found[1] ?? found[3]!, found.index, found.index + found[0].length]
    const around = filled.filter((text) => text.start <= start && end <= text.end)
    if (around.some((text) => text.name === name)) return { line: given, rest: [], changed: false, endless: true }
    // What stands before may end at a blank or at the line's end now.
    from = Math.max(0, line.text.lastIndexOf('$', start - 1))
    const [{ text } = { text: '' }, ...more] = definitions.get(name)!.lines
    line = splice(line, start, end, text)
    const grown = text.length - (end - start)
    filled = [
      ...around.map((outer) => ({ ...outer, end: outer.end + grown })),
      { name, start, end: start + text.length },
    ]
    rest = [...more, ...rest]
    changed = true
    if (text.startsWith('~')) break
  }
  return { line, rest, changed, endless: false }
}

function firstFitting(line: Line, definitions: Definitions, from: number): RegExpExecArray | undefined {
  const pattern = new RegExp(reference)
  pattern.lastIndex = from
  for (let match = pattern.exec(line.text); match; match = pattern.exec(line.text))
    if (fits(match, line, definitions)) return match
  return undefined
}

function fits(match: RegExpExecArray, line: Line, definitions: Definitions): boolean {
  const definition = definitions.get(match[1] ?? match[3]!)
  return definition !== undefined && (!definition.multiline || match.index + match[0].length === line.text.length)
}

/** References that stay in the text as they are: an unknown name in braces, or a known one that lacks them. */
export function leftReferences(
  line: Line,
  definitions: Definitions,
): readonly { readonly name: string; readonly known: boolean; readonly where: SourcePosition }[] {
  return [...line.text.matchAll(/\$(\{)?([A-Za-z_]\w*)/g)].flatMap((match) => {
    const known = definitions.has(match[2]!)
    return known || match[1] ? [{ name: match[2]!, known, where: positionAt(line, match.index) }] : []
  })
}
