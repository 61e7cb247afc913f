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
}

const notLiteral = Symbol('not a literal')

/** Python's literals become values (numbers, True and False in any case, None, quoted text, lists, tuples, dicts); all else is text. */
export function parseLiteral(text: string): Literal {
  const cursor: Cursor = { text, at: 0, offsets: new Map() }
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
    return cursor.at === cursor.text.length ? value : notLiteral
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
  if (first === "'" || first === '"') return quoted(cursor, first)
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

const escapes = new Map(Object.entries({ n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }))

function quoted(cursor: Cursor, quote: string): string {
  let value = ''
  for (cursor.at++; cursor.text[cursor.at] !== quote; cursor.at++) {
    const char = cursor.text[cursor.at]
    if (char === undefined) throw notLiteral
    const next = cursor.text[cursor.at + 1] ?? ''
    const escaped = char === '\\' ? escapes.get(next) : undefined
    if (escaped !== undefined) cursor.at++
    value += escaped ?? char
  }
  cursor.at++
  return value
}

function word(cursor: Cursor): unknown {
  const [found = ''] = /^[^\s,:[\](){}]+/.exec(cursor.text.slice(cursor.at)) ?? []
  cursor.at += found.length
  if (/^(true|false)$/i.test(found)) return found.toLowerCase() === 'true'
  if (found === 'None') return null
  // A leading zero is no number in Python: 0123 stays text.
  if (/^[+-]?(0|[1-9]\d*)$/.test(found) && Number.isSafeInteger(Number(found))) return Number(found)
  if (/^[+-]?(\d+\.\d*|\.\d+)(e[+-]?\d+)?$/i.test(found)) return Number(found)
  throw notLiteral
}
