import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import { tellFullWidth } from '../text/full-width.ts'
import { splitWords, type Word, WordError } from '../text/ini-words.ts'
import type { Problems } from '../text/problems.ts'
import { parseLiteral } from '../text/python-literal.ts'
import { deepFreeze, mayHoldNumbers, type Variable } from '../text/variable.ts'
import { floating } from '../text/whole-float.ts'
import { addHosts, type Draft, type DraftGroup, groupOf, setGroupVar } from './draft.ts'
import { hostHint, readHostWord } from './host-word.ts'

type Kind = 'hosts' | 'children' | 'vars'

interface Section {
  readonly group: DraftGroup
  readonly kind: Kind
}

interface Pending {
  readonly where: SourcePosition
  readonly parents: DraftGroup[]
}

/** Where a line of the file is, and what it adds to. */
interface Line {
  readonly text: string
  readonly draft: Draft
  /** Children that are named before their own section, which puts them below their parents. */
  readonly pending: Map<string, Pending>
  readonly problems: Problems
  readonly at: (column: number) => SourcePosition
}

/** Adds what an inventory in Ansible's INI form says to the draft. */
export function readIni(text: string, file: string, draft: Draft, problems: Problems): void {
  if (tellFullWidth(text, file, problems)) return
  let section: Section | undefined = { group: draft.groups.get('ungrouped')!, kind: 'hosts' }
  const pending = new Map<string, Pending>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const at = (column: number): SourcePosition => ({ file, line: index + 1, column })
    const here: Line = { text: line, draft, pending, problems, at }
    if (/^\s*([#;]|$)/.test(line)) continue
    if (/^\s*\[[^\]]*(\]\s*([#;].*)?)?$/.test(line)) section = readHeader(here)
    else if (section) readers[section.kind](here, section.group)
  }
  for (const [name, { where }] of pending) {
    groupOf(draft, name, where, false)
    adopt(name, pending)
  }
}

/** Puts a group below those that have named it. */
function adopt(name: string, pending: Map<string, Pending>): void {
  const { where, parents } = pending.get(name) ?? { where: undefined, parents: [] }
  pending.delete(name)
  for (const parent of parents) {
    parent.children.set(name, where!)
    adopt(parent.name, pending)
  }
}

const readers: Readonly<Record<Kind, (line: Line, group: DraftGroup) => void>> = {
  hosts: readHosts,
  children: readChild,
  vars: readVariable,
}

function readHeader({ text, draft, pending, problems, at }: Line): Section | undefined {
  const where = at(text.indexOf('[') + 1)
  const [, name, kind = 'hosts'] = /^\s*\[([^:\]\s]+)(?::(\w+))?\]/.exec(text) ?? []
  if (name === undefined)
    problems.lose(where, 'not a section header', 'Write [group], [group:children] or [group:vars].')
  else if (Object.hasOwn(readers, kind)) {
    const group = groupOf(draft, name, where, kind !== 'vars')
    if (kind !== 'vars') adopt(name, pending)
    return { group, kind: kind as Kind }
  } else
    problems.lose(
      where,
      `there are no sections of kind "${kind}"`,
      didYouMean(kind, Object.keys(readers)) || 'Kinds are children and vars.',
    )
  return undefined
}

function readHosts(line: Line, group: DraftGroup): void {
  const words = wordsOf(line)
  const [first, ...rest] = words
  if (first === undefined) return
  const vars = new Map<string, Variable>()
  try {
    const { names, port } = readHostWord(first.text)
    if (port !== undefined)
      vars.set('ansible_port', { value: port, locate: () => line.at(first.columns[first.text.lastIndexOf(':') + 1]!) })
    for (const word of rest) readAssignment(line, word, vars)
    addHosts(line.draft, group, names, vars)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    line.problems.lose(
      line.at(first.column),
      `${first.text} is not a host name: ${error.message}`,
      hostHint(first.text),
    )
  }
}

function wordsOf({ text, problems, at }: Line): readonly Word[] {
  try {
    return splitWords(text)
  } catch (error) {
    if (!(error instanceof WordError)) throw error
    problems.lose(at(error.column), error.message, 'Put the value in quotes.')
    return []
  }
}

function readAssignment(line: Line, word: Word, vars: Map<string, Variable>): void {
  const equals = word.text.indexOf('=')
  if (equals > 0) {
    const variable = variableOf(line, word.text.slice(equals + 1), word.columns.slice(equals + 1), word.column)
    const doubt = word.cutAt === undefined ? undefined : { ...cut, where: line.at(word.cutAt) }
    vars.set(word.text.slice(0, equals), { ...variable, doubt })
    return
  }
  const hint =
    'A host line is a name and key=value pairs; put a value with spaces in quotes, and one host on each line.'
  line.problems.lose(line.at(word.column), `expected key=value, but found ${JSON.stringify(word.text)}`, hint)
}

function readChild({ text, draft, pending, problems, at }: Line, group: DraftGroup): void {
  const [, space = '', name] = /^(\s*)([^:\]\s]+)\s*(?:[#;].*)?$/.exec(text) ?? []
  const where = at(space.length + 1)
  if (name === undefined)
    problems.lose(
      where,
      `expected the name of a group, but found ${JSON.stringify(text.trim())}`,
      'Write one group on each line.',
    )
  else if (!draft.groups.has(name))
    pending.set(name, { where, parents: [...(pending.get(name)?.parents ?? []), group] })
  else if (!group.children.has(name)) group.children.set(name, where)
}

function readVariable(line: Line, group: DraftGroup): void {
  const equals = line.text.indexOf('=')
  const name = line.text.slice(0, Math.max(equals, 0)).trim()
  if (name === '' || /\s/.test(name)) {
    line.problems.lose(
      line.at(line.text.search(/\S/) + 1),
      `expected key=value, but found ${JSON.stringify(line.text.trim())}`,
    )
    return
  }
  const value = line.text.slice(equals + 1).trim()
  const start = line.text.length - line.text.slice(equals + 1).trimStart().length + 1
  const columns = Array.from({ length: value.length + 1 }, (_, index) => start + index)
  const key: SourcePosition = line.at(line.text.search(/\S/) + 1)
  const variable = variableOf(line, value, columns, key.column)
  const comment = variable.value === value ? value.search(/\s#/) : -1
  const doubt = comment < 0 ? undefined : { ...commented, where: line.at(start + comment + 1) }
  setGroupVar(group, name, { ...variable, doubt }, line.problems)
}

const commented = {
  message: 'a comment after text becomes part of it',
  hint: 'Put the comment on a line of its own, or the text in quotes.',
}
const cut = { message: 'a # inside a word: Ansible cuts the value here', hint: 'Put the value in quotes.' }

function variableOf(line: Line, text: string, columns: readonly number[], keyColumn: number): Variable {
  const { value, offsetOf } = parseLiteral(text)
  return {
    value: deepFreeze(value),
    text,
    ...(mayHoldNumbers(value) && { exact: () => parseLiteral(text, floating).value }),
    locate: (path = [], part = 'value') =>
      line.at(part === 'key' && path.length === 0 ? keyColumn : columns[offsetOf(path)]!),
  }
}
