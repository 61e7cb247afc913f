import { isMap, isSeq } from 'yaml'
import { didYouMean } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import type { Problems } from '../text/problems.ts'
import { sentences } from '../text/sentences.ts'
import type { Variable } from '../text/variable.ts'
import { entriesOr, entriesOrName, rootEntries } from '../text/yaml-file.ts'
import { type Entry, positionOf, tellDoubts, variableOf, type YamlSource } from '../text/yaml-source.ts'
import { addHosts, type Draft, type DraftGroup, groupOf, setGroupVar } from './draft.ts'
import { hostHint, readHostWord } from './host-word.ts'

interface Filling {
  readonly source: YamlSource
  readonly draft: Draft
  readonly problems: Problems
}

/** Adds what an inventory in Ansible's YAML form says to the draft. */
export function readYamlInventory(source: YamlSource, draft: Draft, problems: Problems): void {
  const filling = { source, draft, problems }
  const { contents } = source.document
  if (isSeq(contents) && contents.items.some((item) => isMap(item) && (item.has('hosts') || item.has('roles')))) {
    const hint = 'The playbook stands first, the inventory behind -i: lbprov run site.yaml -i hosts.'
    problems.lose(positionOf(source, contents), 'this is a playbook, not an inventory', hint)
    return
  }
  for (const entry of rootEntries(source, 'an inventory', problems).values()) readGroup(filling, entry)
  tellDoubts(source, problems)
}

/** True when the names at the top of a YAML file hold groups: the file is an inventory in YAML form. */
export function looksLikeYamlInventory(text: string): boolean {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  return lines.some(
    (line, i) =>
      /^(---|all:|\{)/.test(line) ||
      (/^[\w.-]+:[ \t]*(#.*)?$/.test(line) && /^[ \t]+(hosts|children|vars):/.test(lines[i + 1] ?? '')),
  )
}

function readGroup(filling: Filling, { name, key, value }: Entry): DraftGroup {
  const { source, draft, problems } = filling
  const group = groupOf(draft, name, positionOf(source, key), true)
  const parts = entriesOr(source, value, `the group ${name}`, problems)
  for (const part of parts.values()) {
    const reader = own(readers, part.name)
    if (reader) reader(filling, group, part)
    else tellUnknown(filling, part)
  }
  return group
}

const readers: Readonly<Record<string, (filling: Filling, group: DraftGroup, part: Entry) => void>> = {
  hosts: readHosts,
  children: readChildren,
  vars: readVars,
}

function tellUnknown({ source, problems }: Filling, part: Entry): void {
  const hint = sentences(didYouMean(part.name, Object.keys(readers)), 'A group has hosts, children and vars.')
  problems.lose(positionOf(source, part.key), `${part.name} is not a key of a group`, hint)
}

function readHosts({ source, draft, problems }: Filling, group: DraftGroup, part: Entry): void {
  for (const entry of entriesOrName(source, part.value, 'hosts', problems).values()) {
    const vars = new Map<string, Variable>()
    for (const own of entriesOr(source, entry.value, `the host ${entry.name}`, problems).values())
      vars.set(own.name, variableOf(source, own))
    try {
      const { names, port } = readHostWord(entry.name)
      if (port !== undefined && !vars.has('ansible_port'))
        vars.set('ansible_port', { value: port, locate: () => positionOf(source, entry.key) })
      addHosts(draft, group, names, vars)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.lose(
        positionOf(source, entry.key),
        `${entry.name} is not a host name: ${error.message}`,
        hostHint(entry.name),
      )
    }
  }
}

function readChildren(filling: Filling, group: DraftGroup, part: Entry): void {
  for (const entry of entriesOrName(filling.source, part.value, 'children', filling.problems).values()) {
    group.children.set(entry.name, positionOf(filling.source, entry.key))
    readGroup(filling, entry)
  }
}

function readVars({ source, problems }: Filling, group: DraftGroup, part: Entry): void {
  for (const entry of entriesOr(source, part.value, 'vars', problems).values()) {
    setGroupVar(group, entry.name, variableOf(source, entry), problems)
  }
}
