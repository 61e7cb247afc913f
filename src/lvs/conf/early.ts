import { innerPath, keywords, shapeOf } from '../language/keywords.ts'
import { type Line, positionAt } from './line.ts'
import type { ConfNode, Statement, Word } from './tree.ts'
import { wordsOf } from './words.ts'

/** A line, and whether it is a comment. */
export interface PlainLine {
  readonly line: Line
  readonly comment: boolean
}

/** A block that is open; `path` null: it holds a list. */
interface Open {
  readonly head: Statement
  readonly path: string | null
  readonly nodes: ConfNode[]
}

/**
 * The tree as keepalived before 1.2.20 reads it (process_stream and alloc_value_block in lib/parser.c): a word that has a
 * block goes on to the next line that begins with }, what else stands on the line of a { or } is not looked at, and a } too
 * many neither. Null where a word is lost in that way.
 */
export function earlyTree(lines: readonly PlainLine[]): readonly ConfNode[] | null {
  const outermost: ConfNode[] = []
  const open: Open[] = []
  const texts = new Map<string, string>()
  for (const { line, comment } of lines) {
    const nodes = open.at(-1)?.nodes ?? outermost
    if (comment) nodes.push({ comment: line.text, where: positionAt(line, 0) })
    const [first, ...rest] = comment ? [] : wordsOf(line, texts, '1.2.2').words
    if (!first) continue
    if (first.text === '}') {
      if (!rest.every(isBraces)) return null
      close(open, outermost)
    } else if (!read(first, rest, open, outermost)) return null
  }
  while (open.length > 0) close(open, outermost)
  return outermost
}

const isBraces = ({ text }: Word) => /^[{}]+$/.test(text)

/** False: a word is lost. */
function read(first: Word, rest: readonly Word[], open: Open[], outermost: ConfNode[]): boolean {
  const around = open.at(-1)
  const nodes = around?.nodes ?? outermost
  const path = around ? around.path : ''
  const statement: Statement = { words: [first, ...withoutBraces(rest)], body: null }
  const braces = rest.filter(isBraces).length
  const isWhole =
    statement.words.length + braces === rest.length + 1 &&
    statement.words.every(({ text, quoted }) => quoted || !/[{}]/.test(text))
  if (path === null) {
    nodes.push(statement)
    return isWhole && braces === 0
  }
  if (!keywords.get(path)?.has(first.text)) return first.text === '{' && rest.length === 0
  const shape = shapeOf(path, first.text)
  if (shape === 'value') {
    nodes.push(statement)
    return isWhole && braces === 0
  }
  open.push({ head: statement, path: shape === 'list' ? null : innerPath(path, first.text), nodes: [] })
  return isWhole
}

/** What stands before the first brace; a number ends where its digits do. */
function withoutBraces(words: readonly Word[]): readonly Word[] {
  const end = words.findIndex(isBraces)
  return words
    .slice(0, end < 0 ? words.length : end)
    .map((word) => (/^\d+[^{}]*\{$/.test(word.text) ? { ...word, text: word.text.slice(0, -1) } : word))
}

function close(open: Open[], outermost: ConfNode[]): void {
  const block = open.pop()
  if (block) (open.at(-1)?.nodes ?? outermost).push({ ...block.head, body: block.nodes })
}
