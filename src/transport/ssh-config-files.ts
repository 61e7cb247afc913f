import { globSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { readBounded } from '../disk/read.ts'
import { matters } from '../model/ssh-words.ts'

/** Files as deep in each other as ssh takes them. */
const deepest = 16

const says = new Map<string, boolean>()

/**
 * Whether ssh's configuration can say something of a host: asking ssh costs a child for each. What Debian, Red Hat and
 * SUSE install says nothing that counts here. `file`: -F.
 */
export function configSaysSomething(file?: string): boolean {
  const key = file ?? ''
  const found = says.get(key) ?? (file === undefined ? usualFiles() : [file]).some((each) => speaks(each, 0))
  says.set(key, found)
  return found
}

// ssh asks the system for the home of its user, and not HOME.
const usualFiles = () => [join(userInfo().homedir, '.ssh/config'), '/etc/ssh/ssh_config']

/** What can't be read is for ssh to complain of. */
function speaks(file: string, depth: number): boolean {
  if (file === 'none' || file === '/dev/null') return false
  let text: string
  try {
    text = readBounded(file, 1024 * 1024).toString('utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
  let isForHosts = true
  return text.split('\n').some((line) => {
    const [, word = '', rest = ''] = /^(\w+)(?:\s*=\s*|\s+)?(.*)$/.exec(line.trim()) ?? []
    const keyword = word.toLowerCase()
    const value = rest.trim().replace(/^"([^"]*)"$/, '$1')
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
function included(patterns: string, file: string): readonly string[] {
  const home = userInfo().homedir
  const folder = file.startsWith('/etc/') ? '/etc/ssh' : join(home, '.ssh')
  return patterns.split(/\s+/).flatMap((pattern) => {
    const path = pattern.replaceAll('"', '').replace(/^~(?=\/)/, home)
    return globSync(isAbsolute(path) ? path : join(folder, path))
  })
}
