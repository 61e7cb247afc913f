import { join } from 'node:path'
import { readBounded } from '../../disk/read.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import { entriesIn, isDirectory, isFile, type Reading, shownPath } from '../text/files.ts'
import { sentences } from '../text/sentences.ts'
import type { Variable, Variables } from '../text/variable.ts'
import { readYaml, rootEntries } from '../text/yaml-file.ts'
import { variableOf } from '../text/yaml-source.ts'

/** What `group_vars` and `host_vars` beside one inventory or playbook say, by the name of the group or host. */
export interface VarsBeside {
  readonly groups: ReadonlyMap<string, Variables>
  readonly hosts: ReadonlyMap<string, Variables>
}

export interface Names {
  readonly groups: ReadonlySet<string>
  readonly hosts: ReadonlySet<string>
  /** Directories whose files may speak of other inventories' hosts and groups. */
  readonly inventoryDirectories: readonly string[]
}

/** Reads `group_vars` and `host_vars` of a directory; a file for nobody is a problem. */
export function readVarsBeside(directory: string, names: Names, reading: Reading): VarsBeside {
  return {
    groups: readFolder(join(directory, 'group_vars'), 'group', names, reading),
    hosts: readFolder(join(directory, 'host_vars'), 'host', names, reading),
  }
}

function readFolder(
  folder: string,
  what: 'group' | 'host',
  names: Names,
  reading: Reading,
): ReadonlyMap<string, Variables> {
  const known = what === 'group' ? names.groups : names.hosts
  const found = new Map<string, Variables>()
  const fileOf = new Map<string, string>()
  for (const entry of isDirectory(folder) ? entriesIn(folder) : []) {
    const path = join(folder, entry)
    const name = known.has(entry) ? entry : entry.replace(/\.(ya?ml|json)$/, '')
    const earlier = fileOf.get(name)
    if (earlier !== undefined) tellBoth(earlier, path, reading)
    else if (known.has(name)) found.set(name, readVars(path, reading))
    else if (!namedElsewhere(name, names.inventoryDirectories)) tellNobody(path, name, what, known, reading)
    fileOf.set(name, path)
  }
  return found
}

function tellBoth(earlier: string, path: string, { cwd, problems }: Reading): void {
  const where = { file: shownPath(path, cwd), line: 1, column: 1 }
  problems.lose(
    where,
    `${shownPath(earlier, cwd)} is for the same name`,
    'Ansible would read only one of the two: join them.',
  )
}

function tellNobody(
  path: string,
  name: string,
  what: string,
  known: ReadonlySet<string>,
  { cwd, problems }: Reading,
): void {
  const where = { file: shownPath(path, cwd), line: 1, column: 1 }
  const hint = sentences(didYouMean(name, known), 'Rename the file, or delete it.')
  problems.add(where, `the inventory has no ${what} ${name}, so nothing uses this file`, hint)
}

// Several inventories often share one group_vars: a name that another file beside them speaks of is no slip.
function namedElsewhere(name: string, directories: readonly string[]): boolean {
  const word = new RegExp(`(^|[^\\w.-])${name.replaceAll(/\W/g, '\\$&')}($|[^\\w.-])`, 'm')
  const files = directories.flatMap((directory) => entriesIn(directory).map((entry) => join(directory, entry)))
  return files.some((file) => isFile(file) && word.test(textOf(file)))
}

/** Of a file that is no inventory, it may be: nothing when it can't be read. */
function textOf(file: string): string {
  try {
    return readBounded(file).toString('utf8')
  } catch {
    return ''
  }
}

function readVars(path: string, reading: Reading): Variables {
  const variables = new Map<string, Variable>()
  for (const file of filesUnder(path))
    for (const [name, variable] of readVarsFile(file, reading)) variables.set(name, variable)
  return variables
}

/** The variables of one YAML file. `askedFrom`: who named it. */
export function readVarsFile(path: string, reading: Reading, askedFrom?: SourcePosition): Variables {
  const source = readYaml(path, reading, askedFrom)
  if (source === undefined) return new Map()
  const entries = rootEntries(source, 'a file of variables', reading.problems)
  return new Map([...entries.values()].map((entry) => [entry.name, variableOf(source, entry)]))
}

function filesUnder(path: string): string[] {
  if (!isDirectory(path)) return [path]
  return entriesIn(path).flatMap((entry) => filesUnder(join(path, entry)))
}
