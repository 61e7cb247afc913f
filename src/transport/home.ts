import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '../model/host.ts'

/** `~/x` below the user's home directory; anything else as it is. */
export function expandHome(file: string): string {
  return file.startsWith('~/') ? join(home(), file.slice(2)) : file
}

/** A file as ssh's configuration names it: `~`, `%d`, `%h`, `%n`, `%p`, `%r`, `%u`. */
export function expandTokens(file: string, { address, port, user, ssh }: Connection): string {
  const words: Readonly<Record<string, string>> = {
    '%%': '%',
    '%d': home(),
    '%h': address,
    '%n': ssh?.name ?? address,
    '%p': String(port),
    '%r': user,
    '%u': userInfo().username,
  }
  return expandHome(file.replaceAll(/%[%dhnpru]/g, (token) => words[token]!))
}

const home = () => process.env.HOME ?? homedir()
