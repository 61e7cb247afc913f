import type { SourcePosition } from '../../model/position.ts'

/** Text of one line; `columns` has the place of every character in the file, from 1. */
export interface Line {
  readonly text: string
  readonly columns: readonly number[]
  readonly file: string
  readonly line: number
}

/** The lines of a file as it is on disk. */
export function linesOf(text: string, file: string): readonly Line[] {
  return text.split('\n').map((raw, index) => {
    const line = raw.replace(/\r+$/, '')
    return { text: line, columns: Array.from({ length: line.length }, (_, i) => i + 1), file, line: index + 1 }
  })
}

/** Where the character at `index` is; past the end: behind the last one. */
export function positionAt({ file, line, columns }: Line, index: number): SourcePosition {
  return { file, line, column: columns[index] ?? (columns.at(-1) ?? 0) + 1 }
}

export function slice(line: Line, from: number, to: number = line.text.length): Line {
  return { ...line, text: line.text.slice(from, to), columns: line.columns.slice(from, to) }
}

/** What parts words: isspace of C. A no-break blank or one of another script is a letter to keepalived. */
export const isBlank = (character: string) => ' \t\v\f\r\n'.includes(character)

/** Without blanks at both ends. */
export function trim(line: Line): Line {
  const { text } = line
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text[start]!)) start++
  while (end > start && isBlank(text[end - 1]!)) end--
  return slice(line, start, end)
}

/** The line with other text from `from` to `to`; all of that text is where the old one began. */
export function splice(line: Line, from: number, to: number, text: string): Line {
  const column = line.columns[from] ?? 1
  return {
    ...line,
    text: line.text.slice(0, from) + text + line.text.slice(to),
    columns: [
      ...line.columns.slice(0, from),
      ...Array.from({ length: text.length }, () => column),
      ...line.columns.slice(to),
    ],
  }
}
