import type { Path } from '../../model/host.ts'
import { own } from '../../model/own.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { ClusterData } from '../cluster/cluster.ts'
import { wordsGivenByDirector } from '../cluster/local.ts'
import type { ReadCluster } from '../conf/read/cluster.ts'
import type { LeftOut } from '../conf/read/reading.ts'

/** The keepalived.conf of one director, read. */
export interface AdoptedDirector {
  readonly name: string
  /** What its file is called where no line of it is meant. */
  readonly file?: string
  readonly read: ReadCluster
  /** Those that it is known by, beside what its file says. */
  readonly addresses?: readonly string[]
  /** Who runs its scripts where its file does not say it; null: before 1.3.0 it is root, and there is no word for it. */
  readonly scriptUser?: string | null
}

/** Words under which each director's own value stands by its name. */
const perDirector = new Set([
  'priority',
  'router_id',
  'unicast_src_ip',
  'mcast_src_ip',
  'source_ip',
  'static_ipaddress',
])

/** One set of variables for all directors: the first one's, with what is each director's own. Where they differ is told. */
export function mergeDirectors(directors: readonly AdoptedDirector[]): {
  readonly data: ClusterData
  readonly differences: readonly LeftOut[]
} {
  const differences: LeftOut[] = []
  const [first, ...others] = directors
  const data = others.reduce<unknown>((merged, other, i) => {
    const before = directors.slice(0, i + 1).map(({ name }) => name)
    return merge(merged, other.read.data, { path: [], before, other, differences })
  }, first!.read.data)
  return { data: data as ClusterData, differences }
}

interface Merging {
  readonly path: Path
  /** The directors that are merged already. */
  readonly before: readonly string[]
  readonly other: AdoptedDirector
  readonly differences: LeftOut[]
}

function merge(left: unknown, right: unknown, at: Merging): unknown {
  // Of a list that is a whole variable a director may have nothing.
  if (at.path.length === 1 && wordsGivenByDirector.has(String(at.path[0]))) return ofEach(left ?? [], right ?? [], at)
  if (
    wordsGivenByDirector.has(String(at.path.at(-1))) &&
    left !== undefined &&
    right !== undefined &&
    at.path[0] !== 'virtual_servers'
  )
    return ofEach(left, right, at)
  // A variable that only one of them has: each word of it is told, but for what is each one's own.
  if (at.path.length === 1 && left === undefined && isMapping(right)) return merge({}, right, at)
  if (at.path.length === 1 && right === undefined && isMapping(left)) return merge(left, {}, at)
  if (isMapping(left) && isMapping(right)) {
    if (perDirector.has(String(at.path.at(-1)))) return { ...left, ...right }
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    const merged = keys.map((key) => [key, merge(own(left, key), own(right, key), { ...at, path: [...at.path, key] })])
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.map((item, i) => merge(item, right[i], { ...at, path: [...at.path, i] }))
  }
  if (JSON.stringify(left) === JSON.stringify(right)) return left
  if (perDirector.has(String(at.path.at(-1)))) return left ?? right
  at.differences.push(difference(left, right, at))
  return left
}

/** One value where all have the same. */
function ofEach(left: unknown, right: unknown, { before, other }: Merging): unknown {
  if (JSON.stringify(left) === JSON.stringify(right)) return left
  const known = isMapping(left) ? left : Object.fromEntries(before.map((name) => [name, left]))
  return { ...known, [other.name]: right }
}

function difference(left: unknown, right: unknown, { path, before: [first], other }: Merging): LeftOut {
  const [variable, ...rest] = path
  const secret = String(path.at(-1)) === 'auth_pass'
  const shown = (value: unknown) => (secret ? '***' : value === undefined ? 'nothing' : JSON.stringify(value))
  const where: SourcePosition | undefined =
    other.read.origin(String(variable), rest) ?? other.read.origin(String(variable), [...rest, 0])
  return {
    text: `${path.join('.')}: ${shown(left)} on ${first}, ${shown(right)} on ${other.name}`,
    where: where ?? { file: other.file ?? other.name, line: 1, column: 1 },
    reason: `directors must agree; what ${first} has is taken`,
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
