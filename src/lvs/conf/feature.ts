import type { SourcePosition } from '../../model/position.ts'
import { type Line, positionAt } from './line.ts'

/** A piece of the language that came after 1.2.13 (EL6). */
export interface Feature {
  readonly name: string
  /** First version that takes it for a mistake; none: all before `since`. */
  readonly from?: string
  readonly since: string
  readonly where: SourcePosition
  /** What to do, where that is not to write it out. */
  readonly hint?: string
}

/** First version of each, from lib/parser.c of the releases. */
const features: readonly (readonly [pattern: RegExp, name: string, since: string, from?: string])[] = [
  [/^@\S.*\s/, '@ conditions', '1.3.0'],
  [/^\$[A-Za-z_]\w*=/, '$ definitions', '1.4.0', '1.2.20'],
  [/\$\{?_(HASH|BANG|RANDOM)\b/, '$_HASH, $_BANG and $_RANDOM', '2.1.0'],
  [/^~SEQ[^x]/, '~SEQ', '2.0.9'],
  [/^~SEQx/, '~SEQx', '2.1.0'],
  [/^~LST/, '~LST', '2.1.0'],
  [/^include[rmwba][ \t]/, 'include with checks', '2.2.0'],
  [/^[^"]*[^ \t\v\f\r"][{]/, 'a { glued to a word', '1.4.2'],
  [/^(?!(?:group|notification_email) \{)[^"$]*\{\s*[^\s{}]/, 'text behind a {', '1.4.2'],
  [/^(?!\}|(?:group|notification_email) \{)\s*\S.*\s\}$/, 'a } behind text', '1.4.2'],
  [/^(?:group|notification_email) \{\s*[^\s}]/, 'text behind a {', '1.3.0'],
  [/^(?:group|notification_email) \{.*\}$/, 'a } behind text', '1.3.0'],
  [/\{\}$/, 'an empty block on one line', '1.4.2'],
  [/^\}\s*[^\s}]/, 'text behind a }', '1.4.2'],
  [/"([^"]*[ \t])?[#!]/, '# or ! at the start of a word in quotes', '1.2.20'],
]

/** Signs that may stand for something else, a { glued to a word, and what stands behind a brace. */
const special = /[#!"\\@$~]|[^ \t]\{|[{}][\s\S]/

/** Whether a line without blanks at its ends is, as most are, words without quotes, or one end of a block: it uses no feature. */
export function isPlain({ text }: Line): boolean {
  return !special.test(text) && (text === '}' || !text.endsWith('}')) && !text.startsWith('include')
}

const none: readonly Feature[] = []

/** The features that a line uses, comment taken off. */
export function featureOf(line: Line): readonly Feature[] {
  if (isPlain(line)) return none
  return features.flatMap(([pattern, name, since, from]) =>
    pattern.test(line.text) ? [{ name, since, ...(from && { from }), where: positionAt(line, 0) }] : [],
  )
}

/** A comment that begins in the middle of a word; `line`: what stands before it. */
export function gluedComment(line: Line): Feature {
  const lost = line.text === '}' ? ': this } closes nothing, and what stands behind it is lost' : ''
  const hint = `write a blank before it${lost}`
  return { name: 'comment in the middle of a word', since: '1.2.20', where: positionAt(line, 0), hint }
}
