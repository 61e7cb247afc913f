import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Problems } from '../text/problems.ts'
import { shown, type Variable } from '../text/variable.ts'
import { entriesOr, rootEntries } from '../text/yaml-file.ts'
import { type Entry, plain, positionOf, resolved, variableOf, type YamlSource } from '../text/yaml-source.ts'
import { addHosts, type Draft, groupOf, setGroupVar } from './draft.ts'

/** Gives what a program says of one host, where its list has no `_meta`. */
export type HostAsker = (host: string) => YamlSource | undefined

interface Filling {
  readonly source: YamlSource
  readonly draft: Draft
  readonly problems: Problems
  readonly hosts: Set<string>
}

/** True for the answer of an inventory program, as `ansible-inventory --list` gives it, too; older ones have no `_meta`, but lists of names. */
export function isScriptInventory({ document: { contents } }: YamlSource): boolean {
  if (!isMap(contents)) return false
  return contents.has('_meta') || (contents.flow === true && contents.items.some(({ value }) => hasList(value)))
}

const hasList = (group: unknown) =>
  isSeq(group) || (isMap(group) && ['hosts', 'children'].some((part) => isSeq(group.get(part))))

const example = 'With --list an inventory program prints JSON such as {"GROUP": {"hosts": ["NAME"]}}.'

/** Adds what such an answer says to the draft. */
export function readScriptInventory(source: YamlSource, draft: Draft, problems: Problems, ask?: HostAsker): void {
  const filling: Filling = { source, draft, problems, hosts: new Set() }
  const root = source.document.contents
  if (root && !isMap(root)) {
    const where = positionOf(source, root)
    problems.lose(where, `expected an object of groups, but found ${found(source, root)}`, example)
    return
  }
  const entries = rootEntries(source, 'the answer of an inventory program', problems)
  for (const entry of entries.values()) if (entry.name !== '_meta') readGroup(filling, entry)
  const meta = entriesOr(source, entries.get('_meta')?.value ?? null, '_meta', problems)
  const given = meta.get('hostvars')
  for (const entry of entriesOr(source, given?.value ?? null, 'hostvars', problems).values())
    if (filling.hosts.has(entry.name)) setHostVars(filling, entry.name, variablesOf(source, entry.value, problems))
  if (given) return
  for (const host of filling.hosts) {
    const answer = ask?.(host)
    if (answer) setHostVars(filling, host, variablesOf(answer, answer.document.contents, problems))
  }
}

function readGroup(filling: Filling, { name, key, value }: Entry): void {
  const { source, draft, problems } = filling
  const group = groupOf(draft, name, positionOf(source, key), true)
  const parts = isMap(value) ? entriesOr(source, value, name, problems) : new Map<string, Entry>()
  const isPlain = isMap(value) && !['hosts', 'vars', 'children'].some((part) => parts.has(part))
  const hosts = isPlain ? [name] : namesIn(filling, 'host', isMap(value) ? parts.get('hosts')?.value : value)
  addHosts(draft, group, hosts, new Map())
  for (const host of hosts) filling.hosts.add(host)
  const vars = variablesOf(source, (isPlain ? value : parts.get('vars')?.value) ?? null, problems)
  for (const [variable, its] of vars) setGroupVar(group, variable, its, problems)
  for (const child of namesIn(filling, 'group', parts.get('children')?.value)) {
    const where = positionOf(source, parts.get('children')!.key)
    groupOf(draft, child, where, true)
    if (!group.children.has(child)) group.children.set(child, where)
  }
}

function namesIn({ source, problems }: Filling, what: string, node: Node | null | undefined): readonly string[] {
  if (!isSeq(node)) {
    if (node) problems.lose(positionOf(source, node), `expected a list of names, but found ${found(source, node)}`)
    return []
  }
  return node.items.flatMap((item) => {
    const name = resolved(source, item)
    if (isScalar(name) && typeof name.value === 'string' && name.value !== '') return [name.value]
    const hint = isScalar(name) && name.value !== '' ? `As a name it stands in quotes: "${name.value}".` : undefined
    problems.lose(
      positionOf(source, item as Node),
      `expected the name of a ${what}, but found ${found(source, name)}`,
      hint,
    )
    return []
  })
}

const found = (source: YamlSource, node: Node | null) => shown(plain(source, node))

function variablesOf(source: YamlSource, node: Node | null, problems: Problems): ReadonlyMap<string, Variable> {
  const entries = entriesOr(source, node, 'variables', problems)
  return new Map([...entries.values()].map((entry) => [entry.name, variableOf(source, entry)]))
}

function setHostVars({ draft }: Filling, host: string, vars: ReadonlyMap<string, Variable>): void {
  for (const [name, variable] of vars) draft.hosts.get(host)?.vars.set(name, variable)
}
