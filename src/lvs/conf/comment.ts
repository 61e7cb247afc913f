import { type Flaw, syntaxFlaw } from './flaw.ts'
import { type Line, positionAt, slice, splice, trim } from './line.ts'

export interface Bare {
  /** Without comment, without blanks at both ends. */
  readonly line: Line
  /** From its `#` or `!` on; null: there is none. */
  readonly comment: Line | null
  /** The line ended in a backslash, which is not part of `line` any more. */
  readonly continued: boolean
  readonly flaws: readonly Flaw[]
}

/**
 * Takes a comment off: from a `#` or `!` outside of double quotes on, in the middle of a word, too (keepalived 2.0.9 on;
 * before 1.3 only at the start of a word). `\#` and `\!` stand for the character.
 */
export function withoutComment(given: Line): Bare {
  let line = trim(given)
  let quote = -1
  for (let i = 0; i < line.text.length; i++) {
    const character = line.text[i]!
    if (character === '"') quote = quote < 0 ? i : -1
    else if (character === '\\' && i === line.text.length - 1) return bare(slice(line, 0, i), null, true, quote)
    else if (character === '\\' && quote < 0 && /[#!]/.test(line.text[i + 1]!)) line = splice(line, i, i + 1, '')
    else if (character === '\\') i++
    else if (quote < 0 && (character === '#' || character === '!'))
      return bare(slice(line, 0, i), slice(line, i), false, quote)
  }
  return bare(line, null, false, quote)
}

function bare(line: Line, comment: Line | null, continued: boolean, quote: number): Bare {
  const flaws =
    quote < 0 ? [] : [syntaxFlaw(positionAt(line, quote), 'a quote is not closed', 'add " before the line ends')]
  return { line: trim(line), comment: comment && trim(comment), continued, flaws }
}
