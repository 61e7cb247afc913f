import { own } from '../../model/own.ts'
import { shapeOf } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import { keywordOf, type Statement, statements, valuesOf, whereOf } from './tree.ts'

/** What of a block is there again: words with another value, of which one is lost, and names of a list. */
export function checkAgain(body: readonly Statement[], path: string, version: string): readonly Flaw[] {
  const globals = path === '' ? body.filter((block) => keywordOf(block) === 'global_defs') : []
  const merged = globals.length > 1 ? globals.flatMap((block) => statements(block.body)) : []
  return [
    ...wordsAgain(body, path, version),
    ...(path === '' ? [] : namesAgain(body, version)),
    ...wordsAgain(
      merged.filter((word) => refuses(keywordOf(word), 'global_defs', version)),
      'global_defs',
      version,
    ),
  ]
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

function namesAgain(body: readonly Statement[], version: string): readonly Flaw[] {
  const lists = body.filter(
    (list) => list.body !== null && atLeast(version, own(listsOfNames, keywordOf(list)) ?? '99'),
  )
  return [...Map.groupBy(lists, keywordOf)].flatMap(([keyword, same]) => {
    const entries = same.flatMap((list) => statements(list.body))
    const repeated = [...Map.groupBy(entries, keywordOf).values()].flatMap(([, ...others]) => others)
    return repeated.map((entry): Flaw => {
      const message = `${keywordOf(entry)} is in ${keyword} twice`
      return { rule: 'value', severity: 'error', where: whereOf(entry), message, hint: 'expected it once' }
    })
  })
}

function wordsAgain(body: readonly Statement[], path: string, version: string): readonly Flaw[] {
  const first = new Map<string, Statement>()
  return body.flatMap((statement) => {
    const keyword = keywordOf(statement)
    const before = first.get(keyword)
    first.set(keyword, before ?? statement)
    if (!before || shapeOf(path, keyword) !== 'value' || statement.body !== null) return []
    if (adds(keyword, version) || (valuesOf(before) === valuesOf(statement) && !refuses(keyword, path, version)))
      return []
    const message = `${keyword} is there again; line ${whereOf(before).line} has it, too`
    return [{ rule: 'value', severity: 'error', where: whereOf(statement), message, hint: 'take one away' }]
  })
}

function adds(keyword: string, version: string): boolean {
  return keyword === 'status_code' && atLeast(version, '2.0.17')
}

/** What is there already, and is not set again. */
function refuses(keyword: string, path: string, version: string): boolean {
  if (keyword === 'lvs_sync_daemon') return atLeast(version, '1.3.0')
  if (/^(vrrp_)?track_file$/.test(path)) return atLeast(version, '2.0.0')
  if (path === 'vrrp_track_process') return keyword === 'weight' && atLeast(version, '2.1.0')
  if (/^(path|virtualhost|snmp_name|helo_name)$/.test(keyword)) return atLeast(version, '2.2.8')
  if (/^SSL$|(^| )BFD_CHECK$/.test(path)) return atLeast(version, '2.0.0')
  return /^(notify|quorum_(up|down)|script$)/.test(keyword) && atLeast(version, '2.0.0')
}
