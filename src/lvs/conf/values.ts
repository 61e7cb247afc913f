import { own } from '../../model/own.ts'
import { type Grammar, grammarOf } from '../language/keywords.ts'
import type { Kind } from '../language/kinds.ts'
import { atLeast } from '../language/version.ts'
import { checkAgain, type Seen } from './again.ts'
import type { Flaw } from './flaw.ts'
import { checkHead } from './heads.ts'
import { checkEntries } from './lists.ts'
import { wrongPair } from './pairs.ts'
import { type ConfNode, keywordOf, type Statement, statements, type Word } from './tree.ts'

/** Values that this version would refuse, cut or put a default in place of, and words behind them that it does not read. */
export function checkValues(
  nodes: readonly ConfNode[],
  version: string,
  block: Grammar = grammarOf(version),
): readonly Flaw[] {
  const checking: Checking = { version, flaws: [], seen: new Map() }
  checkBlock(statements(nodes), block, checking)
  return checking.flaws
}

interface Checking {
  readonly version: string
  readonly flaws: Flaw[]
  readonly seen: Seen
}

function checkBlock(body: readonly Statement[], block: Grammar, checking: Checking): void {
  const { version, flaws, seen } = checking
  flaws.push(...checkAgain(body, block, version, seen))
  for (const statement of body) checkStatement(statement, block, checking)
}

function checkStatement(statement: Statement, { path, keywords }: Grammar, checking: Checking): void {
  const { version, flaws } = checking
  const word = keywordOf(statement)
  const keyword = keywords.get(word)
  if (!keyword) return
  const { inner, shape, kinds } = keyword
  if (statement.body !== null) flaws.push(...checkHead(statement, path, shape, version))
  if (inner) checkBlock(statements(statement.body), inner, checking)
  else if (shape === 'list') flaws.push(...checkEntries(statement, version))
  else {
    const old = path === '' ? undefined : own(replacedBy, word)
    if (old && atLeast(version, old[0])) flaws.push(replaced(statement.words[0], old[1]))
    else if (kinds) flaws.push(...checkWords(statement.words, kinds, version))
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

/** What is wrong with the words behind the first, each of which must be of its kind. */
export function checkWords(words: Statement['words'], kinds: readonly Kind[], version: string): readonly Flaw[] {
  const [keyword] = words
  const flaws: Flaw[] = []
  for (let i = 0; i < kinds.length; i++) flaws.push(...wordFlaws(words, i + 1, kinds[i]!, version))
  const behind = kinds.at(-1)?.many ? undefined : words[kinds.length + 1]
  if (!behind || (kinds.length === 0 && asMeant(words.slice(1)))) return flaws
  const shown = kinds.some(({ isSecret }) => isSecret) ? 'what stands behind' : JSON.stringify(behind.text)
  return [...flaws, unread(behind, shown, keyword.text, kinds.length)]
}

/** What is wrong with the word at that place; those behind it are of its kind, too, where there may be many. */
function wordFlaws(words: Statement['words'], at: number, kind: Kind, version: string): readonly Flaw[] {
  const [keyword] = words
  if (kind.pairs) return pairFlaws(words.slice(at), kind, keyword, version)
  const value = words[at]
  if (!value && !kind.optional)
    return [flaw({ ...keyword, text: '' }, kind, `${keyword.text} has no value`, kind.expected('', version))]
  if (kind.many) return words.slice(at).flatMap((each) => wrong(each, kind, keyword.text, version))
  return value ? wrong(value, kind, keyword.text, version) : []
}

function wrong(value: Word, kind: Kind, keyword: string, version: string): readonly Flaw[] {
  const expected = kind.expected(value.text, version)
  if (expected !== null) {
    const shown = kind.isSecret ? 'too long' : JSON.stringify(value.text)
    return [flaw(value, kind, `${keyword} is ${shown}`, expected)]
  }
  const old = kind.oldNumber(value.text, version)
  if (old !== null) return [oldNumber(value, keyword, old, version)]
  if (!value.quoted || kind.isText || atLeast(version, '1.2.20')) return []
  return [
    flaw(
      value,
      kind,
      `${keyword} has its value in quotes, of which keepalived ${version} takes the first`,
      'no quotes',
    ),
  ]
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
