import { homesOf } from '../language/keywords.ts'
import { parseConf } from './parse.ts'
import { type ConfNode, keywordOf, type Statement, statements } from './tree.ts'

const mark = '‹secret›'

/**
 * A keepalived.conf as it may be shown: passwords are masked however they are written (with a comment behind, quoted, in a
 * comment, on one line with their block, by a definition). What can't be told apart from a password is masked, too.
 */
export function maskKeepalivedConf(text: string): string {
  const passwords = passwordsOf(text)
  const standing = new Set(text.split(/[\s"{}]+/))
  const composed = /auth_pass.*\$/i.test(text) || passwords.some((password) => !standing.has(password))
  const lines = maskedLines(text.split('\n'), composed)
  return passwords.filter((password) => password.length >= 4).reduce(withoutWord, lines.join('\n'))
}

/** What keepalived would take for passwords, with definitions filled in and all conditions true, and what may be meant as one. */
function passwordsOf(text: string): readonly string[] {
  const { nodes } = parseConf(text.replaceAll(/^[ \t]*@\^?[^ \t\n]+[ \t]+/gm, ''), { file: '' })
  return passwordsIn(nodes)
}

/** The same of a tree. */
export function passwordsIn(nodes: readonly ConfNode[]): readonly string[] {
  return [...new Set(statements(nodes).flatMap(secretWords))].filter((password) => password !== '')
}

function secretWords({ words, body }: Statement): readonly string[] {
  const [{ text: keyword }, ...values] = words
  const isSecret = keyword === 'auth_pass' || keyword === 'key'
  const inside = statements(body)
  return [
    ...(isSecret ? values.map(({ text }) => text) : []),
    ...(keyword === 'authentication' ? inside.filter(isUnknown).flatMap(meantWords) : []),
    ...inside.flatMap(secretWords),
  ]
}

const isUnknown = (statement: Statement) => homesOf(keywordOf(statement)).length === 0

/** Of a slip for `auth_pass` what stands behind it; alone it may be the password. */
function meantWords({ words: [first, ...values] }: Statement): readonly string[] {
  const said = values.length === 0 ? [first] : values
  return said.map(({ text }) => text).filter((text) => text !== 'PASS' && text !== 'AH')
}

/** Masks line by line what stands behind the word, up to the end of the line, of its continuation, or of the block. */
function maskedLines(lines: readonly string[], composed: boolean): readonly string[] {
  let within: 'line' | 'block' | null = null
  return lines.map((line) => {
    const continued = /\\\s*$/.test(line)
    if (within !== null) {
      if (within === 'line' ? !continued : line.includes('}')) within = null
      return line.trim() === '' ? line : mark
    }
    const { kept, word } = beginning(line, composed)
    if (word === null) return line
    if (continued) within = 'line'
    else if (word === 'auth_hmac' && !line.includes('}')) within = 'block'
    return `${kept} ${mark}`
  })
}

/** What of the line may be shown, and the word behind which it may not; null: all of it may. */
function beginning(line: string, composed: boolean): { readonly kept: string; readonly word: string | null } {
  const found = /auth_pass|auth_hmac/i.exec(line)
  if (/^\s*(@\S+\s+)?~/.test(line) && (found || composed)) return { kept: '~', word: 'sequence' }
  const definition = composed ? /^\s*(?:@\S+\s+)?\$\w+=/.exec(line) : null
  if (definition) return { kept: definition[0], word: 'definition' }
  if (!found || line.slice(found.index + found[0].length).trim() === '') return { kept: line, word: null }
  return { kept: line.slice(0, found.index + found[0].length), word: found[0].toLowerCase() }
}

const letter = '[\\p{L}\\p{N}_]'

function withoutWord(text: string, word: string): string {
  // An expression that knows all letters takes a millisecond to make, and mostly the word is masked by now.
  if (!text.includes(word)) return text
  const literal = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return text.replaceAll(new RegExp(`(?<!${letter})${literal}(?!${letter})`, 'gu'), mark)
}
