import { own } from '../../model/own.ts'
import { type Grammar, grammarOf, shapeOf } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import { keywordOf, type Statement, shownWord, statements, valuesOf, whereOf } from './tree.ts'

/** What is filled while the values of a file are checked. */
export interface Checking {
  readonly version: string
  readonly flaws: Flaw[]
  /** Each keyword as the block has it first that was looked at last: one map for all blocks. */
  readonly seen: Map<string, { body: readonly Statement[]; first: Statement }>
}

/** What of a block is there again: words with another value, of which one is lost, and names of a list. */
export function checkAgain(body: readonly Statement[], block: Grammar, checking: Checking): void {
  const { version } = checking
  wordsAgain(body, block, checking)
  if (block.path !== '') {
    namesAgain(body, checking)
    return
  }
  const globals = body.filter((block) => keywordOf(block) === 'global_defs')
  if (globals.length < 2) return
  const merged = globals.flatMap((block) => statements(block.body))
  const refused = merged.filter((word) => refuses(word, 'global_defs', version))
  wordsAgain(refused, grammarOf(version).keywords.get('global_defs')!.inner!, checking)
}

/** The version from which on keepalived complains of a name that a list, or all lists of one keyword, have twice. */
const listsOfNames: Readonly<Record<string, string>> = {
  track_interface: '2.0.0',
  track_script: '2.0.0',
  track_file: '2.0.0',
  track_process: '2.0.0',
  track_bfd: '2.0.0',
  unicast_peer: '2.3.0',
}

function namesAgain(body: readonly Statement[], { version, flaws }: Checking): void {
  const lists = body.filter((list) => list.body !== null && isOfNames(keywordOf(list), version))
  if (lists.length === 0) return
  for (const [keyword, same] of Map.groupBy(lists, keywordOf)) {
    const entries = same.flatMap((list) => statements(list.body))
    const repeated = [...Map.groupBy(entries, keywordOf).values()].flatMap(([, ...others]) => others)
    for (const entry of repeated)
      flaws.push(flaw(entry, `${shownWord(keywordOf(entry))} is in ${keyword} twice`, 'expected it once'))
  }
}

function isOfNames(keyword: string, version: string): boolean {
  const since = own(listsOfNames, keyword)
  return since !== undefined && atLeast(version, since)
}

function wordsAgain(body: readonly Statement[], { path, keywords }: Grammar, checking: Checking): void {
  const { version, flaws } = checking
  for (const statement of body) {
    const keyword = keywordOf(statement)
    const before = firstOf(statement, body, checking)
    if (before === statement || statement.body !== null) continue
    if ((keywords.get(keyword)?.shape ?? shapeOf(path, keyword)) !== 'value') continue
    if (adds(keyword, version) || (valuesOf(before) === valuesOf(statement) && !refuses(statement, path, version)))
      continue
    const message = `${keyword} is there again; line ${whereOf(before).line} has it, too`
    flaws.push(flaw(statement, message, 'take one away'))
  }
}

/** The first of the block with the keyword of that statement. */
function firstOf(statement: Statement, body: readonly Statement[], { seen }: Checking): Statement {
  const keyword = keywordOf(statement)
  const last = seen.get(keyword)
  if (last?.body === body) return last.first
  if (last) {
    last.body = body
    last.first = statement
  } else seen.set(keyword, { body, first: statement })
  return statement
}

function adds(keyword: string, version: string): boolean {
  return keyword === 'status_code' && atLeast(version, '2.0.17')
}

/** Words of which keepalived complains when they are there again with the same value: `block word`, by the first version. */
const refused: readonly (readonly [since: string, word: RegExp])[] = [
  ['1.3.0', / (lvs_sync_daemon|snmp_socket)$/],
  ['2.0.0', / (notify\w*|quorum_(up|down)|\w+_script|\w+_notify_fifo)$/],
  ['2.0.0', /^(vrrp_)?track_file (file|weight)$|^SSL | BFD_CHECK name$| url digest$/],
  ['2.1.0', /^vrrp_track_process (process|weight)$| DNS_CHECK name$| (use_ipvlan|iptables|nftables)$/],
  ['2.2.8', / (path|virtualhost|snmp_name|helo_name|regex|use_vmac|vmac_prefix|vmac_addr_prefix|nftables_ipvs)$/],
]

/** What is there already, and is not set again. */
function refuses(statement: Statement, path: string, version: string): boolean {
  const word = `${path} ${keywordOf(statement)}`
  return statement.words.length > 1 && refused.some(([since, pattern]) => pattern.test(word) && atLeast(version, since))
}

function flaw(statement: Statement, message: string, hint: string): Flaw {
  return { rule: 'value', severity: 'error', where: whereOf(statement), message, hint }
}
