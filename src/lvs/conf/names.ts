import { own } from '../../model/own.ts'
import { atLeast } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import { type ConfNode, keywordOf, type Statement, shownWord, statements, valuesOf, type Word } from './tree.ts'

/** The blocks that define what a list names. */
const definedBy: Readonly<Record<string, readonly string[]>> = {
  track_script: ['vrrp_script'],
  track_process: ['vrrp_track_process'],
  track_file: ['track_file', 'vrrp_track_file'],
  track_bfd: ['bfd_instance'],
}

/** Names that keepalived passes over: of what is defined further down, and of instances that another group has. */
export function checkNames(nodes: readonly ConfNode[], version: string): readonly Flaw[] {
  const blocks = statements(nodes)
  return [...trackedTooEarly(blocks), ...(atLeast(version, '1.3.0') ? groupedAgain(blocks) : [])]
}

/** A file is read once, from top to bottom. */
function trackedTooEarly(blocks: readonly Statement[]): readonly Flaw[] {
  const last = new Map<string, number>()
  for (const [i, block] of blocks.entries())
    if (defining.has(keywordOf(block))) last.set(`${keywordOf(block)} ${valuesOf(block)}`, i)
  return blocks.flatMap((block, i) =>
    tracking.has(keywordOf(block)) ? statements(block.body).flatMap((list) => later(list, i, last)) : [],
  )
}

const defining = new Set(Object.values(definedBy).flat())
const tracking = new Set(['vrrp_instance', 'vrrp_sync_group'])

function later(list: Statement, at: number, last: ReadonlyMap<string, number>): readonly Flaw[] {
  const keywords = own(definedBy, keywordOf(list)) ?? []
  return statements(list.body).flatMap(({ words: [name] }) =>
    keywords
      .filter((keyword) => (last.get(`${keyword} ${name.text}`) ?? -1) > at)
      .map((keyword) => flaw(name, `${keyword} ${shownWord(name.text)} is defined further down`, 'move it up')),
  )
}

function groupedAgain(blocks: readonly Statement[]): readonly Flaw[] {
  const groups = blocks.filter((block) => keywordOf(block) === 'vrrp_sync_group')
  const lists = groups.map(({ body }) => statements(body).filter((inner) => keywordOf(inner) === 'group'))
  const names = lists.flatMap(([list]) => statements(list?.body ?? null).flatMap(({ words }) => words))
  const again = [...Map.groupBy(names, ({ text }) => text).values()].flatMap(([, ...others]) => others)
  return [
    ...again.map((name) => flaw(name, `${shownWord(name.text)} is in a group already`, 'name it in one group, once')),
    ...lists.flatMap(([, ...others]) =>
      others.map(({ words: [word] }) => flaw(word, 'group is there again', 'write all names in one')),
    ),
  ]
}

function flaw({ where }: Word, message: string, hint: string): Flaw {
  return { rule: 'value', severity: 'error', where, message, hint }
}
