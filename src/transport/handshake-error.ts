import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { kerberos } from './kerberos.ts'
import type { Logins } from './login.ts'
import { HungUp } from './tcp.ts'

/** How far a handshake has come. */
export interface Progress {
  readonly connection: Connection
  readonly logins: Logins
  keysAgreed: boolean
  /** The server chose what only an OpenSSH before 5.7 chooses. */
  old: boolean
  tried: string[]
  /** The methods the server would still take. */
  accepts: readonly string[]
  /** The first line that came, where that was no version of an SSH server. */
  greeting?: string | undefined
}

/** What an error of the SSH client means to a person. */
export function explain(error: NodeJS.ErrnoException, progress: Progress): Error {
  const { message } = error
  const no = /no matching (.+)/i.exec(message)?.[1]
  if (no)
    return wrong(
      'connect',
      `Unable to negotiate with ${hostAndPort(progress)}: no matching ${inWordsOfSsh(no)} found`,
      algorithmHint(progress.connection),
      { forSsh: `${no.startsWith('key exchange') ? 'a key exchange' : 'algorithms'} that lbprov's own client has not` },
    )
  if (!progress.keysAgreed) return isReset(error) ? new HungUp(message, progress.greeting) : notSsh(error, progress)
  if (/All configured authentication methods failed|Too many authentication/i.test(message)) return refused(progress)
  if (/invalid digest/i.test(message))
    return wrong('authenticate', 'this machine may not sign with SHA-1, which the host asks for', digestHint)
  return wrong('authenticate', `${where(progress)} broke off the login: ${oneLine(message)}`, logHint, { cause: error })
}

/** What it means that the connection was closed before the login was done. */
export function explainClose(progress: Progress): Error {
  if (!progress.keysAgreed) return new HungUp('closed', progress.greeting)
  return wrong('authenticate', `${where(progress)} closed the connection during the login`, logHint)
}

/** After several tries; `said` is what sshd gave as the reason. */
export function hungUpForGood({ address, port }: Connection, tries: number, said: string | undefined): ConnectError {
  const saying = said === undefined ? '' : `, saying "${said}"`
  const message = `kex_exchange_identification: Connection closed by remote host: ${address}:${port} closed the connection before logging in (${tries} tries)${saying}`
  return new ConnectError('connect', message, hangUpHint(said))
}

// OpenSSH up to 9.7 says "Exceeded MaxStartups"; from 9.8 on it says the other for either reason.
function hangUpHint(said = ''): string {
  if (said.startsWith('Exceeded MaxStartups'))
    return 'Too many others log in there at the same time: run again, or raise MaxStartups.'
  if (said.startsWith('Not allowed at this time'))
    return 'After failed or broken-off logins sshd refuses an address for up to 10 min (PerSourcePenalties): mend what failed, wait, or exempt this machine (PerSourcePenaltyExemptList). Or too many others log in there now (MaxStartups).'
  return 'sshd may be overloaded (MaxStartups) or refuse this machine: hosts.deny, fail2ban. Or it is no sshd that listens there (ansible_port).'
}

/** The time for the whole of connecting is over; says in which part. */
export function tooLate(progress: Progress): ConnectError {
  const { connectTimeout, loginTimeout = connectTimeout } = progress.connection
  const { keysAgreed } = progress
  const phase = keysAgreed ? 'authenticate' : 'connect'
  const part = keysAgreed ? 'the login' : 'the SSH handshake'
  const hint = keysAgreed
    ? 'A slow login is often a name or directory lookup on the host (UseDNS, LDAP). More time: ansible_timeout.'
    : 'Is it an sshd that listens there, and is the host not overloaded? More time: ansible_timeout.'
  const message = `Connection to ${hostAndPort(progress)} timed out: it did not finish ${part} within ${loginTimeout} s`
  return wrong(phase, message, hint)
}

