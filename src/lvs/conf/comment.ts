import type { SourcePosition } from '../../model/position.ts'
import { atLeast } from '../language/version.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import { type Line, pick, positionAt, slice, trim } from './line.ts'

export interface Bare {
  /** Without comment, without blanks at both ends. */
  readonly line: Line
  /** From its `#` or `!` on; null: there is none. */
  readonly comment: Line | null
  /** The line ended in a backslash, which is not part of `line` any more. */
  readonly continued: boolean
  readonly flaws: readonly Flaw[]
  /** The comment begins in the middle of a word that counts as a whole. */
  readonly glued: boolean
}

/**
 * Takes a comment off: from a `#` or `!` outside of double quotes on, in the middle of a word, too (keepalived 2.0.9 on;
 * before 1.2.20 only at the start of a word). `\#` and `\!` stand for the character. Before 1.4.0 a backslash is a letter
 * (alloc_strvec and read_line in lib/parser.c).
 */
export function withoutComment(given: Line, version?: string): Bare {
  const line = trim(given)
  const dropped: number[] = []
  const escapes = version === undefined || atLeast(version, '1.4.0')
  let quote = -1
  const kept = (end?: number) => without(slice(line, 0, end), dropped)
  for (let i = 0; i < line.text.length; i++) {
    const character = line.text[i]!
    if (character === '"') quote = quote < 0 ? i : -1
    else if (character === '\\' && !escapes) continue
    else if (character === '\\' && i === line.text.length - 1) return bare(kept(i), null, true, at(quote, line))
    else if (character === '\\') {
      if (quote < 0 && /[#!]/.test(line.text[i + 1]!)) dropped.push(i)
      i++
    } else if (quote < 0 && (character === '#' || character === '!'))
      return bare(kept(i), slice(line, i), goesOn(line, version), null)
  }
  return bare(kept(), null, false, at(quote, line))
}

/** keepalived 2.0.9 and newer take the comment away, and leave the backslash that it ends in. */
function goesOn({ text }: Line, version: string | undefined): boolean {
  return version !== undefined && /(^|[^\\])(\\\\)*\\$/.test(text) && atLeast(version, '2.0.9')
}

const at = (quote: number, line: Line) => (quote < 0 ? null : positionAt(line, quote))

/** Without the characters at these places, which are in order. */
function without(line: Line, dropped: readonly number[]): Line {
  if (dropped.length === 0) return line
  const gone = new Set(dropped)
  const left = [...Array(line.text.length).keys()].filter((i) => !gone.has(i))
  return pick(line, left)
}

/** Text behind a number or a { is not looked at. */
const isGlued = (before: string) => /[^ \t"]$/.test(before) && !/(^|[ \t])(-?\d+|\{)$/.test(before)

function bare(line: Line, comment: Line | null, continued: boolean, quote: SourcePosition | null): Bare {
  const flaws = quote === null ? [] : [syntaxFlaw(quote, 'a quote is not closed', 'add " before the line ends')]
  return {
    line: trim(line),
    comment: comment && trim(comment),
    continued,
    flaws,
    glued: comment !== null && isGlued(line.text),
  }
}
