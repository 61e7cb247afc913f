import { atLeast } from '../language/version.ts'
import { type Flaw, syntaxFlaw } from './flaw.ts'
import { isBlankAt, type Line, positionAt } from './line.ts'
import type { Word } from './tree.ts'

/**
 * Words whose values keepalived reads like a shell: both quotes, backslash escapes, and quotes within a word
 * (alloc_strvec_quoted_escaped in check_http.c, check_misc.c, vrrp_parser.c, lib/notify.c; it came with 2.0.6).
 */
const shellLike = new Set(
  'script misc_path regex regex_no_match notify notify_master notify_backup notify_fault notify_stop notify_deleted notify_master_rx_lower_pri notify_up notify_down quorum_up quorum_down notify_fifo_script vrrp_notify_fifo_script lvs_notify_fifo_script startup_script shutdown_script'.split(
    ' ',
  ),
)

/** The words of a line: blanks part them, double quotes keep them together. A text that is in `known` is that one again: files say the same thousands of times. */
export function wordsOf(
  line: Line,
  known = new Map<string, string>(),
  version = '2.0.6',
): { readonly words: readonly Word[]; readonly flaws: readonly Flaw[] } {
  if (!/["'\\]/.test(line.text)) return { words: bareWords(line, known), flaws: noFlaws }
  const first = /^[^ \t\v\f\r\n"]+/.exec(line.text)?.[0] ?? ''
  return shellLike.has(first) && atLeast(version, '2.0.6') ? scan(line, shellWord) : scan(line, plainWord)
}

/** A word as it stands in a file, quoted where it must be or was. A quote inside is a number: keepalived looks for braces before it reads escapes. */
export function wordText({ text, quoted }: Pick<Word, 'text' | 'quoted'>, keyword: string): string {
  const shell = shellLike.has(keyword)
  if (!quoted && text !== '' && !(shell ? /[\s#!{}"'\\]/ : /[\s#!{}"]/).test(text)) return text
  return `"${shell ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\042') : text}"`
}

const noFlaws: readonly Flaw[] = []

/** The words of a line without quotes and escapes. */
function bareWords(line: Line, known: Map<string, string>): readonly Word[] {
  const words: Word[] = []
  const { text } = line
  for (let at = 0, end = 0; at < text.length; at = end) {
    while (at < text.length && isBlankAt(text, at)) at++
    for (end = at; end < text.length && !isBlankAt(text, end); ) end++
    if (end > at) words.push({ text: once(text.slice(at, end), known), quoted: false, where: positionAt(line, at) })
  }
  // An array that was pushed to keeps room for 17.
  return words.slice()
}

function once(text: string, known: Map<string, string>): string {
  const before = known.get(text)
  if (before === undefined) known.set(text, text)
  return before ?? text
}

interface Read {
  readonly text: string
  readonly quoted: boolean
  readonly end: number
  /** A quote that is not closed. */
  readonly open?: boolean
}

function scan(line: Line, read: (text: string, from: number) => Read): ReturnType<typeof wordsOf> {
  const words: Word[] = []
  const { text: whole } = line
  const behindBlanks = (from: number) => {
    let at = from
    while (at < whole.length && isBlankAt(whole, at)) at++
    return at
  }
  let at = behindBlanks(0)
  while (at < whole.length) {
    const { text, quoted, end, open } = read(whole, at)
    const where = positionAt(line, at)
    if (open)
      return { words, flaws: [syntaxFlaw(where, 'a quote is not closed', 'add the same quote before the line ends')] }
    words.push({ text, quoted, where })
    at = behindBlanks(end)
  }
  return { words, flaws: noFlaws }
}

function plainWord(text: string, from: number): Read {
  if (text[from] !== '"') {
    let end = from
    while (end < text.length && text[end] !== '"' && !isBlankAt(text, end)) end++
    return { text: text.slice(from, end), quoted: false, end }
  }
  const close = text.indexOf('"', from + 1)
  return close < 0
    ? { text: '', quoted: true, end: text.length, open: true }
    : { text: text.slice(from + 1, close), quoted: true, end: close + 1 }
}

function shellWord(text: string, from: number): Read {
  let [out, quote, quoted, at] = ['', '', false, from]
  for (; at < text.length && (quote !== '' || !isBlankAt(text, at)); at++) {
    const character = text[at]!
    if (character === '\\') {
      const [whole, value] = escaped(text.slice(at))
      out += value
      at += whole.length - 1
    } else if (character === quote) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) [quote, quoted] = [character, true]
    else out += character
  }
  return { text: out, quoted, end: at, open: quote !== '' }
}

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** The escape that the text begins with, and what it stands for. */
function escaped(text: string): readonly [string, string] {
  const hex = /^\\x([0-9a-fA-F]+)/.exec(text)
  if (hex) return [hex[0], String.fromCharCode(Number.parseInt(hex[1]!.slice(-2), 16))]
  const octal = /^\\([0-7]{1,3})/.exec(text)
  if (octal) return [octal[0], String.fromCharCode(Number.parseInt(octal[1]!, 8) & 255)]
  const control = /^\\c(.)/.exec(text)
  if (control) return [control[0], String.fromCharCode(control[1]!.charCodeAt(0) & 31)]
  const letter = text[1] ?? ''
  return [text.slice(0, 2), letters[letter] ?? letter]
}
