import type { SourcePosition } from '../../model/position.ts'
import { atLeast } from '../language/version.ts'
import type { Feature } from './feature.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import type { ConfOptions } from './include.ts'
import { type Line, positionAt, slice } from './line.ts'

/** A line that a condition leaves out. */
export interface PassedLine {
  readonly text: string
  readonly where: SourcePosition
}

/** Whether a node of that name reads a line that another one has passed over. */
export function reads(configId: string, { text }: PassedLine): boolean {
  const [, not, id] = /^@(\^?)([^ \t]+)/.exec(text)!
  return (id === configId) === (not === '')
}

/** The line, where it says something behind its condition. */
export function passedLines(line: Line): readonly PassedLine[] {
  return /[ \t]/.test(line.text) ? [{ text: line.text, where: positionAt(line, 0) }] : []
}

/** Without its condition, `@ID ` or `@^ID `; null when the condition leaves the line out. */
export function conditional(line: Line, { configId, version }: Pick<ConfOptions, 'configId' | 'version'>): Line | null {
  if (!line.text.startsWith('@') || isWord(line, version)) return line
  const match = /^@(\^?)([^ \t]+)(?:[ \t]+|$)/.exec(line.text)
  if (!match) return null
  const [whole, not, id] = match
  return (id === configId) === (not === '') && whole.length < line.text.length ? slice(line, whole.length) : null
}

/** 1.2.x has no conditions, and read_line in lib/parser.c sees none that is indented before 1.3.8: an @ by itself is a word as others are. */
function isWord(line: Line, version: string | undefined): boolean {
  const since = positionAt(line, 0).column > 1 ? '1.3.8' : '1.3.0'
  return line.text === '@' && version !== undefined && !atLeast(version, since)
}

/** What a version may not make of an @ at the start: before 1.3.0, and indented before 1.3.8, it is a letter. */
export function conditionNotes(
  raw: Line,
  line: Line,
): { readonly flaws: readonly Flaw[]; readonly features: readonly Feature[] } {
  if (!line.text.startsWith('@')) return none
  const isIndented = !raw.text.startsWith('@')
  const since = isIndented ? '1.3.8' : '1.3.0'
  const where = positionAt(line, 0)
  if (line.text === '@')
    return {
      ...none,
      flaws: [{ ...syntaxFlaw(where, '@ begins a condition, and none is here', 'take it away'), from: since }],
    }
  // Alone it is a word that 1.2.x passes over.
  const from = /\s/.test(line.text) ? {} : { from: '1.2.20' }
  return { ...none, features: isIndented ? [{ name: 'indented @ condition', ...from, since, where }] : [] }
}

const none = { flaws: [], features: [] }
