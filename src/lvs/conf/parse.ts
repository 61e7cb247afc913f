import type { SourcePosition } from '../../model/position.ts'
import { ownLineSince } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import { earlyTree, type PlainLine } from './early.ts'
import { type Expanded, expand } from './expand.ts'
import type { Feature } from './feature.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import type { ConfOptions } from './include.ts'
import { type Line, positionAt, slice, trim } from './line.ts'
import { type ConfNode, isStatement, keywordOf, type Statement, type Word, whereOf } from './tree.ts'
import { wordsOf } from './words.ts'

/** A keepalived.conf as keepalived works on it. With flaws of severity error the tree is what could be read. */
export interface Conf extends Pick<Expanded, 'features' | 'flaws'> {
  readonly nodes: readonly ConfNode[]
}

/** Blocks within one another; keepalived has four. What is deeper is left out. */
const deepest = 50

interface Reading {
  readonly blocks: OpenBlock[]
  readonly flaws: Flaw[]
  readonly features: Feature[]
  /** Before 1.4.2 braces behind those of an outermost block are not looked at. */
  readonly passesOver: boolean
  /** Blocks whose } stands further out than they. */
  readonly shifted: Statement[]
  /** } that stand further in than the blocks that they close. */
  readonly early: Flaw[]
  /** The texts of words, each once. */
  readonly texts: Map<string, string>
  readonly version: string | undefined
}

interface OpenBlock {
  readonly owner: NewStatement | null
  readonly nodes: ConfNode[]
}

/** A statement before its block is read. */
type NewStatement = { -readonly [K in keyof Statement]: Statement[K] }

/** Reads a keepalived.conf; includes come from `options.read`. Never throws: what is wrong is in `flaws`. */
export function parseConf(text: string, options: ConfOptions): Conf {
  const outermost: OpenBlock = { owner: null, nodes: [] }
  const passesOver = options.version !== undefined && !atLeast(options.version, '1.4.2')
  const lists = { flaws: [], shifted: [], early: [], features: [] }
  const reading: Reading = { blocks: [outermost], ...lists, passesOver, texts: new Map(), version: options.version }
  const { blocks, flaws, shifted } = reading
  const { flaws: others, features } = expand(text, options, (line, isComment) => readLine(line, isComment, reading))
  for (const { owner } of blocks.slice(1, deepest)) {
    flaws.push(syntaxFlaw(whereOf(owner!), `${label(owner!)} is not closed`, 'add } where it ends'))
  }
  const [, unclosed] = blocks
  if (unclosed) flaws.push(missingBrace(linesOf(text, options), shifted[0] ?? unclosed.owner!))
  while (blocks.length > 1) close(blocks)
  const newer = {
    nodes: outermost.nodes,
    flaws: [...others, ...flaws],
    features: [...features, ...reading.features],
  }
  return options.version === undefined || atLeast(options.version, '1.2.20')
    ? newer
    : asEarly(newer, linesOf(text, options), others.length)
}

function linesOf(text: string, options: ConfOptions): readonly PlainLine[] {
  const lines: PlainLine[] = []
  expand(text, options, (line, comment) => lines.push({ line, comment }))
  return lines
}

/** What braces are wrong for newer versions only, the tree is another; `others`: how many flaws are not of braces. */
function asEarly(newer: Conf, lines: readonly PlainLine[], others: number): Conf {
  const { flaws, features } = newer
  const nodes = earlyTree(lines)
  if (nodes === null) return newer
  const mild = flaws.map((flaw, i) => (i < others ? flaw : { ...flaw, from: '1.2.20' }))
  return { nodes, flaws: mild, features: features.filter(({ name }) => !/[{}]|empty block/.test(name)) }
}

/** keepalived 1.4.2 on: each brace outside of double quotes is a line of its own. */
function readLine(line: Line, isComment: boolean, reading: Reading): void {
  if (isComment) {
    reading.blocks.at(-1)!.nodes.push({ comment: line.text, where: positionAt(line, 0) })
    return
  }
  const brace = line.text.length === 1 ? -1 : line.text.search(/[{}]/)
  if (brace < 0) readPiece(line, reading)
  else for (const piece of piecesOf(slice(line, 0, counted(line, reading)), brace)) readPiece(piece, reading)
}

function readPiece(piece: Line, reading: Reading): void {
  if (piece.text === '{') open(positionAt(piece, 0), reading)
  else if (piece.text === '}') endBlock(positionAt(piece, 0), reading)
  else readStatement(piece, reading)
}

