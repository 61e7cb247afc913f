import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { SourcePosition } from '../../model/position.ts'
import type { Pattern } from '../inventory/pattern.ts'
import type { Problems } from '../text/problems.ts'
import { listed } from '../text/sentences.ts'
import {
  isDynamic,
  isTemplated,
  shown,
  templatedHint,
  templatedMessage,
  textOf,
  type Variable,
  type Variables,
} from '../text/variable.ts'
import { entriesOr } from '../text/yaml-file.ts'
import { type Entry, entriesOf, plain, positionOf, resolved, variableOf, type YamlSource } from '../text/yaml-source.ts'
import { type Order, orders, type PlayDraft, type RoleEntry, type Serial, tagsOf } from './play-draft.ts'
import { playKeyHint, playKeys } from './playbook-keys.ts'

type Keys = ReadonlyMap<string, Entry>

/** What the readers of a play share. */
interface Page {
  readonly source: YamlSource
  readonly problems: Problems
}

/** The plays of a playbook. What is wrong with their form becomes problems. */
export function readPlays(source: YamlSource, problems: Problems): readonly PlayDraft[] {
  const root = resolved(source, source.document.contents)
  const page = { source, problems }
  if (isSeq(root) && root.items.length > 0)
    return root.items.flatMap((item) => readPlay(page, resolved(source, item)) ?? [])
  const hint = 'Begin each play with "- hosts: …".'
  problems.lose(
    positionOf(source, root),
    root === null || isSeq(root) ? 'a playbook without plays' : 'a playbook must be a list of plays',
    hint,
  )
  return []
}

function readPlay(page: Page, node: Node | null): PlayDraft | undefined {
  const { source, problems } = page
  const where = positionOf(source, node)
  if (!isMap(node)) {
    problems.lose(where, 'a play must be a mapping', 'Begin it with "- hosts: …".')
    return undefined
  }
  const keys = entriesOf(source, node)
  for (const { name, key } of keys.values()) {
    if (!playKeys.some((known) => known === name))
      problems.add(positionOf(source, key), `${name} is not a key of a play`, playKeyHint(name))
  }
  const hosts = readHosts(page, keys.get('hosts'), where)
  return {
    name: text(page, keys, 'name') ?? hosts.map((pattern) => pattern.text).join(', '),
    hosts,
    roles: readRoles(page, keys.get('roles'), where),
    serial: readSerial(page, keys),
    order: readOrder(page, keys),
    tags: readTags(page, keys),
    become: readBecome(page, keys),
    vars: readVars(page, keys.get('vars')),
    where,
  }
}

function variable({ source, problems }: Page, keys: Keys, name: string): Variable | undefined {
  const entry = keys.get(name)
  const found = entry?.value ? variableOf(source, entry) : undefined
  if (found?.doubt) problems.add(found.doubt.where, found.doubt.message, found.doubt.hint)
  if (found && isDynamic(found)) problems.add(found.locate(), templatedMessage, templatedHint)
  return found
}

function wrong({ problems }: Page, found: Variable, name: string, expected: string): undefined {
  problems.add(found.locate(), `${name} must be ${expected}, but is ${shown(found.value)}`)
}

function text(page: Page, keys: Keys, name: string): string | undefined {
  const found = variable(page, keys, name)
  if (found === undefined || typeof found.value === 'string') return found?.value as string | undefined
  return wrong(page, found, name, 'text')
}

function readHosts({ source, problems }: Page, entry: Entry | undefined, play: SourcePosition): readonly Pattern[] {
  const node = entry?.value ?? null
  if (node === null) {
    problems.add(
      entry ? positionOf(source, entry.key) : play,
      'this play does not say which hosts',
      'Add hosts: GROUP (or all).',
    )
    return []
  }
  const items = isSeq(node) ? node.items.map((item) => resolved(source, item)) : [node]
  return items.flatMap((item) => {
    const value = plain(source, item)
    if (isTemplated(value)) problems.add(positionOf(source, item), templatedMessage, templatedHint)
    if (typeof value === 'string' && value !== '') return [{ text: value, where: positionOf(source, item) }]
    problems.add(
      positionOf(source, item ?? node),
      `hosts must be a pattern or a list of patterns, but is ${shown(value)}`,
    )
    return []
  })
}

function readSerial(page: Page, keys: Keys): Serial | null {
  const found = variable(page, keys, 'serial')
  if (found === undefined) return null
  const [, digits = '', sign] = /^(\d+)(%?)$/.exec(textOf(found.value)) ?? []
  const number = Number(digits)
  const percent = sign === '%'
  if (number >= 1 && (!percent || number <= 100) && !Array.isArray(found.value)) return { number, percent }
  return wrong(page, found, 'serial', 'a whole number from 1, or a share like "30%"') ?? null
}

function readOrder(page: Page, keys: Keys): Order {
  const found = variable(page, keys, 'order')
  const order = found ? orders.find((one) => one === found.value) : 'inventory'
  return order ?? wrong(page, found!, 'order', listed(orders).replace(' and ', ' or ')) ?? 'inventory'
}

function readTags(page: Page, keys: Keys): readonly string[] {
  const found = variable(page, keys, 'tags')
  return tagsOf(found) ?? wrong(page, found!, 'tags', 'a word or a list of words') ?? []
}

function readBecome(page: Page, keys: Keys): PlayDraft['become'] {
  const found = variable(page, keys, 'become')
  if (found === undefined) return undefined
  if (typeof found.value === 'boolean') return { value: found.value, where: found.locate() }
  return wrong(page, found, 'become', 'true or false')
}

function readVars({ source, problems }: Page, entry: Entry | undefined): Variables {
  const entries = entriesOr(source, entry?.value ?? null, 'vars', problems)
  return new Map([...entries.values()].map((own) => [own.name, variableOf(source, own)]))
}

function readRoles(page: Page, entry: Entry | undefined, play: SourcePosition): readonly RoleEntry[] {
  const { source, problems } = page
  const node = entry?.value ?? null
  if (isSeq(node) && node.items.length > 0)
    return node.items.flatMap((item) => readRole(page, resolved(source, item) ?? (item as Node)) ?? [])
  const where = entry ? positionOf(source, entry.key) : play
  problems.add(
    where,
    node === null || isSeq(node) ? 'this play has no roles' : 'roles must be a list',
    'Add roles: [NAME].',
  )
  return []
}

function readRole(page: Page, node: Node): RoleEntry | undefined {
  const { source, problems } = page
  const where = positionOf(source, node)
  if (isScalar(node) && typeof node.value === 'string') return { name: node.value, tags: [], params: new Map(), where }
  const keys = isMap(node) ? entriesOf(source, node) : new Map<string, Entry>()
  const name = variable(page, keys, 'role')
  if (typeof name?.value !== 'string') {
    problems.add(name?.locate() ?? where, 'a role must be a name, or a mapping with role: NAME')
    return undefined
  }
  const others = [...keys.values()].filter((key) => key.name !== 'role' && key.name !== 'tags')
  const params = new Map(others.map((own) => [own.name, variableOf(source, own)]))
  return { name: name.value, tags: readTags(page, keys), params, where: name.locate() }
}