/** It goes on and on before anybody is logged in. */
export function saysTooMuch(progress: Progress, most: number): ConnectError {
  const message = `${where(progress)} said more than ${most / 1024 / 1024} MiB before the login was done`
  return wrong(
    progress.keysAgreed ? 'authenticate' : 'connect',
    message,
    'Is it an sshd that listens there (ansible_port)?',
  )
}

/** The account's password must be changed before anything else. */
export function passwordExpired(progress: Progress): ConnectError {
  const message = `the password of ${progress.connection.user} on ${where(progress)} has expired`
  return wrong('authenticate', message, 'Change it by hand, or log in with a key (--private-key FILE).')
}

/** The host asks what only a person can answer. */
export function asksMore(progress: Progress, asked: string): ConnectError {
  const message = `${where(progress)} asks ${progress.connection.user} for more than a password: ${asked}`
  return wrong('authenticate', message, moreHint)
}

const moreHint =
  'lbprov answers one question for the password and no other. Log in with a key that the host takes alone, or exempt this user from the second factor; a password that has expired is changed by hand.'

function refused(progress: Progress): ConnectError {
  const { connection, tried, accepts, logins } = progress
  const list = tried.length > 0 ? `tried ${tried.join(', ')}` : 'it takes nothing that there is to offer'
  const leftOut = logins.leftOut.length > 0 ? `; left out: ${logins.leftOut.join(', ')}` : ''
  const takes = accepts.length > 0 ? ` (${accepts.join(',')})` : ''
  const message = `${connection.user}@${connection.address}: Permission denied${takes}: ${list}${leftOut}`
  const ticket = accepts.includes('gssapi-with-mic') ? kerberos : undefined
  return wrong('authenticate', message, refusedHint(progress), { forSsh: logins.forSsh.join(', ') || ticket })
}

function refusedHint({ connection: { password }, accepts, old }: Progress): string {
  const age = old ? 'A server as old as this one (CentOS 6) takes RSA keys only. ' : ''
  const takesPassword = accepts.includes('password') || accepts.includes('keyboard-interactive')
  const more = password
    ? ' Is the password right (-k, ansible_password)?'
    : takesPassword
      ? ' It takes a password, too: -k asks for one.'
      : ''
  return `${age}Is the user right (-u, ansible_user), and the key in its authorized_keys (--private-key FILE names another)?${more} ${logHint}`
}

/** OpenSSH's words, so that they can be searched for. */
function inWordsOfSsh(kind: string): string {
  const plain = oneLine(kind).replace(/^[CS]->[CS] /, '')
  return plain === 'key exchange algorithm' ? 'key exchange method' : plain.replace('host key format', 'host key type')
}

function notSsh(error: Error, progress: Progress): ConnectError {
  const message = `the SSH handshake with ${where(progress)} failed: ${oneLine(error.message)}`
  return wrong('connect', message, 'Is this the port of an sshd (ansible_port)?', { cause: error })
}

const isReset = ({ code, message }: NodeJS.ErrnoException) =>
  code === 'ECONNRESET' || code === 'EPIPE' || /lost before handshake|No response from server/i.test(message)

function algorithmHint({ sha1 }: Connection): string {
  const compare = "Compare with the host's `sshd -T`: it allows only very old or very new algorithms."
  if (sha1 === false) return `${compare} SHA-1 is refused by ssh_sha1: false.`
  return `${compare} SHA-1 is offered to OpenSSH before 7.2 where no newer key of the host is known, and to others by ssh_sha1: true.`
}
const digestHint =
  'CentOS 6 knows nothing newer. Allow it: update-crypto-policies --set DEFAULT:SHA1 (RHEL 9), or your openssl.cnf.'
const logHint = "The host's auth log (journalctl -u sshd, /var/log/secure) says why."

const hostAndPort = ({ connection }: Progress) => `${connection.address} port ${connection.port}`
const where = ({ connection }: Progress) => `${connection.address}:${connection.port}`

type Options = ErrorOptions & { readonly forSsh?: string | undefined }

function wrong(phase: 'connect' | 'authenticate', message: string, hint: string, options?: Options): ConnectError {
  return new ConnectError(phase, message, hint, options)
}
