import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { Connection } from '../model/host.ts'
import { jumpNamesIn } from '../model/jump-name.ts'
import { settingsOf } from '../model/ssh-settings.ts'
import { isIgnored, matters, type SshOption, type SshSettings, spelling } from '../model/ssh-words.ts'
import { nameForSsh } from './ssh-command.ts'
import { type ConfigLine, deepest, filesOf, included, linesOf } from './ssh-config-files.ts'

/** What ssh's configuration says of a host, and where: `FILE:LINE` of each block that is for it. */
export interface Answer {
  readonly settings: SshSettings
  readonly places: readonly string[]
}

/**
 * What the files say of a host, where its lines are so plain that they can mean one thing alone. Undefined: ssh is to be asked, as of
 * Match, tokens, quotes, algorithms, and of what is wrong.
 */
export function plainAnswer(connection: Connection): Answer | undefined {
  const { ssh, address } = connection
  const name = nameForSsh(connection)
  if (!ssh || name !== address || !/^[a-z0-9][a-z0-9._:-]*$/.test(name) || !ssh.options.every(isPlain)) return undefined
  const found: Found = { options: [...ssh.options], places: [] }
  if (!filesOf(ssh.file).every((file) => read(file, name, 0, found))) return undefined
  const settings = settingsOf([...found.options, ...usual].map(atHome))
  const jumps = settings.get('proxyjump')?.[0]
  const isLoop = jumps !== undefined && !jumpNamesIn(jumps)?.every(({ host }) => host !== name && host !== address)
  return isLoop ? undefined : { settings, places: found.places }
}

/** What ssh does where nothing is said. */
const usual: readonly SshOption[] = [
  { keyword: 'user', value: userInfo().username },
  { keyword: 'port', value: '22' },
  { keyword: 'stricthostkeychecking', value: 'ask' },
  { keyword: 'userknownhostsfile', value: '~/.ssh/known_hosts ~/.ssh/known_hosts2' },
  { keyword: 'globalknownhostsfile', value: '/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2' },
]

/** ssh takes the home of its user from the system, and not from HOME. */
const atHome = ({ keyword, value }: SshOption): SshOption => ({
  keyword,
  value: keyword.endsWith('file') ? value.replaceAll(/(?<=^| )~(?=\/)/g, userInfo().homedir) : value,
})

interface Found {
  readonly options: SshOption[]
  readonly places: string[]
}

/** False: something in the file is not plain. */
function read(file: string, name: string, depth: number, found: Found): boolean {
  const lines = linesOf(file)
  if (lines === undefined || depth > deepest || !isOurs(file)) return false
  let isForIt = true
  for (const line of lines) {
    if (!isWord(line)) return false
    if (line.keyword === 'host') {
      isForIt = isMeant(line.value, name)
      if (isForIt) found.places.push(`${file}:${line.number}`)
    } else if (!isForIt) continue
    else if (line.keyword === 'include') {
      if (!included(line.value, file).every((each) => read(each, name, depth + 1, found))) return false
    } else if (matters(line)) {
      if (!isPlain(line)) return false
      found.options.push(line)
    }
  }
  return true
}

/** ssh refuses files that others may write. */
function isOurs(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat === undefined || ((stat.mode & 0o022) === 0 && [0, process.getuid?.()].includes(stat.uid))
}

/** A keyword that ssh knows, with words that have no meaning of their own, and patterns that are looked for in no time. */
const isWord = ({ keyword, value }: ConfigLine) =>
  keyword === 'host' || keyword === 'include'
    ? /^[\w./~:*?!\s-]+$/.test(value) && !/\*\S*\*\S*\*/.test(value)
    : spelling.has(keyword) && !keyword.startsWith('canonical')

/** True where a pattern fits and none with ! does. */
function isMeant(patterns: string, name: string): boolean {
  const words = patterns.split(/\s+/)
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/[.]/g, '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name)
  return (
    words.some((word) => !word.startsWith('!') && fits(word)) &&
    !words.some((word) => word.startsWith('!') && fits(word.slice(1)))
  )
}

const path = String.raw`[~/][\w./@+-]*`
const yesOrNo = /^(?:yes|no)$/
/** Values that need no reading. */
const plain = new Map<string, RegExp>(
  Object.entries({
    addressfamily: /^(?:any|inet|inet6)$/,
    certificatefile: new RegExp(`^${path}$`),
    connecttimeout: /^\d{1,6}$/,
    globalknownhostsfile: new RegExp(`^${path}(?: ${path})*$`),
    hostkeyalias: /^[\w.:-]+$/,
    hostname: /^(?:[a-z0-9._:-]|%h)+$/,
    identitiesonly: yesOrNo,
    identityfile: new RegExp(`^${path}$`),
    kbdinteractiveauthentication: yesOrNo,
    passwordauthentication: yesOrNo,
    port: /^[1-9]\d{0,4}$/,
    preferredauthentications: /^[a-z,-]+$/,
    proxyjump: /^(?!none)[\w.@:[\],-]+$/,
    pubkeyauthentication: yesOrNo,
    stricthostkeychecking: /^(?:yes|no|off|ask|accept-new)$/,
    user: /^\w[\w.-]*$/,
    userknownhostsfile: new RegExp(`^${path}(?: ${path})*$`),
  }),
)

const isPlain = (option: SshOption): boolean =>
  isIgnored(option) || (plain.get(option.keyword)?.test(option.value) ?? false)
