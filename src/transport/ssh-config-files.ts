import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { readBounded } from '../disk/read.ts'
import { matters, type SshOption } from '../model/ssh-words.ts'
import { matchingFiles } from './matching-files.ts'

/** Files as deep in each other as ssh takes them. */
export const deepest = 16

/** A line of ssh's configuration: its keyword in small letters, and the rest without blanks and quotes around it. */
export interface ConfigLine extends SshOption {
  readonly number: number
}

const says = new Map<string, boolean>()

/**
 * Whether ssh's configuration can say something of a host. What Debian, Red Hat and SUSE install says nothing that counts here. `file`: -F.
 */
export function configSaysSomething(file?: string): boolean {
  const key = file ?? ''
  const found = says.get(key) ?? filesOf(file).some((each) => speaks(each, 0))
  says.set(key, found)
  return found
}

/** The files that ssh reads, first things first. ssh asks the system for the home of its user, and not HOME. */
export const filesOf = (file?: string): readonly string[] =>
  file === undefined ? [join(userInfo().homedir, '.ssh/config'), '/etc/ssh/ssh_config'] : [file]

const read = new Map<string, readonly ConfigLine[] | undefined>()

/** The lines of a file that say something; undefined: it is for ssh to complain of. */
export function linesOf(file: string): readonly ConfigLine[] | undefined {
  if (!read.has(file)) read.set(file, file === 'none' || file === '/dev/null' ? [] : readLines(file))
  return read.get(file)
}

function readLines(file: string): readonly ConfigLine[] | undefined {
  try {
    return readBounded(file, 1024 * 1024)
      .toString('utf8')
      .split('\n')
      .flatMap(lineOf)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined
  }
}

function lineOf(text: string, index: number): readonly ConfigLine[] {
  const [, word = '', rest = ''] = /^(\w+)(?:\s*=\s*|\s+)?(.*)$/.exec(text.trim()) ?? []
  const value = rest.trim().replace(/^"([^"]*)"$/, '$1')
  return word === '' && /^\s*(#|$)/.test(text) ? [] : [{ keyword: word.toLowerCase(), value, number: index + 1 }]
}

function speaks(file: string, depth: number): boolean {
  let isForHosts = true
  const lines = linesOf(file)
  if (lines === undefined) return true
  return lines.some(({ keyword, value }) => {
    if (keyword === 'host') isForHosts = value.split(/\s+/).some(maybeHost)
    if (keyword === 'match') isForHosts = true
    if (!isForHosts || ['', 'host', 'match'].includes(keyword)) return false
    if (keyword === 'include') return depth >= deepest || included(value, file).some((each) => speaks(each, depth + 1))
    return matters({ keyword, value })
  })
}

/** systemd has blocks for its own `unix/*`, `vsock%*` and `.host`, which no host is named. */
const maybeHost = (pattern: string) => !/^"?!?\.|[/%]/.test(pattern)

/** Of the user's own file names start at ~/.ssh, of the system's at /etc/ssh. */
export function included(patterns: string, file: string): readonly string[] {
  const home = userInfo().homedir
  const folder = file.startsWith('/etc/') ? '/etc/ssh' : join(home, '.ssh')
  return patterns.split(/\s+/).flatMap((pattern) => {
    const path = pattern.replaceAll('"', '').replace(/^~(?=\/)/, home)
    return matchingFiles(resolve(folder, path))
  })
}
