import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from '../text/problems.ts'
import { shown, type Variable } from '../text/variable.ts'

/** A group as the inventory files speak of it, before they are all read. */
export interface DraftGroup {
  readonly name: string
  readonly hosts: Set<string>
  readonly children: Map<string, SourcePosition>
  readonly vars: Map<string, Variable>
  /** ansible_group_priority: of groups of one depth, the higher wins. */
  priority: number
  /** Not only mentioned as a child or given variables. */
  declared: boolean
  readonly where: SourcePosition
}

export interface DraftHost {
  readonly name: string
  /** Where it is met first. */
  readonly file: string | undefined
  readonly vars: Map<string, Variable>
}

/** What the inventory files say, added up. Hosts are in the order of their first mention. */
export interface Draft {
  readonly hosts: Map<string, DraftHost>
  readonly groups: Map<string, DraftGroup>
  /** The file that is being read. */
  source: string | undefined
}

/** A draft with the two groups that every inventory has. */
export function newDraft(file: string): Draft {
  const draft: Draft = { hosts: new Map(), groups: new Map(), source: undefined }
  for (const name of ['all', 'ungrouped']) groupOf(draft, name, { file, line: 1, column: 1 }, true)
  return draft
}

/** The group of that name, made when it is new. */
export function groupOf(draft: Draft, name: string, where: SourcePosition, declared: boolean): DraftGroup {
  const known = draft.groups.get(name)
  if (known) {
    known.declared ||= declared
    return known
  }
  const group = { name, hosts: new Set<string>(), children: new Map(), vars: new Map(), priority: 1, declared, where }
  draft.groups.set(name, group)
  return group
}

/** Puts hosts into a group and gives them variables; later ones replace earlier ones. */
export function addHosts(
  draft: Draft,
  group: DraftGroup,
  names: readonly string[],
  vars: ReadonlyMap<string, Variable>,
): void {
  for (const name of names) {
    group.hosts.add(name)
    const host = draft.hosts.get(name) ?? { name, file: draft.source, vars: new Map() }
    draft.hosts.set(name, host)
    for (const [variable, value] of vars) host.vars.set(variable, value)
  }
}

/** Gives a group a variable. ansible_group_priority is kept apart: it is not a variable of any host. */
export function setGroupVar(group: DraftGroup, name: string, variable: Variable, problems: Problems): void {
  if (name !== 'ansible_group_priority') group.vars.set(name, variable)
  else if (Number.isInteger(variable.value)) group.priority = variable.value as number
  else problems.add(variable.locate(), `ansible_group_priority must be a whole number, but is ${shown(variable.value)}`)
}
