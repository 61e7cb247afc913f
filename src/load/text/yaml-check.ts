import { type Alias, isCollection, isMap, isScalar, type Node, type Scalar, visit, type YAMLMap } from 'yaml'
import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from './problems.ts'
import { templatedHint, templatedMessage } from './variable.ts'
import { firstExcess, tooMany } from './yaml-aliases.ts'
import { plainScalar } from './yaml-scalars.ts'
import { type NodeDoubt, positionAt, positionOf, type YamlSource } from './yaml-source.ts'
import { quoteStar, yamlFault } from './yaml-words.ts'

type Parsed = Omit<YamlSource, 'targets' | 'doubts' | 'taken'>
type Doubts = Map<Node, NodeDoubt>

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
  else if (code === 'RESOURCE_EXHAUSTION') problems.lose(where, `not valid YAML: ${tooDeep}`, deepHint)
  else {
    const fault = yamlFault(first, text)
    problems.lose(where, `not valid YAML: ${fault.message}`, fault.hint)
  }
  return true
}

/** Deepest nesting of mappings and lists. */
const deepest = 100

export const deepHint = 'Look for brackets that are not closed.'
export const tooDeep = `lists and mappings stand more than ${deepest} deep in each other`

/** Tells of aliases of nothing and those that come to too much; notes double keys, tags and what Ansible reads as nobody means it. */
export function checkContent(parsed: Parsed, problems: Problems): Pick<YamlSource, 'targets' | 'doubts'> | undefined {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  const doubts: Doubts = new Map()
  let usable = true
  visit(parsed.document, {
    Value: (key, node, ancestors) => {
      if (ancestors.length > deepest && ancestors.filter(isCollection).length > deepest) {
        problems.lose(positionOf(parsed, node), tooDeep, deepHint)
        usable = false
        return visit.BREAK
      }
      if (node.anchor) anchors.set(node.anchor, node)
      checkTag(node, doubts)
      if (isScalar(node) && key !== 'key') resolveScalar(node, doubts)
      else if (isMap(node)) checkKeys(parsed, node, doubts)
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
  return usable && !excessive ? { targets, doubts } : undefined
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

/** Tags of Ansible's whose text is kept as it is, and those that say what a value is anyway. */
const understood = /^(?:!vault|!vault-encrypted|!unsafe|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/

function checkTag(node: Node, doubts: Doubts): void {
  if (!node.tag || understood.test(node.tag)) return
  const tag = node.tag.replace('tag:yaml.org,2002:', '!!')
  doubts.set(node, { message: `the tag ${tag} means nothing to lbprov`, hint: 'Take the tag away.' })
}

function resolveScalar(node: Scalar, doubts: Doubts): void {
  if (node.type !== 'PLAIN' || node.tag || node.source === undefined) return
  const { value, doubt } = plainScalar(node.source)
  node.value = value
  if (doubt) doubts.set(node, doubt)
}

function checkKeys(parsed: Parsed, map: YAMLMap, doubts: Doubts): void {
  const seen = new Map<string, Node>()
  for (const { key } of map.items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const earlier = seen.get(name)
    if (earlier === undefined) seen.set(name, key)
    else if (name !== '<<') {
      const { line } = positionOf(parsed, earlier)
      doubts.set(key, { message: `the key ${name} is already given on line ${line}`, hint: 'Keep one of the two.' })
    }
  }
}
