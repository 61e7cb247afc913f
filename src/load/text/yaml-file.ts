import { isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { SourcePosition } from '../../model/position.ts'
import { type Reading, readText, shownPath } from './files.ts'
import { tellFullWidth } from './full-width.ts'
import type { Problems } from './problems.ts'
import { checkContent, deepHint, tellErrors, tooDeep } from './yaml-check.ts'
import { type Entry, entriesOf, positionOf, resolved, tellDoubts, type YamlSource } from './yaml-source.ts'

/** Reads a YAML file; what is wrong with it as YAML becomes problems. Undefined when it cannot be used. */
export function readYaml(path: string, reading: Reading, askedFrom?: SourcePosition): YamlSource | undefined {
  const text = readText(path, reading, askedFrom)
  return text === undefined ? undefined : parseYaml(text, shownPath(path, reading.cwd), reading.problems)
}

/** The same of a file that lbprov is to understand whole. */
export function readStrictly(path: string, reading: Reading): YamlSource | undefined {
  const source = readYaml(path, reading)
  if (source) tellDoubts(source, reading.problems)
  return source
}

/** The same for text at hand. */
export function parseYaml(text: string, file: string, problems: Problems): YamlSource | undefined {
  if (tellFullWidth(text, file, problems)) return undefined
  const lines = new LineCounter()
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, resolveKnownTags: false }
  try {
    // uniqueKeys is quadratic in yaml 2.9: 5000 hosts took two seconds. checkContent looks for double keys.
    const document = parseDocument(text, { ...options, uniqueKeys: false })
    if (tellErrors({ file, document, lines }, text, problems)) return undefined
    const checked = checkContent({ file, document, lines }, problems)
    return checked && { file, document, lines, taken: new Set(), ...checked }
  } catch (error) {
    // The stack of the parser, which calls itself for each level.
    if (!(error instanceof RangeError)) throw error
    problems.lose({ file, line: 1, column: 1 }, tooDeep, deepHint)
    return undefined
  }
}

/** The entries of the mapping a node is, none for nothing at all; anything else is a problem. */
export function entriesOr(
  source: YamlSource,
  node: Node | null,
  what: string,
  problems: Problems,
): ReadonlyMap<string, Entry> {
  const map = mapOr(source, node, what, problems)
  return map ? entriesOf(source, map) : new Map()
}

/** The same where a name alone, without its colon, is the only entry, as Ansible has it. */
export function entriesOrName(
  source: YamlSource,
  node: Node | null,
  what: string,
  problems: Problems,
): ReadonlyMap<string, Entry> {
  if (!isScalar(node) || typeof node.value !== 'string') return entriesOr(source, node, what, problems)
  return new Map([[node.value, { name: node.value, key: node, value: null }]])
}

/** The entries of a file that must be one mapping or empty. */
export function rootEntries(source: YamlSource, what: string, problems: Problems): ReadonlyMap<string, Entry> {
  return entriesOr(source, resolved(source, source.document.contents), what, problems)
}

function mapOr(source: YamlSource, node: Node | null, what: string, problems: Problems): YAMLMap | undefined {
  if (isMap(node)) return node
  if (node !== null)
    problems.lose(
      positionOf(source, node),
      `${what} must be a mapping of names to values`,
      'Write "name: value" lines.',
    )
  return undefined
}
