import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix, resolve } from 'node:path'
import picomatch from 'picomatch'
import { ConfigError } from '../model/errors.ts'

/**
 * The files that an `include` of the file `from` names, as keepalived looks for them: relative to that file's folder, in
 * order of their names. Patterns are understood in the last part of a path. Null: there is no such folder or file.
 */
export function readIncluded(
  pattern: string,
  from: string,
): readonly { readonly file: string; readonly text: string }[] | null {
  const path = resolve(dirname(from), pattern)
  const isPattern = /[*?[{]/.test(basename(pattern))
  if (!existsSync(isPattern ? dirname(path) : path)) return null
  const matches = picomatch(basename(path))
  const names = isPattern
    ? readdirSync(dirname(path))
        .filter((name) => matches(name))
        .toSorted()
    : [basename(path)]
  const folder = pattern.startsWith('/') ? dirname(path) : join(dirname(from), dirname(pattern))
  return names.map((name) => ({ file: join(folder, name), text: readFileSync(join(dirname(path), name), 'utf8') }))
}

/** Does the same among files of a host that are at hand, path to text; they are called `HOST:PATH`. */
export function includedOf(
  host: string,
  files: ReadonlyMap<string, string>,
): (pattern: string, from: string) => readonly { readonly file: string; readonly text: string }[] | null {
  const pathOf = (name: string) => (name.startsWith(`${host}:`) ? name.slice(host.length + 1) : name)
  return (pattern, from) => {
    const path = posix.resolve(posix.dirname(pathOf(from)), pathOf(pattern))
    const matches = picomatch(path)
    const found = [...files].filter(([name]) => name === path || matches(name)).toSorted()
    return found.length === 0 ? null : found.map(([name, text]) => ({ file: `${host}:${name}`, text }))
  }
}

/** The text of a keepalived.conf. Throws ConfigError when there is none to read. */
export function readConf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError([{ message: `${file} can not be read`, hint: 'Give the path of a file that is there.' }])
  }
}
