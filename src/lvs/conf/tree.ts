import type { SourcePosition } from '../../model/position.ts'

/** A word without its quotes. */
export interface Word {
  readonly text: string
  readonly quoted: boolean
  readonly where: SourcePosition
}

/** A comment, `#` or `!` included, on a line of its own; one behind a statement comes before it. */
export interface ConfComment {
  readonly comment: string
  readonly where: SourcePosition
}

/** A keyword with its values, and the block that belongs to it; `body` null: there are no braces. */
export interface Statement {
  readonly words: readonly [Word, ...Word[]]
  readonly body: readonly ConfNode[] | null
  /** Where its } is, of a block that has one. */
  readonly end?: SourcePosition | undefined
}

/** A piece of a keepalived.conf, as it stands in a block. */
export type ConfNode = ConfComment | Statement

export const isStatement = (node: ConfNode): node is Statement => (node as Partial<Statement>).words !== undefined

/** The statements among nodes. */
export function statements(nodes: readonly ConfNode[] | null): readonly Statement[] {
  if (nodes === null) return []
  return nodes.every(isStatement) ? nodes : nodes.filter(isStatement)
}

/** The first statement of a block that has one of these keywords. */
export function says({ body }: Statement, ...keywords: readonly string[]): Statement | undefined {
  return statements(body).find((inner) => keywords.includes(keywordOf(inner)))
}

/** The first word. */
export function keywordOf({ words }: Statement): string {
  return words[0].text
}

/** A word's text as people see it: of an empty one nothing would be seen. */
export const shownWord = (text: string): string => (text === '' ? '""' : text)

/** A statement's own words as people see them: `vrrp_instance VI_1`. */
export const titleOf = ({ words }: Statement): string => words.map(({ text }) => shownWord(text)).join(' ')

/** The words behind the keyword, joined by a blank; empty when there are none. */
export function valuesOf({ words }: Statement): string {
  if (words.length < 3) return words[1]?.text ?? ''
  const values = words.slice(1)
  return values.map(({ text }) => text).join(' ')
}

/** Where something is to be added to a block: in an empty one at its }, which is the line that keepalived names. */
export function whereToAdd(block: Statement): SourcePosition {
  return (statements(block.body).length === 0 && block.end) || whereOf(block)
}

/** Where the statement begins. */
export function whereOf({ words }: Statement): SourcePosition {
  return words[0].where
}
