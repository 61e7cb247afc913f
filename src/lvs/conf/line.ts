import type { SourcePosition } from '../../model/position.ts'

/** Text of one line. */
export interface Line {
  readonly text: string
  /** Column in the file, from 1, of the first character, where the others follow; otherwise that of each. */
  readonly columns: number | readonly number[]
  readonly file: string
  readonly line: number
}

/** A line of a file as it is on disk. */
export function lineOf(raw: string, file: string, line: number): Line {
  return { text: raw.endsWith('\r') ? raw.replace(/\r+$/, '') : raw, columns: 1, file, line }
}

/** Where the character at `index` is; past the end: behind the last one. */
export function positionAt({ text, file, line, columns }: Line, index: number): SourcePosition {
  if (typeof columns === 'number') return { file, line, column: columns + Math.min(index, text.length) }
  return { file, line, column: columns[index] ?? (columns.at(-1) ?? 0) + 1 }
}

export function slice(line: Line, from: number, to: number = line.text.length): Line {
  const { text, columns, file, line: number } = line
  if (from === 0 && to === text.length) return line
  const left = typeof columns === 'number' ? columns + from : columns.slice(from, to)
  return { text: text.slice(from, to), columns: left, file, line: number }
}

/** What parts words: isspace of C. A no-break blank or one of another script is a letter to keepalived. */
export function isBlankAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code === 32 || (code >= 9 && code <= 13)
}

/** Without blanks at both ends. */
export function trim(line: Line): Line {
  const { text } = line
  let start = 0
  let end = text.length
  while (start < end && isBlankAt(text, start)) start++
  while (end > start && isBlankAt(text, end - 1)) end--
  return slice(line, start, end)
}

/** The line with other text from `from` to `to`; all of that text is where the old one began. */
export function splice(line: Line, from: number, to: number, text: string): Line {
  const { column } = positionAt(line, from)
  return join({ ...line, text: line.text.slice(0, from) + text + line.text.slice(to) }, [
    columnsOf(line, 0, from),
    Array.from({ length: text.length }, () => column),
    columnsOf(line, to, line.text.length),
  ])
}

/** The characters at these places, which are in order, alone. */
export function pick(line: Line, places: readonly number[]): Line {
  const text = places.map((i) => line.text[i]).join('')
  return join({ ...line, text }, [places.map((i) => positionAt(line, i).column)])
}

/** One line behind the other. */
export function glue(line: Line, behind: Line): Line {
  const columns = [line, behind].map((part) => columnsOf(part, 0, part.text.length))
  return join({ ...line, text: line.text + behind.text }, columns)
}

function columnsOf(line: Line, from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => positionAt(line, from + i).column)
}

function join(line: Line, columns: readonly (readonly number[])[]): Line {
  return { ...line, columns: columns.flat() }
}
