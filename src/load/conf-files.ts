import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { readBounded } from '../disk/read.ts'
import { ConfigError } from '../model/errors.ts'
import { braced } from './braces.ts'
import { isDirectory, isWithin, reasonOf } from './text/files.ts'

/** A file that an `include` names, or why it is not read. */
export type Included =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly why: string; readonly hint: string; readonly isFolder?: boolean }

/** Finds what an `include` names. */
type Reader = (pattern: string, from: string) => readonly Included[] | null

/** Largest keepalived.conf. */
const mostBytes = 4 * 1024 * 1024

/**
 * Reads the files that an `include` of the file `from` names, as keepalived looks for them: relative to that file's folder,
 * in order of their names. Patterns are understood in the last part of a path; folders that match are passed over. Only
 * what is below the folder of `conf`, or below `root`, is read. Null: there is no such folder or file.
 */
export function includesOf(conf: string, root = dirname(conf)): Reader {
  const top = real(root)
  if (top === null) throw new ConfigError([{ message: `there is no folder ${root}` }])
  return (pattern, from) => {
    const [last, folder] = [basename(pattern), resolve(dirname(from), dirname(pattern))]
    const shown = pattern.startsWith('/') ? folder : join(dirname(from), dirname(pattern))
    const place = real(folder)
    if (place === null) return null
    if (!isWithin(top, place)) return [outside(join(shown, last), root)]
    const isPattern = /[*?[{]/.test(last)
    if (!isPattern && real(join(place, last)) === null) return null
    return (isPattern ? namesIn(place, last) : [last]).map((name) => {
      const [path, file] = [join(place, name), join(shown, name)]
      return isWithin(top, real(path) ?? path) ? readIncluded(path, file) : outside(file, root)
    })
  }
}

/** As of a shell, a name that begins with a dot is meant only where the pattern does. */
function namesIn(folder: string, pattern: string): readonly string[] {
  const isMatch = braced(pattern)
  return readdirSync(folder)
    .filter((name) => (!name.startsWith('.') || pattern.startsWith('.')) && isMatch(name))
    .filter((name) => !isDirectory(join(folder, name)))
    .toSorted()
}

function readIncluded(path: string, file: string): Included {
  try {
    return { file, text: readBounded(path, mostBytes).toString('utf8') }
  } catch (error) {
    const why = reasonOf(error as NodeJS.ErrnoException)
    return { file, why, hint: 'name a file that can be read', isFolder: isDirectory(path) }
  }
}

function outside(file: string, root: string): Included {
  return {
    file,
    why: `it is outside of ${root}`,
    hint: '--include-root names the folder below which files may be included',
  }
}

function real(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

/** Does the same among files of a host that are at hand, path to text; they are called `HOST:PATH`. */
export function includedOf(host: string, files: ReadonlyMap<string, string>): Reader {
  const pathOf = (name: string) => (name.startsWith(`${host}:`) ? name.slice(host.length + 1) : name)
  return (pattern, from) => {
    const path = posix.resolve(posix.dirname(pathOf(from)), pathOf(pattern))
    const isMatch = matching(path)
    const found = [...files].filter(([name]) => name === path || isMatch(name)).toSorted()
    return found.length === 0 ? null : found.map(([name, text]) => ({ file: `${host}:${name}`, text }))
  }
}

/** As glob(3) has it: a sign stands for nothing of the next folder. */
function matching(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/').map(braced)
  return (path) => {
    const names = path.split('/')
    return names.length === parts.length && parts.every((isMatch, i) => isMatch(names[i]!))
  }
}

/** The text of a keepalived.conf, or of what a tool said. Throws ConfigError when there is none to read. */
export function readConf(file: string): string {
  try {
    return readBounded(file, mostBytes).toString('utf8')
  } catch (error) {
    const message = `cannot read ${file}: ${reasonOf(error as NodeJS.ErrnoException)}`
    throw new ConfigError([{ message, hint: 'Give the path of a file that is there.' }])
  }
}
