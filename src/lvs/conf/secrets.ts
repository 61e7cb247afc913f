import { parseConf } from './parse.ts'
import { type ConfNode, keywordOf, statements } from './tree.ts'

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

/** What keepalived would take for passwords, with definitions filled in and all conditions true. */
function passwordsOf(text: string): readonly string[] {
  const { nodes } = parseConf(text.replaceAll(/^[ \t]*@\^?[^ \t\n]+[ \t]+/gm, ''), { file: '' })
  return [...new Set(passwordsIn(nodes))].filter((password) => password !== '')
}

function passwordsIn(nodes: readonly ConfNode[]): readonly string[] {
  return statements(nodes).flatMap((statement) => {
    const isSecret = ['auth_pass', 'key'].includes(keywordOf(statement))
    return [...(isSecret ? statement.words.slice(1).map(({ text }) => text) : []), ...passwordsIn(statement.body ?? [])]
  })
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
