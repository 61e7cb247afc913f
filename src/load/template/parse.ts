import { type Expression, parseExpression } from './expression.ts'
import { Refusal } from './tokens.ts'

/** Text, and expressions in it. */
export type Template = readonly (string | { readonly source: string; readonly expression: Expression })[]

/** Reads text with expressions. Throws a Refusal for statements, and for what can't be read. */
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
  if (text[open + 1] === '%')
    throw new Refusal(
      'it has a statement, {% … %}',
      'Of a condition write {{ a if b else c }}; a role can work out more in TypeScript.',
    )
  const isComment = text[open + 1] === '#'
  let [quote, depth] = ['', 0]
  for (let at = open + 2; at < text.length; at++) {
    const char = text[at]!
    const isEnd = isComment ? text.startsWith('#}', at) : quote === '' && depth === 0 && text.startsWith('}}', at)
    if (isEnd) return at + 2
    if (isComment) continue
    if (quote !== '') {
      if (char === '\\') at++
      else if (char === quote) quote = ''
    } else if (/["']/.test(char)) quote = char
    else if (char === '{') depth++
    else if (char === '}' && depth > 0) depth--
  }
  throw new Refusal('its braces are not closed', 'Close them with }}.')
}

function expressionIn(source: string): Template[number] {
  return { source, expression: parseExpression(source.slice(2, -2).replace(/^-|-$/g, '')) }
}
