import { extname, join } from 'node:path'
import { readBounded } from '../../disk/read.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import { allEntriesIn, isDirectory, isFile, type Reading, shownPath } from '../text/files.ts'
import { readOpened } from '../text/opened.ts'
import { sentences } from '../text/sentences.ts'
import type { Variable, Variables } from '../text/variable.ts'
import { VaultError } from '../text/vault.ts'
import { rootEntries } from '../text/yaml-file.ts'
import { variableOf } from '../text/yaml-source.ts'

/** What `group_vars` and `host_vars` beside one inventory or playbook say, by the name of the group or host. */
export interface VarsBeside {
  readonly groups: ReadonlyMap<string, Variables>
  readonly hosts: ReadonlyMap<string, Variables>
  /** Vaults that stay closed: whoever they are for can't be worked on. */
  readonly closed: readonly ClosedVault[]
}

export interface ClosedVault {
  readonly kind: 'group' | 'host'
  readonly name: string
  readonly file: string
  readonly why: string
}

export interface Names {
  readonly groups: ReadonlySet<string>
  readonly hosts: ReadonlySet<string>
  /** Directories whose files may speak of other inventories' hosts and groups. */
  readonly inventoryDirectories: readonly string[]
}

/** What is read of a file's name, in the order in which Ansible looks: the first that is there holds. */
const extensions = ['', '.yml', '.yaml', '.json'] as const

/** Reads `group_vars` and `host_vars` of a directory; a file for nobody is a warning. */
export function readVarsBeside(directory: string, names: Names, reading: Reading): VarsBeside {
  const closed: ClosedVault[] = []
  const read = (kind: ClosedVault['kind'], known: ReadonlySet<string>) => {
    const folder = join(directory, `${kind}_vars`)
    const entries = isDirectory(folder) ? allEntriesIn(folder) : []
    const found = new Map<string, Variables>()
    for (const name of known) {
      const [path, ...others] = extensions.map((end) => name + end).filter((entry) => entries.includes(entry))
      if (path === undefined) continue
      found.set(
        name,
        readVars(join(folder, path), reading, (file, why) => closed.push({ kind, name, file, why })),
      )
      for (const other of others) warnBoth(join(folder, path), join(folder, other), reading)
    }
    for (const entry of entries) if (!isFor(entry, known)) warnNobody(join(folder, entry), kind, names, reading)
    return found
  }
  return { groups: read('group', names.groups), hosts: read('host', names.hosts), closed }
}

const bare = (entry: string) => entry.replace(/\.(ya?ml|json)$/, '')
const isFor = (entry: string, known: ReadonlySet<string>) => known.has(entry) || known.has(bare(entry))

function warnBoth(read: string, other: string, { cwd, warn }: Reading): void {
  const where = { file: shownPath(other, cwd), line: 1, column: 1 }
  const hint = 'As Ansible does, lbprov reads one for a name: join them.'
  warn?.({ where, message: `not read: ${shownPath(read, cwd)} is for the same name`, hint })
}

function warnNobody(path: string, kind: ClosedVault['kind'], names: Names, { cwd, warn }: Reading): void {
  const entry = path.slice(path.lastIndexOf('/') + 1)
  const name = bare(entry)
  const isRead =
    !entry.startsWith('.') && !entry.endsWith('~') && (bare(entry) !== entry || !extname(entry) || isDirectory(path))
  if (!isRead || namedElsewhere(name, names.inventoryDirectories)) return
  const where = { file: shownPath(path, cwd), line: 1, column: 1 }
  const near = didYouMean(name, kind === 'group' ? names.groups : names.hosts)
  const message = `the inventory has no ${kind} ${name}, so nothing uses ${isDirectory(path) ? 'what is in this folder' : 'this file'}`
  warn?.({ where, message, hint: sentences(near, near ? 'Rename it then.' : '') || undefined })
}

// Several inventories often share one group_vars: a name that another file beside them speaks of is no slip.
function namedElsewhere(name: string, directories: readonly string[]): boolean {
  const word = new RegExp(`(^|[^\\w.-])${name.replaceAll(/\W/g, '\\$&')}($|[^\\w.-])`, 'm')
  const files = directories.flatMap((directory) => allEntriesIn(directory).map((entry) => join(directory, entry)))
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

type Closed = (file: string, why: string) => void

function readVars(path: string, reading: Reading, closed: Closed): Variables {
  const variables = new Map<string, Variable>()
  for (const file of isDirectory(path) ? filesUnder(path) : [path]) {
    const read = variablesIn(file, reading)
    if (read instanceof VaultError) closed(shownPath(file, reading.cwd), read.message)
    else for (const [name, variable] of read) variables.set(name, variable)
  }
  return variables
}

/** Of a folder Ansible reads names without an extension and YAML's, and folders without one. */
function filesUnder(folder: string): readonly string[] {
  return allEntriesIn(folder).flatMap((entry) => {
    const path = join(folder, entry)
    if (entry.startsWith('.') || entry.endsWith('~')) return []
    const extension = extname(entry)
    if (isDirectory(path)) return extension === '' ? filesUnder(path) : []
    return extensions.some((one) => one === extension) ? [path] : []
  })
}

/** The variables of one YAML file. `askedFrom`: who named it. */
export function readVarsFile(path: string, reading: Reading, askedFrom?: SourcePosition): Variables {
  const read = variablesIn(path, reading, askedFrom)
  if (!(read instanceof VaultError)) return read
  reading.problems.lose(askedFrom, `${shownPath(path, reading.cwd)} stays closed: ${read.message}`)
  return new Map()
}

function variablesIn(path: string, reading: Reading, askedFrom?: SourcePosition): Variables | VaultError {
  const source = readOpened(path, reading, askedFrom)
  if (source === undefined) return new Map()
  if (source instanceof VaultError) return source
  const entries = rootEntries(source, 'a file of variables', reading.problems)
  return new Map([...entries.values()].map((entry) => [entry.name, variableOf(source, entry)]))
}
