import { Refusal, type Token, tokensOf } from './tokens.ts'

/** What stands between {{ and }}. */
export type Expression =
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'part'; readonly of: Expression; readonly key: Expression }
  | { readonly is: 'filter'; readonly of: Expression; readonly name: string; readonly given: readonly Expression[] }
  | { readonly is: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly is: 'joined'; readonly sign: '~' | '+'; readonly left: Expression; readonly right: Expression }

/** Text, and expressions in it. */
export type Template = readonly (string | { readonly source: string; readonly expression: Expression })[]

/** Reads text with expressions. Throws a Refusal for statements and what is more than names, parts, filters and lookups. */
export function parseTemplate(text: string): Template {
  const parts: Template[number][] = []
  for (let at = 0; at < text.length; ) {
    const open = nextOpening(text, at)
    if (open > at) parts.push(text.slice(at, open))
    if (open === text.length) break
    const end = endOf(text, open)
    if (text[open + 2] === '-') trimLast(parts)
    if (text[open + 1] === '{') parts.push(expressionIn(text.slice(open, end)))
    at = text[end - 3] === '-' ? end + text.slice(end).search(/\S|$/) : end
  }
  return parts
}

/** A dash inside the braces takes the blanks beside them away. */
function trimLast(parts: Template[number][]): void {
  const last = parts.at(-1)
  if (typeof last === 'string') parts[parts.length - 1] = last.trimEnd()
}

function nextOpening(text: string, from: number): number {
  const opening = /\{[{%#]/g
  opening.lastIndex = from
  return opening.exec(text)?.index ?? text.length
}

/** Behind the braces that close what opens at `open`; those in quotes close nothing. */
function endOf(text: string, open: number): number {
  if (text[open + 1] === '%') throw new Refusal('it has a statement, {% … %}')
  const isComment = text[open + 1] === '#'
  let quote = ''
  for (let at = open + 2; at < text.length; at++) {
    const char = text[at]!
    if (isComment ? text.startsWith('#}', at) : quote === '' && text.startsWith('}}', at)) return at + 2
    if (isComment) continue
    if (quote !== '' && char === '\\') at++
    else if (char === quote) quote = ''
    else if (quote === '' && /["']/.test(char)) quote = char
  }
  throw new Refusal('its braces are not closed', 'Close them with }}.')
}

function expressionIn(source: string): Template[number] {
  return { source, expression: parseExpression(source.slice(2, -2).replace(/^-|-$/g, '')) }
}

/** Deepest brackets in each other. */
const deepest = 20

interface Cursor {
  readonly tokens: readonly Token[]
  at: number
  depth: number
}

function parseExpression(source: string): Expression {
  const cursor = { tokens: tokensOf(source), at: 0, depth: 0 }
  const expression = joined(cursor)
  if (cursor.tokens[cursor.at]!.kind !== 'end') throw unexpected(cursor)
  return expression
}

function unexpected({ tokens, at }: Cursor): Refusal {
  const { kind, text } = tokens[at]!
  return new Refusal(
    kind === 'end'
      ? 'it ends too early'
      : `it has ${JSON.stringify(text)} where lbprov expects no more than names, parts, filters and lookups`,
  )
}

function taken(cursor: Cursor, sign: string): boolean {
  const { kind, text } = cursor.tokens[cursor.at]!
  if (kind !== 'sign' || text !== sign) return false
  cursor.at++
  return true
}

function need(cursor: Cursor, sign: string): void {
  if (!taken(cursor, sign)) throw unexpected(cursor)
}

function joined(cursor: Cursor): Expression {
  if (++cursor.depth > deepest) throw new Refusal(`brackets stand more than ${deepest} deep in it`)
  let left = withParts(cursor)
  for (;;) {
    const sign = taken(cursor, '~') ? '~' : taken(cursor, '+') ? '+' : undefined
    if (!sign) break
    left = { is: 'joined', sign, left, right: withParts(cursor) }
  }
  cursor.depth--
  return left
}

function withParts(cursor: Cursor): Expression {
  let of = primary(cursor)
  for (;;) {
    if (taken(cursor, '.')) of = { is: 'part', of, key: { is: 'value', value: memberName(cursor) } }
    else if (taken(cursor, '[')) {
      of = { is: 'part', of, key: joined(cursor) }
      need(cursor, ']')
    } else if (taken(cursor, '|')) {
      const name = dotted(cursor)
      of = { is: 'filter', of, name, given: taken(cursor, '(') ? listOf(cursor, ')') : [] }
    } else return of
  }
}

function memberName(cursor: Cursor): string | number {
  const { kind, text } = cursor.tokens[cursor.at++]!
  if (kind === 'name') return text
  if (kind === 'number' && /^\d+$/.test(text)) return Number(text)
  cursor.at--
  throw unexpected(cursor)
}

function dotted(cursor: Cursor): string {
  let name = String(memberName(cursor))
  while (taken(cursor, '.')) name += `.${memberName(cursor)}`
  return name
}

/** What is given, up to the closing bracket; of `name=value` the value. */
function listOf(cursor: Cursor, close: string): readonly Expression[] {
  const items: Expression[] = []
  while (!taken(cursor, close)) {
    if (items.length > 0) need(cursor, ',')
    if (taken(cursor, close)) break
    items.push(joined(cursor))
    if (taken(cursor, '=')) items[items.length - 1] = joined(cursor)
  }
  return items
}

const constants = new Map<string, unknown>(
  Object.entries({ true: true, True: true, false: false, False: false, none: null, None: null }),
)

function primary(cursor: Cursor): Expression {
  const { kind, text } = cursor.tokens[cursor.at]!
  if (taken(cursor, '(')) {
    const inner = joined(cursor)
    need(cursor, ')')
    return inner
  }
  if (taken(cursor, '[')) return { is: 'list', items: listOf(cursor, ']') }
  const minus = taken(cursor, '-')
  const token = cursor.tokens[cursor.at]!
  if (token.kind === 'number') {
    cursor.at++
    return { is: 'value', value: Number(token.text) * (minus ? -1 : 1) }
  }
  if (minus || (kind !== 'text' && kind !== 'name')) throw unexpected(cursor)
  cursor.at++
  if (kind === 'text') return { is: 'value', value: text }
  if (constants.has(text)) return { is: 'value', value: constants.get(text) }
  return taken(cursor, '(') ? { is: 'call', name: text, given: listOf(cursor, ')') } : { is: 'name', name: text }
}