function endBlock(where: SourcePosition, { blocks, flaws, shifted, early }: Reading): void {
  if (blocks.length > 1) {
    const { owner } = blocks.at(-1)!
    // Further out than its block: most likely a } is missing before.
    if (where.line > whereOf(owner!).line && where.column < whereOf(owner!).column) shifted.push(owner!)
    if (where.line > whereOf(owner!).line && where.column > whereOf(owner!).column)
      early.push(oneTooMany(where, owner!))
    close(blocks, where)
  } else {
    const hint = 'take away one } more than was opened: this one, where those above are right'
    flaws.push(...early.splice(0, 1), syntaxFlaw(where, 'no block is open here', hint))
  }
}

/** How much of a line counts: an outermost block begins with the last {, but for vrrp_sync_group, which counts its words, and what stands behind its } is not looked at by the process that has no use for it. */
function counted({ text }: Line, { blocks, passesOver }: Reading): number {
  if (!passesOver || blocks.length > 2) return text.length
  const kept = (blocks.length === 2 ? /^\}(?=[\s{}]+$)/ : /^(?!vrrp_sync_group\b)[^{}]+\{(?=[\s{]+$)/).exec(text)
  return kept?.[0].length ?? text.length
}

/** The first brace of the line is at `brace`. */
function piecesOf(line: Line, brace: number): readonly Line[] {
  if (brace === line.text.length - 1 && !line.text.includes('"'))
    return [trim(slice(line, 0, brace)), slice(line, brace)]
  const parts = [...line.text.matchAll(/[{}]|(?:"[^"]*"?|[^"{}])+/g)]
  return parts
    .map((part) => trim(slice(line, part.index, part.index + part[0].length)))
    .filter(({ text }) => text !== '')
}

function readStatement(piece: Line, { blocks, flaws, texts, version }: Reading): void {
  const { words, flaws: bad } = wordsOf(piece, texts, version)
  flaws.push(...bad)
  if (words.length > 0) blocks.at(-1)!.nodes.push(newStatement(words as readonly [Word, ...Word[]]))
}

const newStatement = (words: Statement['words']): NewStatement => ({ words, body: null, end: undefined })

function open(where: SourcePosition, { blocks, flaws, features }: Reading): void {
  const { nodes } = blocks.at(-1)!
  const index = nodes.findLastIndex(isStatement)
  const owner = nodes[index] as NewStatement | undefined
  if (!owner || owner.body !== null) {
    flaws.push(syntaxFlaw(where, 'a { without the word that it belongs to', 'write the name of the block before it'))
    blocks.push({ owner: newStatement([{ text: '', quoted: true, where }]), nodes: [] })
    return
  }
  const since = whereOf(owner).line < where.line ? ownLineSince(keywordOf(owner)) : null
  if (since) features.push({ name: `{ of ${keywordOf(owner)} on a line of its own`, since, where })
  if (blocks.length === deepest)
    flaws.push(syntaxFlaw(where, `blocks are more than ${deepest} deep`, 'look for a } that is missing above'))
  const body = nodes.splice(index + 1)
  if (blocks.length >= deepest) nodes.pop()
  owner.body = body
  blocks.push({ owner, nodes: body })
}

function close(blocks: OpenBlock[], end?: SourcePosition): void {
  const { owner } = blocks.pop()!
  if (owner) owner.end = end
}

function oneTooMany(where: SourcePosition, owner: Statement): Flaw {
  return syntaxFlaw(where, `a } too many, most likely here: it closes ${label(owner)}`, 'take it away')
}

/** Where the lines end that are further in than the block, or all of them. */
function missingBrace(lines: readonly PlainLine[], owner: Statement): Flaw {
  const { file, line: from, column } = whereOf(owner)
  const behind = lines.filter(({ line }) => line.file === file && line.line > from)
  const next = behind.findIndex(({ line, comment }) => !comment && positionAt(line, 0).column <= column)
  const last = (next < 0 ? behind.at(-1) : behind[next - 1])?.line.line ?? from
  const where = { file, line: next < 0 ? last : last + 1, column }
  return syntaxFlaw(where, `the } of ${label(owner)} is missing, most likely here`, 'add it')
}

function label(owner: Statement): string {
  return owner.words.map(({ text }) => text).join(' ') || '{'
}
