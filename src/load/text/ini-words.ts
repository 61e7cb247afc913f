/** A word of a line, its quotes taken off, and the column of each of its characters. */
export interface Word {
  readonly text: string
  readonly column: number
  readonly columns: readonly number[]
  /** A `#` inside the word, where Ansible cuts word and line. */
  readonly cutAt?: number
}

/** A line that cannot be split into words. */
export class WordError extends Error {
  readonly column: number

  constructor(message: string, column: number) {
    super(message)
    this.column = column
  }
}

/** Splits a line as a shell would: quotes and backslashes protect; a `#` begins a comment. Throws WordError. */
export function splitWords(line: string): readonly Word[] {
  const words: Word[] = []
  let at = 0
  while (at < line.length) {
    if (/\s/.test(line[at]!)) at++
    else if (line[at] === '#') break
    else {
      const { word, end } = readWord(line, at)
      words.push(word)
      at = word.cutAt === undefined ? end : line.length
    }
  }
  return words
}

function readWord(line: string, start: number): { word: Word; end: number } {
  let text = ''
  const columns: number[] = []
  let quote = ''
  let quoteAt = start
  let at = start
  for (; at < line.length && (quote !== '' || !/[\s#]/.test(line[at]!)); at++) {
    const char = line[at]!
    if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) [quote, quoteAt] = [char, at]
    else {
      if (escapes(line, at, quote)) at++
      text += line[at]!
      columns.push(at + 1)
    }
  }
  if (quote !== '') throw new WordError(`a ${quote} is opened and not closed`, quoteAt + 1)
  const word = { text, column: start + 1, columns: [...columns, at + 1] }
  return { word: line[at] === '#' ? { ...word, cutAt: at + 1 } : word, end: at }
}

function escapes(line: string, at: number, quote: string): boolean {
  if (line[at] !== '\\' || at + 1 >= line.length || quote === "'") return false
  return quote === '' || line[at + 1] === '"' || line[at + 1] === '\\'
}
