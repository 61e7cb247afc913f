import type { Path } from '../../model/host.ts'

/** A value as Ansible types it in INI files, and where in the text each part of it starts. */
export interface Literal {
  readonly value: unknown
  readonly offsetOf: (path: Path) => number
}

interface Cursor {
  readonly text: string
  at: number
  readonly offsets: Map<string, number>
  readonly float: (value: number) => unknown
}

const notLiteral = Symbol('not a literal')

/** Python's literals become values (numbers, True and False in any case, None, quoted text, lists, tuples, dicts), a comment behind them is left out; all else is text. `float` makes what is to stand for a float. */
export function parseLiteral(text: string, float: (value: number) => unknown = Number): Literal {
  const cursor: Cursor = { text, at: 0, offsets: new Map(), float }
  const value = whole(cursor)
  const isText = value === notLiteral
  return {
    value: isText ? text : value,
    offsetOf: (path) => (isText ? 0 : (cursor.offsets.get(JSON.stringify(path)) ?? 0)),
  }
}

function whole(cursor: Cursor): unknown {
  try {
    const value = literal(cursor, [])
    skipSpace(cursor)
    // To Python what follows is a comment.
    return cursor.at === cursor.text.length || cursor.text[cursor.at] === '#' ? value : notLiteral
  } catch (thrown) {
    if (thrown === notLiteral) return notLiteral
    throw thrown
  }
}

/** Deepest nesting of lists and dicts; what is deeper is text. */
const deepest = 100

function literal(cursor: Cursor, path: Path): unknown {
  if (path.length > deepest) throw notLiteral
  skipSpace(cursor)
  cursor.offsets.set(JSON.stringify(path), cursor.at)
  const first = cursor.text[cursor.at]
  if (first === '[') return list(cursor, path, ']')
  if (first === '(') return list(cursor, path, ')')
  if (first === '{') return dict(cursor, path)
  if (opening.test(cursor.text.slice(cursor.at, cursor.at + 3))) return quoted(cursor)
  return word(cursor)
}

function list(cursor: Cursor, path: Path, close: string): unknown[] {
  const items: unknown[] = []
  cursor.at++
  while (!taken(cursor, close)) {
    items.push(literal(cursor, [...path, items.length]))
    separator(cursor, close)
  }
  return items
}

function dict(cursor: Cursor, path: Path): Record<string, unknown> {
  const entries: [string, unknown][] = []
  cursor.at++
  while (!taken(cursor, '}')) {
    const key = String(literal(cursor, [...path, '']))
    if (!taken(cursor, ':')) throw notLiteral
    entries.push([key, literal(cursor, [...path, key])])
    separator(cursor, '}')
  }
  return Object.fromEntries(entries)
}

function separator(cursor: Cursor, close: string): void {
  skipSpace(cursor)
  if (!taken(cursor, ',') && cursor.text[cursor.at] !== close) throw notLiteral
}

function taken(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== mark) return false
  cursor.at++
  return true
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.text[cursor.at] ?? '')) cursor.at++
}

const escapes = new Map(
  Object.entries({ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' }),
)
const numbered = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(000[\da-fA-F]{5}|0010[\da-fA-F]{4})|([0-7]{1,3}))/

/** Text in quotes, `u'…'` and `r'…'` too; pieces that follow each other are one. */
function quoted(cursor: Cursor): string {
  let value = ''
  for (let piece = pieceAt(cursor); piece; piece = pieceAt(cursor)) value += textIn(cursor, piece)
  return value
}

function pieceAt(cursor: Cursor): RegExpExecArray | null {
  skipSpace(cursor)
  return opening.exec(cursor.text.slice(cursor.at, cursor.at + 3))
}

const opening = /^([uUbBrR]{0,2})(['"])/

function textIn(cursor: Cursor, [opened, prefix = '', quote = '']: RegExpExecArray): string {
  let value = ''
  const isRaw = /r/i.test(prefix)
  for (cursor.at += opened.length; cursor.text[cursor.at] !== quote; cursor.at++) {
    const char = cursor.text[cursor.at]
    if (char === undefined) throw notLiteral
    value += char === '\\' ? escapeAt(cursor, isRaw) : char
  }
  cursor.at++
  return value
}

function escapeAt(cursor: Cursor, isRaw: boolean): string {
  const next = cursor.text[cursor.at + 1] ?? ''
  const [found, ...codes] = numbered.exec(cursor.text.slice(cursor.at + 1, cursor.at + 10)) ?? []
  if (isRaw) cursor.at += 1
  else if (found) cursor.at += found.length
  else if (escapes.has(next)) cursor.at++
  if (isRaw) return `\\${next}`
  const octal = codes[3] === undefined ? undefined : Number.parseInt(codes[3], 8)
  if (found) return String.fromCodePoint(octal ?? Number.parseInt(codes.find(Boolean)!, 16))
  return escapes.get(next) ?? '\\'
}

function word(cursor: Cursor): unknown {
  const [found = ''] = /^[^\s,:[\](){}#]+/.exec(cursor.text.slice(cursor.at)) ?? []
  cursor.at += found.length
  if (/^(true|false)$/i.test(found)) return found.toLowerCase() === 'true'
  if (found === 'None') return null
  const number = numberOf(found)
  if (number === undefined) throw notLiteral
  return isFloat(found) ? cursor.float(number) : number
}

const digits = String.raw`\d(?:_?\d)*`
const decimal = new RegExp(
  String.raw`^[+-]?(?:0(?:_?0)*|[1-9](?:_?\d)*|(?:${digits}\.(?:${digits})?|\.${digits})(?:e[+-]?${digits})?|${digits}e[+-]?${digits})$`,
  'i',
)

const isFloat = (text: string) => /[.e]/i.test(text) && !/^[+-]?0[xob]/i.test(text)

/** A leading zero is no number in Python: 0123 stays text; so does what is more than a number here can hold. */
function numberOf(text: string): number | undefined {
  const [, sign = '', based] = /^([+-]?)(0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+)$/i.exec(text) ?? []
  if (!based && !decimal.test(text)) return undefined
  const number = Number((based ?? text).replaceAll('_', ''))
  const isExact = isFloat(text) ? Number.isFinite(number) : Number.isSafeInteger(number)
  return isExact ? (sign === '-' && based ? -number : number) : undefined
}
