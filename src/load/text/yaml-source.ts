import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Path } from '../../model/host.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from './problems.ts'
import { type Doubt, deepFreeze, mayHoldNumbers, Tagged, type Variable } from './variable.ts'
import { floating } from './whole-float.ts'

/** A YAML file, read once, in which every value can be found again. */
export interface YamlSource {
  readonly file: string
  readonly document: Document.Parsed
  readonly lines: LineCounter
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>
  /** What must not be used as it is. Those of variables go with them; the others are told by whoever reads the file. */
  readonly doubts: ReadonlyMap<Node, NodeDoubt>
  readonly taken: Set<Node>
}

export type NodeDoubt = Omit<Doubt, 'where'>

/** A key of a mapping and what is under it. `value` null: nothing is. */
export interface Entry {
  readonly name: string
  readonly key: Node
  readonly value: Node | null
}

type Place = Omit<Entry, 'name' | 'key'> & { readonly key?: Node }

/** The offset's line and column. */
export function positionAt({ file, lines }: Pick<YamlSource, 'file' | 'lines'>, offset: number): SourcePosition {
  const { line, col } = lines.linePos(offset)
  return { file, line: Math.max(1, line), column: Math.max(1, col) }
}

/** Where a node starts. */
export function positionOf(source: Pick<YamlSource, 'file' | 'lines'>, node: Node | null | undefined): SourcePosition {
  return positionAt(source, node?.range?.[0] ?? 0)
}

/** What an alias stands for; null for `null` and for nothing. */
export function resolved(source: YamlSource, node: unknown): Node | null {
  if (isAlias(node)) return resolved(source, source.targets.get(node))
  return isScalar(node) && node.value === null ? null : ((node as Node | null | undefined) ?? null)
}

/** The entries of a mapping in their order, those that `<<` brings in included. */
export function entriesOf(source: YamlSource, map: YAMLMap): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const merges = map.items.filter(({ key }) => keyText(key) === '<<')
  for (const { key, value } of map.items) {
    const name = keyText(key)
    if (name !== '<<') entries.set(name, { name, key: key as Node, value: resolved(source, value) })
  }
  for (const entry of merges.flatMap(({ value }) => merged(source, value))) {
    if (!entries.has(entry.name)) entries.set(entry.name, entry)
  }
  return entries
}

function keyText(key: unknown): string {
  return String((key as { readonly value?: unknown }).value)
}

function merged(source: YamlSource, value: unknown): Entry[] {
  const node = resolved(source, value)
  if (isMap(node)) return [...entriesOf(source, node).values()]
  return isSeq(node) ? node.items.flatMap((item) => merged(source, item)) : []
}

/** The plain value of a node. */
export function plain(source: YamlSource, node: Node | null, scalar = scalarOf): unknown {
  const inner = (one: Node | null) => plain(source, one, scalar)
  if (isMap(node)) return Object.fromEntries([...entriesOf(source, node).values()].map((e) => [e.name, inner(e.value)]))
  if (isSeq(node)) return node.items.map((item) => inner(resolved(source, item)))
  return isScalar(node) ? scalar(node) : null
}

function scalarOf(node: Scalar): unknown {
  return node.tag?.startsWith('!') && typeof node.value === 'string' ? new Tagged(node.tag, node.value) : node.value
}

const exactScalar = (node: Scalar) =>
  typeof node.value === 'number' && node.source?.includes('.') ? floating(node.value) : scalarOf(node)

/** A mapping's entry as a variable. */
export function variableOf(source: YamlSource, entry: Entry): Variable {
  const value = deepFreeze(plain(source, entry.value))
  return {
    value,
    ...wordOf(entry.value),
    ...(mayHoldNumbers(value) && { exact: () => plain(source, entry.value, exactScalar) }),
    locate: (path = [], part = 'value') => locate(source, entry, path, part),
    doubt: source.doubts.size === 0 ? undefined : takeDoubt(source, entry),
  }
}

/** A truth value as it is written: `no`, where a param wants that word. */
function wordOf(node: Node | null): Pick<Variable, 'text'> {
  return isScalar(node) && typeof node.value === 'boolean' && node.source ? { text: node.source } : {}
}

/** The first doubt about what is in an entry; from now on they are a matter of who uses it. */
function takeDoubt(source: YamlSource, entry: Entry): Doubt | undefined {
  const found = [...nodesIn(source, entry)].filter((node) => source.doubts.has(node))
  for (const node of found) source.taken.add(node)
  return found[0] && { ...source.doubts.get(found[0])!, where: positionOf(source, found[0]) }
}

function* nodesIn(source: YamlSource, { key, value }: Place): Generator<Node> {
  if (key) yield key
  if (value) yield value
  if (isMap(value)) for (const entry of entriesOf(source, value).values()) yield* nodesIn(source, entry)
  if (isSeq(value)) for (const item of value.items) yield* nodesIn(source, { value: resolved(source, item) })
}

/** Tells of what nobody's variable has taken with it. */
export function tellDoubts(source: YamlSource, problems: Problems): void {
  for (const [node, { message, hint }] of source.doubts)
    if (!source.taken.has(node)) problems.add(positionOf(source, node), message, hint)
}

function locate(source: YamlSource, entry: Entry, path: Path, part: 'key' | 'value'): SourcePosition {
  let here: Place = entry
  for (const step of path) {
    const next = inside(source, here.value, step)
    if (next === undefined) return placeOf(source, here, 'value')
    here = next
  }
  return placeOf(source, here, part)
}

function inside(source: YamlSource, node: Node | null, step: string | number): Place | undefined {
  if (isMap(node)) return entriesOf(source, node).get(String(step))
  const item = isSeq(node) ? node.items[Number(step)] : undefined
  return item === undefined ? undefined : { value: resolved(source, item) ?? (item as Node) }
}

function placeOf(source: YamlSource, { key, value }: Place, part: 'key' | 'value'): SourcePosition {
  if (key === undefined) return positionOf(source, value)
  const keyAt = positionOf(source, key)
  if (part === 'key' || value === null) return keyAt
  const valueAt = positionOf(source, value)
  // A block under its key is looked for at the key.
  return isCollection(value) && valueAt.line !== keyAt.line ? keyAt : valueAt
}
