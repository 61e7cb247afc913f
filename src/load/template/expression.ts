import { floating } from '../text/whole-float.ts'
import { Refusal, type Token, tokensOf } from './tokens.ts'

/** What stands between {{ and }}. */
export type Expression =
  | { readonly is: 'value'; readonly value: unknown }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly is: 'part'; readonly of: Expression; readonly key: Expression }
  | { readonly is: 'slice'; readonly of: Expression; readonly from: Expression; readonly to: Expression }
  | { readonly is: Asked; readonly of: Expression; readonly name: string; readonly given: readonly Given[] }
  | { readonly is: 'call'; readonly name: string; readonly given: readonly Given[] }
  | { readonly is: 'not'; readonly of: Expression }
  | { readonly is: 'minus'; readonly of: Expression }
  | { readonly is: 'sign'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'choice'; readonly when: Expression; readonly then: Expression; readonly otherwise?: Expression }

/** `of | name(…)`, `of is name(…)`, `of.name(…)`. */
export type Asked = 'filter' | 'test' | 'method'

/** What stands in brackets behind a name; `name=value` has the name. */
export interface Given {
  readonly name?: string
  readonly value: Expression
}

/** Deepest brackets in each other, and words in all. */
const deepest = 20
const mostWords = 1000

interface Cursor {
  readonly tokens: readonly Token[]
  at: number
  depth: number
}

/** Reads an expression. Throws a Refusal. */
export function parseExpression(source: string): Expression {
  const cursor = { tokens: tokensOf(source), at: 0, depth: 0 }
  if (cursor.tokens.length > mostWords) throw new Refusal(`it has more than ${mostWords} words`)
  const expression = choice(cursor)
  if (cursor.tokens[cursor.at]!.kind !== 'end') throw unexpected(cursor)
  return expression
}

function unexpected({ tokens, at }: Cursor): Refusal {
  const { kind, text } = tokens[at]!
  return new Refusal(kind === 'end' ? 'it ends too early' : `${JSON.stringify(text)} was not expected there`)
}

function taken(cursor: Cursor, word: string): boolean {
  const { kind, text } = cursor.tokens[cursor.at]!
  if ((kind !== 'sign' && kind !== 'name') || text !== word) return false
  cursor.at++
  return true
}

function need(cursor: Cursor, word: string): void {
  if (!taken(cursor, word)) throw unexpected(cursor)
}

function deeper<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  if (++cursor.depth > deepest) throw new Refusal(`brackets stand more than ${deepest} deep in it`)
  const found = read(cursor)
  cursor.depth--
  return found
}

/** `a if b else c`. */
function choice(cursor: Cursor): Expression {
  return deeper(cursor, () => {
    let then = signs(cursor, 0)
    while (taken(cursor, 'if')) {
      const when = signs(cursor, 0)
      then = { is: 'choice', when, then, ...(taken(cursor, 'else') && { otherwise: choice(cursor) }) }
    }
    return then
  })
}

/** As Jinja has them, the weakest first. `not` stands between the second and the third level. */
const levels = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'],
  ['+', '-'],
  ['~'],
  ['*', '//', '%', '/'],
] as const

function signs(cursor: Cursor, level: number): Expression {
  if (level === levels.length) return unary(cursor)
  if (level === 2 && taken(cursor, 'not')) return { is: 'not', of: deeper(cursor, () => signs(cursor, level)) }
  let left = signs(cursor, level + 1)
  for (let last: Expression | undefined; ; ) {
    const sign = levels[level]!.find((one) => takenSign(cursor, one))
    if (!sign) return left
    const right = signs(cursor, level + 1)
    // a < b < c asks for both.
    const pair: Expression = { is: 'sign', sign, left: level === 2 && last ? last : left, right }
    left = level === 2 && last ? { is: 'sign', sign: 'and', left, right: pair } : pair
    last = right
  }
}

function takenSign(cursor: Cursor, sign: string): boolean {
  if (sign !== 'not in') return taken(cursor, sign)
  const isThere = cursor.tokens[cursor.at]!.text === 'not' && cursor.tokens[cursor.at + 1]?.text === 'in'
  if (isThere) cursor.at += 2
  return isThere
}

