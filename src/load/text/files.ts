import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { readBounded } from '../../disk/read.ts'
import type { Problem } from '../../model/errors.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { SourcePosition } from '../../model/position.ts'
import type { Problems } from './problems.ts'
import { listed, sentences } from './sentences.ts'
import type { VaultPassword } from './vault.ts'

/** What the readers share: where relative names start, and where problems go. */
export interface Reading {
  readonly cwd: string
  readonly home: string
  readonly problems: Problems
  readonly vaultPasswords?: readonly VaultPassword[] | undefined
  /** Called with what no output may show, before anything is told of it. */
  readonly hide?: ((secrets: readonly string[]) => void) | undefined
  /** Called with what is odd, but keeps nobody from going on. */
  readonly warn?: ((warning: Problem) => void) | undefined
}

/** True for a path that is the folder or below it, by the names that both are given. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way)
}

/** A path as people see it: relative to where they are, unless it is outside. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path)
  return short === '' ? '.' : short.startsWith('..') || isAbsolute(short) ? path : short
}

/** An absolute path; `~/` is the home directory. */
export function fullPath(path: string, { cwd, home }: { readonly cwd: string; readonly home: string }): string {
  return resolve(cwd, path.replace(/^~(?=\/|$)/, home || homedir()))
}

/** The text of a file; a problem and undefined when it cannot be read as UTF-8. */
export function readText(path: string, { cwd, problems }: Reading, askedFrom?: SourcePosition): string | undefined {
  const name = shownPath(path, cwd)
  let bytes: Buffer | undefined
  try {
    bytes = readBounded(path)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    const hint = bytes && otherEncoding(bytes, name)
    problems.lose(askedFrom, `cannot read ${name}: ${reasonOf(error as NodeJS.ErrnoException)}`, hint)
    return undefined
  }
}

/** How to make text of a file that reads as Chinese in the encoding of Windows there. */
function otherEncoding(bytes: Buffer, name: string): string | undefined {
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    return /\p{Script=Han}/u.test(text) ? `It reads as GBK: iconv -f GBK -t UTF-8 ${name} >${name}.utf8` : undefined
  } catch {
    return undefined
  }
}

const reasons = new Map(
  Object.entries({
    ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
    ENOENT: 'there is no such file',
    EISDIR: 'it is a directory',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EEXIST: 'there is one already',
    ENOTDIR: 'a part of its path is a file',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota is used up',
    ELOOP: 'its links lead back to themselves',
    ENAMETOOLONG: 'the name is too long',
  }),
)

/** Why a file is not read, as a person says it. */
export const reasonOf = ({ code = '', message }: NodeJS.ErrnoException): string =>
  reasons.get(code) ?? (code || message)

export interface Wanted {
  readonly what: string
  readonly name: string
  readonly folder: string
  readonly extensions: readonly string[]
  readonly directories: boolean
}

/** The path that a name on the command line stands for: as given, then in its folder, each also with an extension. */
export function findNamed(wanted: Wanted, reading: Reading): string | undefined {
  const { what, name, folder, extensions, directories } = wanted
  const endings = ['', ...extensions]
  const tries = [name, join(folder, name)].flatMap((base) => endings.map((ending) => base + ending))
  const paths = isAbsolute(name) ? endings.map((ending) => name + ending) : tries
  const usable = (path: string) => isFile(path) || (directories && isDirectory(path))
  const found = paths.map((path) => fullPath(path, reading)).find(usable)
  if (found !== undefined) return found
  const near = [...new Set([folder, '.'].flatMap((place) => namesIn(resolve(reading.cwd, place), place, extensions)))]
  const others = near.filter((one) => one !== name)
  const guess = didYouMean(name, others) || didYouMean(join(folder, name), others)
  reading.problems.lose(
    undefined,
    `there is no ${what} ${JSON.stringify(name)}`,
    sentences(`Looked at ${listed(paths)}.`, guess),
  )
  return undefined
}

/** Names of all entries of a directory, sorted; none when it cannot be read. */
export function allEntriesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}

/** The same of those that Ansible takes for inventories in a folder of them. */
export function entriesIn(directory: string): readonly string[] {
  const others =
    /^\.|~$|\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)$|^(?:group_vars|host_vars|vars_plugins)$/
  return allEntriesIn(directory).filter((entry) => !others.test(entry))
}

function namesIn(directory: string, shownAs: string, extensions: readonly string[]): string[] {
  return allEntriesIn(directory)
    .filter((entry) => !/^\.|~$/.test(entry))
    .filter((entry) => !entry.includes('.') || extensions.some((extension) => entry.endsWith(extension)))
    .flatMap((entry) => [
      join(shownAs, entry),
      ...extensions.filter((e) => entry.endsWith(e)).map((e) => join(shownAs, entry.slice(0, -e.length))),
    ])
}

/** True for a directory that exists. */
export function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

/** True for a file that exists. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
