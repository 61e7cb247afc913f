import { confBlocks } from './blocks.ts'
import type { Entry } from './entry.ts'
import { type Kind, kindsOf } from './kinds.ts'
import { atLeast, compareVersions } from './version.ts'

/** The versions that have a keyword; `until` null: all since. */
export interface Span {
  readonly since: string
  readonly until: string | null
  /** What stands behind it (see kindsOf), by the version from which on; none: nothing is known. */
  readonly values: readonly (readonly [since: string, expression: string])[]
}

/** Keywords with the versions that have them, for each block: `virtual_server real_server TCP_CHECK`; the outermost is empty. */
export const keywords: ReadonlyMap<string, ReadonlyMap<string, Span>> = new Map(
  Object.entries(confBlocks).map(([path, block]) => [
    path,
    new Map(
      Object.entries(block).flatMap(([word, entry]) =>
        entry.since === undefined ? [] : [[word, spanOf(entry, entry.since)]],
      ),
    ),
  ]),
)

function spanOf({ until, takes }: Entry, since: string): Span {
  const values = typeof takes === 'string' ? [['0', takes] as const] : Object.entries(takes ?? {})
  return { since, until: until ?? null, values: values.toSorted(([one], [other]) => compareVersions(one, other)) }
}

/** A keyword where it stands, to one version of keepalived. */
export interface Keyword extends Span {
  /** Whether that version has it. */
  readonly isKnown: boolean
  /** What stands behind it; undefined: nothing is known. */
  readonly kinds: readonly Kind[] | undefined
  readonly shape: Shape
  /** Its own block, where it has one. */
  readonly inner: Grammar | null
}

/** A block and its keywords, to one version of keepalived. */
export interface Grammar {
  readonly path: string
  readonly keywords: ReadonlyMap<string, Keyword>
}

const grammars = new Map<string, Grammar>()

/** The outermost block with all that is in it; keywords of other versions are among them. */
export function grammarOf(version: string): Grammar {
  const grammar = grammars.get(version) ?? grammarIn('', version)
  grammars.set(version, grammar)
  return grammar
}

function grammarIn(path: string, version: string): Grammar {
  const words = [...keywords.get(path)!].map(([word, span]) => [word, keywordIn(path, word, span, version)] as const)
  return { path, keywords: new Map(words) }
}

function keywordIn(path: string, word: string, span: Span, version: string): Keyword {
  const expression = span.values.findLast(([since]) => atLeast(version, since))?.[1]
  const shape = shapeOf(path, word)
  return {
    ...span,
    isKnown: isKnown(span, version),
    kinds: expression === undefined ? undefined : kindsOf(expression),
    shape,
    inner: shape === 'block' ? grammarIn(innerPath(path, word), version) : null,
  }
}

/** Whether that version knows a keyword. */
export function isKnown({ since, until }: Span, version: string): boolean {
  return atLeast(version, since) && (until === null || compareVersions(version, until) <= 0)
}

/** Blocks that hold a list in place of keywords: addresses, interfaces, names. */
const lists = new Set(
  `notification_email static_ipaddress static_routes static_rules linkbeat_interfaces interface_up_down_delays
  virtual_server_group group interfaces track_interface track_script track_file track_process track_bfd unicast_peer
  virtual_ipaddress virtual_ipaddress_excluded virtual_routes virtual_rules`.split(/\s+/),
)

/** Whether a block of that name holds a list. */
export const isList = (keyword: string): boolean => lists.has(keyword)

/** Lists whose { may stand on a line of its own, or with the list on one line, from 1.3.0 on. */
const freely = new Set(['group', 'notification_email', 'interfaces'])

/** The version from which on the { of a block may stand on a line of its own; null: any. */
export function ownLineSince(keyword: string): string | null {
  return lists.has(keyword) ? (freely.has(keyword) ? '1.3.0' : '1.4.2') : null
}

/** The path of a keyword's own block inside that of `path`. */
export function innerPath(path: string, keyword: string): string {
  return path === '' ? keyword : `${path} ${keyword}`
}

/** What stands behind a keyword: a block of further keywords, a list in braces, or only values. */
export type Shape = 'block' | 'list' | 'value'

/** That of a keyword in the block of `path`. */
export function shapeOf(path: string, keyword: string): Shape {
  if (keywords.has(innerPath(path, keyword))) return 'block'
  return lists.has(keyword) && !path.endsWith('_CHECK') ? 'list' : 'value'
}

/** The blocks that know a keyword. */
export function homesOf(keyword: string): readonly string[] {
  return [...keywords].filter(([, words]) => words.has(keyword)).map(([path]) => path)
}