function unary(cursor: Cursor): Expression {
  if (taken(cursor, '-')) return asked(cursor, { is: 'minus', of: deeper(cursor, (it) => parts(it, primary(it))) })
  return asked(cursor, parts(cursor, primary(cursor)))
}

/** Behind a value: `.part`, `[part]`, `[from:to]`, `.method(…)`. */
function parts(cursor: Cursor, value: Expression): Expression {
  for (let of = value; ; ) {
    if (taken(cursor, '.')) {
      const name = memberName(cursor)
      of = taken(cursor, '(')
        ? { is: 'method', of, name: String(name), given: givenIn(cursor) }
        : { is: 'part', of, key: { is: 'value', value: name } }
    } else if (taken(cursor, '[')) {
      of = withKey(cursor, of)
      need(cursor, ']')
    } else return of
  }
}

const nothing: Expression = { is: 'value', value: null }

function withKey(cursor: Cursor, of: Expression): Expression {
  const isAt = (sign: string) => cursor.tokens[cursor.at]!.kind === 'sign' && cursor.tokens[cursor.at]!.text === sign
  const key = isAt(':') ? nothing : choice(cursor)
  if (!taken(cursor, ':')) return { is: 'part', of, key }
  return { is: 'slice', of, from: key, to: isAt(']') ? nothing : choice(cursor) }
}

/** Behind a value and its parts: `| filter(…)`, `is test(…)`. */
function asked(cursor: Cursor, value: Expression): Expression {
  for (let of = value; ; ) {
    if (taken(cursor, '|')) {
      const name = dotted(cursor)
      of = { is: 'filter', of, name, given: taken(cursor, '(') ? givenIn(cursor) : [] }
    } else if (taken(cursor, 'is')) {
      const isNot = taken(cursor, 'not')
      const name = dotted(cursor)
      const test: Expression = { is: 'test', of, name, given: givenTest(cursor) }
      of = isNot ? { is: 'not', of: test } : test
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

function listOf<T>(cursor: Cursor, close: string, read: (cursor: Cursor) => T): readonly T[] {
  const items: T[] = []
  while (!taken(cursor, close)) {
    if (items.length > 0) need(cursor, ',')
    if (taken(cursor, close)) break
    items.push(read(cursor))
  }
  return items
}

const givenIn = (cursor: Cursor) =>
  listOf(cursor, ')', (it): Given => {
    const value = choice(it)
    return value.is === 'name' && taken(it, '=') ? { name: value.name, value: choice(it) } : { value }
  })

/** In brackets, or one value without. */
function givenTest(cursor: Cursor): readonly Given[] {
  if (taken(cursor, '(')) return givenIn(cursor)
  const { kind, text } = cursor.tokens[cursor.at]!
  const isValue = kind === 'sign' ? text === '[' || text === '{' : kind !== 'end' && !reserved.includes(text)
  return isValue || kind === 'text' ? [{ value: parts(cursor, primary(cursor)) }] : []
}

const constants = new Map<string, unknown>(
  Object.entries({ true: true, True: true, false: false, False: false, none: null, None: null }),
)
const reserved = ['if', 'else', 'and', 'or', 'not', 'in', 'is']

function primary(cursor: Cursor): Expression {
  if (taken(cursor, '(')) {
    const inner = choice(cursor)
    if (taken(cursor, ',')) return { is: 'list', items: [inner, ...listOf(cursor, ')', choice)] }
    need(cursor, ')')
    return inner
  }
  if (taken(cursor, '[')) return { is: 'list', items: listOf(cursor, ']', choice) }
  if (taken(cursor, '{')) return { is: 'map', entries: listOf(cursor, '}', entry) }
  const { kind, text } = cursor.tokens[cursor.at]!
  if (kind === 'sign' || kind === 'end' || (kind === 'name' && reserved.includes(text))) throw unexpected(cursor)
  cursor.at++
  if (kind === 'number') return { is: 'value', value: /[.e]/i.test(text) ? floating(Number(text)) : Number(text) }
  if (kind === 'text') return { is: 'value', value: text }
  if (constants.has(text)) return { is: 'value', value: constants.get(text) }
  return taken(cursor, '(') ? { is: 'call', name: text, given: givenIn(cursor) } : { is: 'name', name: text }
}

function entry(cursor: Cursor): readonly [Expression, Expression] {
  const key = choice(cursor)
  need(cursor, ':')
  return [key, choice(cursor)]
}
