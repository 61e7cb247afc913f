import {
  type Alias,
  type ErrorCode,
  isCollection,
  isMap,
  isScalar,
  type Node,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from './problems.ts'
import { isTemplated, templatedHint, templatedMessage } from './variable.ts'
import { firstExcess, tooMany } from './yaml-aliases.ts'
import { positionAt, positionOf, type YamlSource } from './yaml-source.ts'

type Parsed = Omit<YamlSource, 'targets'>

/** Tells why a document is not YAML; true when it is not. */
export function tellErrors(parsed: Parsed, text: string, problems: Problems): boolean {
  const first = parsed.document.errors[0]
  if (first === undefined) return false
  const { code, message } = first
  if (/^Missing closing .quote/.test(message)) {
    problems.lose(openQuote(parsed, first.pos[0]), 'not valid YAML: a quote is opened here and not closed', 'Close it.')
    return true
  }
  const where = positionAt(parsed, first.pos[0])
  if (code === 'NON_STRING_KEY' && isJinjaAt(text, first.pos[0])) problems.lose(where, templatedMessage, templatedHint)
  else problems.lose(where, `not valid YAML: ${plainWords[code] ?? message}`, hints[code])
  return true
}

/** Deepest nesting of mappings and lists. */
const deepest = 100

export const deepHint = 'Look for brackets that are not closed.'
export const tooDeep = `lists and mappings stand more than ${deepest} deep in each other`

/** Tells of double keys, tags, expressions, aliases of nothing and those that come to too much. Returns what the aliases stand for. */
export function checkContent(parsed: Parsed, problems: Problems): ReadonlyMap<Alias, Node> | undefined {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  for (const warning of parsed.document.warnings) tellTag(parsed, warning, problems)
  let usable = true
  visit(parsed.document, {
    Value: (_, node, ancestors) => {
      if (ancestors.length > deepest && ancestors.filter(isCollection).length > deepest) {
        problems.lose(positionOf(parsed, node), tooDeep, deepHint)
        usable = false
        return visit.BREAK
      }
      if (node.anchor) anchors.set(node.anchor, node)
      if (isScalar(node)) checkScalar(parsed, node, problems)
      else if (isMap(node)) checkKeys(parsed, node, problems)
      return undefined
    },
    Alias: (_, alias, ancestors) => {
      const target = anchors.get(alias.source)
      if (target !== undefined && !ancestors.includes(target)) return void targets.set(alias, target)
      usable = false
      const why = target
        ? `the alias *${alias.source} stands inside what it stands for`
        : `there is no anchor &${alias.source} above this alias`
      problems.lose(positionOf(parsed, alias), why, quoteStar)
    },
  })
  const excessive = usable ? firstExcess(parsed.document.contents, targets) : undefined
  if (excessive)
    problems.lose(positionOf(parsed, excessive), tooMany, 'Anchors that hold aliases double quickly: write it out.')
  return usable && !excessive ? targets : undefined
}

/** The text that runs to where the end was noticed, which is the end of the file. */
function openQuote(parsed: Parsed, end: number): SourcePosition {
  const opened: number[] = []
  visit(parsed.document, { Scalar: (_, { range }) => void (range && range[0] < end && opened.push(range[0])) })
  return positionAt(parsed, opened.at(-1) ?? end)
}

function isJinjaAt(text: string, offset: number): boolean {
  return /^\{?\{/.test(text.slice(offset)) && text.slice(Math.max(0, offset - 1), offset + 2).includes('{{')
}

const plainWords: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'a tab is used to indent',
  BLOCK_AS_IMPLICIT_KEY: 'a second "key:" on the same line',
  MULTIPLE_DOCS: 'a second document starts here',
  NON_STRING_KEY: 'a list or mapping is used as a key',
  RESOURCE_EXHAUSTION: tooDeep,
}

const quoteStar = 'Put text that begins with * in quotes.'

const hints: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if ": " is part of it.',
  MULTIPLE_DOCS: 'Keep one document in a file: take the --- away.',
  BAD_SCALAR_START: 'Put the value in quotes.',
  BAD_ALIAS: quoteStar,
  RESOURCE_EXHAUSTION: deepHint,
}

/** Said of a value and of a whole file. */
export const vaultHint =
  'lbprov does not open Ansible vaults; keep secrets in a file of their own and give it with --extra-vars @FILE.'

function tellTag(parsed: Parsed, { message, pos }: YAMLError, problems: Problems): void {
  const tag =
    /tag:yaml\.org,2002:(\w+)/.exec(message)?.[1]?.replace(/^/, '!!') ?? /![\w!:-]*/.exec(message)?.[0] ?? message
  const hint = tag.startsWith('!vault') ? vaultHint : 'Take the tag away.'
  problems.add(positionAt(parsed, pos[0]), `the tag ${tag} means nothing to lbprov`, hint)
}

function checkScalar(parsed: Parsed, scalar: Scalar, problems: Problems): void {
  if (isTemplated(scalar.value)) problems.add(positionOf(parsed, scalar), templatedMessage, templatedHint)
}

function checkKeys(parsed: Parsed, map: YAMLMap, problems: Problems): void {
  const seen = new Map<string, Node>()
  for (const { key } of map.items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const earlier = seen.get(name)
    if (earlier === undefined) seen.set(name, key)
    else if (name !== '<<') tellTwice(parsed, name, key, earlier, problems)
  }
}

function tellTwice(parsed: Parsed, name: string, key: Node, earlier: Node, problems: Problems): void {
  const { line } = positionOf(parsed, earlier)
  problems.add(positionOf(parsed, key), `the key ${name} is already given on line ${line}`, 'Keep one of the two.')
}
