import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { quote } from '../shell/quote.ts'

/** How a shell with the wanted rights is entered: what the login shell is told, and what is said before the script. */
export interface Entry {
  /** The command line; free of secrets, understood by sh, csh and fish alike. */
  readonly command: string
  /** A script line that prints `ready` and a newline; sent before the script unless `waits`. */
  readonly announce: string
  /** What the shell prints when it is there; what comes before is noise of the login. */
  readonly ready: string
  /** What sudo prints when it wants the password. */
  readonly prompt: string
  /** The script may be sent only after `ready`: something before the shell reads the same stdin. */
  readonly waits: boolean
  readonly terminal: boolean
}

/** Why no shell was there in the end, as far as it was seen. */
export interface Refused {
  readonly by: 'exit' | 'password' | 'time'
  readonly exitCode: number | null
  /** The last of what was printed, stdout and stderr. */
  readonly said: string
}

type Become = Pick<Connection, 'become' | 'becomeUser' | 'becomePassword'>

/** What the entry is for. */
export interface Visit {
  /** Who the login shell runs as. */
  readonly user: string
  /** New for each run. */
  readonly token: string
  /** The script's length, for a terminal knows no end of input. */
  readonly bytes: number
  readonly terminal: boolean
}

/** The entry to what the connection asks for. */
export function entryFor(connection: Become, { user, token, bytes, terminal }: Visit): Entry {
  const sudo = needsSudo(connection, user)
  const prompt = `lbprov-password-${token}:`
  // In two parts: sudo may name the command that it refuses, which must not pass for the shell. No backslash: fish reads it otherwise.
  const announce = `echo lbprov-ready-""${token}`
  const waits = sudo && (terminal || connection.becomePassword !== undefined)
  // Reading from the terminal itself, sh would take itself for interactive and prompt.
  const reading = terminal ? `head -c ${bytes} | sh -s` : 'exec sh -s'
  const shell = waits ? `sh -c ${quote(`${announce}; ${reading}`)}` : 'sh -s'
  const ask = connection.becomePassword ? `-S -p ${prompt}` : '-n'
  const entered = sudo ? `env LC_ALL=C sudo ${ask} -u ${quote(connection.becomeUser)} ${shell}` : shell
  const command = terminal ? `sh -c ${quote(`stty raw -echo 2>/dev/null; exec ${entered}`)}` : entered
  return { command, announce, ready: `lbprov-ready-${token}`, prompt, waits, terminal }
}

const needsSudo = ({ become, becomeUser }: Become, user: string) => become && becomeUser !== user

/** Old sudoers (`requiretty`) let nobody in without a terminal. */
export function wantsTerminal({ said }: Refused): boolean {
  return /you must have a tty/i.test(said)
}

/** What a refusal means to a person. */
export function refusal(refused: Refused, connection: Become, user: string): ConnectError {
  if (!needsSudo(connection, user)) return noShell(refused, user)
  const { message, hint } = sudoProblem(refused, connection, user)
  return new ConnectError('privilege', message, hint)
}

interface Told {
  readonly message: string
  readonly hint: string
}

function sudoProblem(refused: Refused, { becomeUser }: Become, user: string): Told {
  const { by, said } = refused
  if (by === 'password' || /incorrect password attempt|Sorry, try again/i.test(said)) return wrongPassword(user)
  const known = sudoWords.find(({ words }) => words.test(said))
  if (known) return { message: known.message(user, becomeUser), hint: known.hint }
  const last = lastLine(said)
  const end = by === 'time' ? 'sudo neither asked for a password nor started a shell' : `sudo failed (${exit(refused)})`
  return { message: last ? `${end}: ${last}` : end, hint: `Try by hand: sudo -u ${quote(becomeUser)} sh` }
}

const wrongPassword = (user: string): Told => ({
  message: `sudo refused the password for ${user}`,
  hint: 'Check what -K was given, or ansible_become_password.',
})

const sudoWords: readonly {
  readonly words: RegExp
  readonly message: (user: string, becomeUser: string) => string
  readonly hint: string
}[] = [
  {
    words: /a password is required|a terminal is required|authentication is required|no askpass program/i,
    message: (user) => `sudo wants a password for ${user}`,
    hint: 'Have it asked for with -K, or set ansible_become_password, or allow it without one in sudoers (NOPASSWD).',
  },
  {
    words: /not in the sudoers file|not allowed to (run|execute)|may not run sudo/i,
    message: (user, becomeUser) => `sudo does not allow ${user} to run a shell as ${becomeUser}`,
    hint: 'Add the user to sudoers (group wheel or sudo), or connect as a user who is.',
  },
  {
    words: /unknown user|no passwd entry/i,
    message: (_user, becomeUser) => `there is no user ${becomeUser} to become`,
    hint: 'Check ansible_become_user.',
  },
  {
    words: /^env: .{0,30}sudo.{0,5}: (no such file|not found)/im,
    message: () => 'there is no sudo on the host',
    hint: 'Connect as root, or install sudo.',
  },
  {
    words: /you must have a tty/i,
    message: () => 'sudo wants a terminal (requiretty)',
    hint: 'Put `Defaults !requiretty` into sudoers.',
  },
]

const shellHint = 'The account needs a login shell and no forced command, and `sh` must be on its PATH.'
const expiredHint = 'Change the password by hand, or have the account renewed (chage).'

function noShell(refused: Refused, user: string): ConnectError {
  const last = lastLine(refused.said)
  const message = `${user} was let in but got no shell (${exit(refused)})${last ? `: ${last}` : ''}`
  return new ConnectError('shell', message, /password change|expired/i.test(last) ? expiredHint : shellHint)
}

const exit = ({ exitCode }: Refused) => (exitCode === null ? 'killed' : `exit code ${exitCode}`)

function lastLine(said: string): string {
  const lines = said.split(/[\r\n]+/).map((line) => line.trim())
  return oneLine(lines.findLast((line) => line !== '' && !line.startsWith('lbprov-')) ?? '')
}
