import { own } from '../../model/own.ts'
import type { Keyword } from '../language/keywords.ts'
import type { Kind } from '../language/kinds.ts'
import { atLeast } from '../language/version.ts'
import { type Checking, checkAgain } from './again.ts'
import type { Flaw } from './flaw.ts'
import { checkHead } from './heads.ts'
import { checkEntries } from './lists.ts'
import { wrongPair } from './pairs.ts'
import { keywordOf, type Statement, type Word } from './tree.ts'
import type { GrammarCheck } from './walk.ts'

/** Values that this version would refuse, cut or put a default in place of, and words behind them that it does not read. */
export function valueCheck(version: string): GrammarCheck {
  const checking: Checking = { version, flaws: [], seen: new Map() }
  return {
    flaws: checking.flaws,
    block: (body, block) => checkAgain(body, block, checking),
    statement: (statement, keyword, { path }) => keyword && checkStatement(statement, keyword, path, checking),
  }
}

function checkStatement(statement: Statement, keyword: Keyword, path: string, checking: Checking): void {
  const { version, flaws } = checking
  const { inner, shape, kinds } = keyword
  if (statement.body !== null) flaws.push(...checkHead(statement, path, shape, version))
  if (shape === 'list') flaws.push(...checkEntries(statement, version))
  else if (!inner) {
    const old = path === '' ? undefined : own(replacedBy, keywordOf(statement))
    if (old && atLeast(version, old[0])) flaws.push(replaced(statement.words[0], old[1]))
    else if (kinds) checkWords(statement.words, kinds, checking)
  }
}

/** Old words, from which version on keepalived complains of them, and what to write. */
const replacedBy: Readonly<Record<string, readonly [since: string, by: string]>> = {
  nb_get_retry: ['2.1.0', 'retry'],
  linkbeat_use_polling: ['2.1.0', 'linkbeat_interfaces outside of blocks'],
  global_tracking: ['2.0.0', 'track_interface and the like in the group'],
  lvs_sync_daemon_interface: ['1.3.0', 'lvs_sync_daemon in global_defs'],
}

function replaced({ text, where }: Word, by: string): Flaw {
  return { rule: 'value', severity: 'warning', where, message: `${text} is an old word`, hint: `write ${by}` }
}

/** Each word behind the first must be of its kind. */
function checkWords(words: Statement['words'], kinds: readonly Kind[], checking: Checking): void {
  const [keyword] = words
  for (let i = 0; i < kinds.length; i++) checkWord(words, i + 1, kinds[i]!, checking)
  const behind = words.length > kinds.length + 1 && !kinds.at(-1)?.many ? words[kinds.length + 1] : undefined
  if (!behind || (kinds.length === 0 && asMeant(words.slice(1)))) return
  const shown = kinds.some(({ isSecret }) => isSecret) ? 'what stands behind' : JSON.stringify(behind.text)
  checking.flaws.push(unread(behind, shown, keyword.text, kinds.length))
}

/** The word at that place; those behind it are of its kind, too, where there may be many. */
function checkWord(words: Statement['words'], at: number, kind: Kind, checking: Checking): void {
  const [keyword] = words
  const value = words[at]
  const { version, flaws } = checking
  if (kind.pairs) flaws.push(...pairFlaws(words.slice(at), kind, keyword, version))
  else if (value) for (const each of kind.many ? words.slice(at) : [value]) checkValue(each, kind, keyword, checking)
  else if (!kind.optional)
    flaws.push(flaw({ ...keyword, text: '' }, kind, `${keyword.text} has no value`, kind.expected('', version)))
}

function checkValue(value: Word, kind: Kind, { text: keyword }: Word, { version, flaws }: Checking): void {
  const expected = kind.expected(value.text, version)
  const old = expected === null ? kind.oldNumber(value.text, version) : null
  if (expected !== null)
    flaws.push(flaw(value, kind, `${keyword} is ${kind.isSecret ? 'too long' : JSON.stringify(value.text)}`, expected))
  else if (old !== null) flaws.push(oldNumber(value, keyword, old, version))
  else if (value.quoted && !kind.isText && !atLeast(version, '1.2.20')) {
    const message = `${keyword} has its value in quotes, of which keepalived ${version} takes the first`
    flaws.push(flaw(value, kind, message, 'no quotes'))
  }
}

function oldNumber({ text, where }: Word, keyword: string, number: number, version: string): Flaw {
  const message = `${keyword} is ${JSON.stringify(text)}, which keepalived ${version} reads as ${number} and newer ones refuse`
  return { rule: 'value', severity: 'warning', where, message, hint: `write ${number}` }
}

/** `nopreempt = 1` is what it says. */
function asMeant(values: readonly Word[]): boolean {
  return values.map(({ text }) => text).join(' ') === '= 1'
}

function pairFlaws(words: readonly Word[], kind: Kind, owner: Word, version: string): readonly Flaw[] {
  const keyword = owner.text
  const isBare = words.length === 0 && (!kind.pairs!.includes('inst') || !atLeast(version, '2.1.0'))
  if (isBare) return [flaw({ ...owner, text: '' }, kind, `${keyword} has no value`, kind.pairs!.join(', '))]
  const wrong = wrongPair(words, kind, version)
  return wrong ? [flaw(wrong[0], kind, `${keyword} has ${JSON.stringify(wrong[0].text)}`, wrong[1])] : []
}

function unread({ where }: Word, shown: string, keyword: string, count: number): Flaw {
  const message = `${keyword} takes ${count === 0 ? 'no value' : count === 1 ? 'one value' : `${count} values`}; ${shown} is not read`
  const hint =
    count === 0
      ? 'the word alone switches it on, whatever stands behind it: take the rest away'
      : 'take it away, or write a text of several words in double quotes'
  return { rule: 'value', severity: 'error', where, message, hint }
}

function flaw({ where }: Word, { rule }: Kind, message: string, expected: string | null): Flaw {
  return { rule, severity: 'error', where, message, hint: `expected ${expected ?? 'a value'}` }
}
