import { setTimeout as sleep } from 'node:timers/promises'
import { readBounded } from '../disk/read.ts'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { quote } from '../shell/quote.ts'
import type { Secret } from '../shell/script.ts'
import { expandHome } from './home.ts'
import { fingerprint } from './known-hosts.ts'
import {
  type AnyAuthMethod,
  agentKeys,
  agentLogin,
  type KeyboardInteractive,
  type ParsedKey,
  parseKey,
  withoutSha1,
} from './ssh2.ts'

/** One way to log in, and how to speak of it. */
export interface Login {
  readonly label: string
  readonly method: Exclude<AnyAuthMethod, KeyboardInteractive> | Asked
}

/** The password where the host asks for it its own way. */
interface Asked extends Pick<KeyboardInteractive, 'type' | 'username'> {
  readonly password: Secret
}

/** What there is to log in with, best first, and what had to be left out. */
export interface Logins {
  readonly logins: readonly Login[]
  readonly leftOut: readonly string[]
}

// sshd breaks off after 6 failures (MaxAuthTries) and, from 9.8 on, locks out who fails often.
const mostKeys = 5
const agentPatienceMs = 3000
const defaultKeyFiles = ['id_ed25519', 'id_ecdsa', 'id_rsa']

/** The key named for the host; the agent's keys; the usual key files when none is named; the password. Throws ConnectError when there is nothing. */
export async function findLogins(connection: Connection): Promise<Logins> {
  const leftOut: string[] = []
  const agent = await keysOfAgent(leftOut)
  const files = connection.privateKeyFile
    ? [namedKey(expandHome(connection.privateKeyFile), agent.length > 0, leftOut)]
    : defaultKeyFiles.map((name) => usualKey(expandHome(`~/.ssh/${name}`), leftOut))
  const keys = files.filter((found) => found !== undefined)
  const logins = order(connection, keys, agent)
  if (logins.length === 0) throw nothing(connection, leftOut)
  return { logins, leftOut }
}

interface KeyFile {
  readonly file: string
  readonly key: ParsedKey
}

function order(connection: Connection, files: readonly KeyFile[], agent: readonly ParsedKey[]): Login[] {
  const { privateKeyFile } = connection
  const fromFiles = files.map((found) => loginByFile(connection, found))
  const room = mostKeys - fromFiles.length
  const fresh = agent.filter((key) => !files.some((found) => found.key.getPublicSSH().equals(key.getPublicSSH())))
  const fromAgent = fresh.length > 0 ? [loginByAgent(connection, fresh.slice(0, room))] : []
  const keys = privateKeyFile ? [...fromFiles, ...fromAgent] : [...fromAgent, ...fromFiles]
  return [...keys, ...passwordLogins(connection)]
}

function loginByFile({ user: username, sha1 }: Connection, { file, key }: KeyFile): Login {
  const label = `key ${file} (${key.type} ${fingerprint(key.getPublicSSH())})`
  return { label, method: { type: 'publickey', username, key: sha1 === false ? withoutSha1(key) : key } }
}

function loginByAgent({ user, sha1 }: Connection, keys: readonly ParsedKey[]): Login {
  const label = keys.length === 1 ? 'the key in the agent' : `${keys.length} keys of the agent`
  return { label, method: agentLogin(user, agentSocket(), keys, sha1 !== false) }
}

function passwordLogins({ user: username, password }: Connection): Login[] {
  if (!password) return []
  return [
    { label: 'password', method: { type: 'password', username, password: password.value } },
    { label: 'password (keyboard-interactive)', method: { type: 'keyboard-interactive', username, password } },
  ]
}

async function keysOfAgent(leftOut: string[]): Promise<ParsedKey[]> {
  if (!agentSocket()) return []
  const patience = new AbortController()
  const late = sleep(agentPatienceMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error('no answer')
  })
  late.catch(() => {})
  try {
    return await Promise.race([agentKeys(agentSocket()), late])
  } catch (error) {
    leftOut.push(`the agent at ${agentSocket()} (${(error as Error).message})`)
    return []
  } finally {
    patience.abort()
  }
}

function namedKey(file: string, agentHasKeys: boolean, leftOut: string[]): KeyFile | undefined {
  const key = parseKey(readKey(file))
  if (!('wrong' in key)) return { file, key }
  if (!key.encrypted) throw unusable(`cannot use the private key ${file}: ${key.wrong}`, usableKeys)
  if (!agentHasKeys)
    throw unusable(`the private key ${file} is encrypted`, `Load it into an agent: ssh-add ${quote(file)}`)
  leftOut.push(`key ${file} (encrypted; ssh-add it)`)
  return undefined
}

function usualKey(file: string, leftOut: string[]): KeyFile | undefined {
  try {
    const key = parseKey(readBounded(file))
    if (!('wrong' in key)) return { file, key }
    leftOut.push(`key ${file} (${key.encrypted ? 'encrypted; ssh-add it' : key.wrong})`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') leftOut.push(`key ${file} (${(error as Error).message})`)
  }
  return undefined
}

function readKey(file: string): Buffer {
  try {
    return readBounded(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const what =
      code === 'ENOENT' ? `the private key ${file} does not exist` : `cannot read the private key ${file}: ${message}`
    throw unusable(what, 'Set ansible_ssh_private_key_file to a key that this user can read, or leave it out.')
  }
}

const usableKeys = 'ed25519, ECDSA and RSA keys in OpenSSH or PEM form can be used; FIDO keys and certificates cannot.'

function nothing({ user, address }: Connection, leftOut: readonly string[]): ConnectError {
  const seen = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : ''
  const hint = 'Give a key (ansible_ssh_private_key_file), load one into an agent (ssh-add), or give ansible_password.'
  return unusable(`nothing to log in to ${address} with as ${user}: no key file, no agent, no password${seen}`, hint)
}

const unusable = (message: string, hint: string) => new ConnectError('authenticate', message, hint)

const agentSocket = () => process.env.SSH_AUTH_SOCK ?? ''
