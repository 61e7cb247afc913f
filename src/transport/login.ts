import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import type { Secret } from '../shell/script.ts'
import { type AgentKeys, agentKeys } from './agent.ts'
import { expandTokens } from './home.ts'
import { kerberos } from './kerberos.ts'
import { type KeyFile, keyFilesOf } from './key-files.ts'
import { fingerprint } from './known-hosts.ts'
import { type AnyAuthMethod, agentLogin, type KeyboardInteractive, type ParsedKey, withoutSha1 } from './ssh2.ts'

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
  /** What ssh itself could log in with besides: security keys and certificates. */
  readonly forSsh: readonly string[]
  /** Which of it ssh itself would offer first: lbprov's own client need not try. */
  readonly sshFirst?: string | undefined
}

// sshd breaks off after 6 failures (MaxAuthTries) and, from 9.8 on, locks out who fails often.
const mostKeys = 5
const agentPatienceMs = 3000

/** The key named for the host; the agent's keys; the usual key files when none is named; the password. Throws ConnectError when there is nothing. */
export async function findLogins(connection: Connection): Promise<Logins> {
  const leftOut: string[] = []
  const agent = await keysOfAgent(connection, leftOut)
  const files = keyFilesOf(connection, agent.keys.length > 0)
  const forSsh = [...files.forSsh, ...agent.others.map((type) => `a key of the agent (${type})`)]
  const logins = order(connection, files.keys, chosen(agent.keys, files.named, connection)).filter(
    allowedBy(connection),
  )
  const found = { logins, leftOut: [...leftOut, ...files.leftOut], forSsh, sshFirst: files.sshFirst }
  if (logins.length > 0) return found
  if (forSsh.length === 0) throw nothing(connection, found.leftOut)
  return { ...found, sshFirst: forSsh[0] }
}

/** With IdentitiesOnly, of the agent's keys those that files name, too. */
function chosen(keys: readonly ParsedKey[], named: readonly Buffer[], { identitiesOnly }: Connection) {
  return identitiesOnly ? keys.filter((key) => named.some((one) => one.equals(key.getPublicSSH()))) : keys
}

const allowedBy =
  ({ methods }: Connection) =>
  ({ method: { type } }: Login) =>
    !methods || methods.includes(type === 'agent' ? 'publickey' : type)

function order(connection: Connection, files: readonly KeyFile[], agent: readonly ParsedKey[]): Login[] {
  const { privateKeyFile, identityFiles } = connection
  const fromFiles = files.slice(0, mostKeys).map((found) => loginByFile(connection, found))
  const room = mostKeys - fromFiles.length
  const fresh = agent.filter((key) => !files.some((found) => found.key.getPublicSSH().equals(key.getPublicSSH())))
  const fromAgent = fresh.length > 0 && room > 0 ? [loginByAgent(connection, fresh.slice(0, room))] : []
  const isNamed = privateKeyFile !== undefined || identityFiles !== undefined
  const keys = isNamed ? [...fromFiles, ...fromAgent] : [...fromAgent, ...fromFiles]
  return [...keys, ...passwordLogins(connection)]
}

function loginByFile({ user: username, sha1 }: Connection, { file, key }: KeyFile): Login {
  const label = `key ${file} (${key.type} ${fingerprint(key.getPublicSSH())})`
  return { label, method: { type: 'publickey', username, key: sha1 === false ? withoutSha1(key) : key } }
}

function loginByAgent(connection: Connection, keys: readonly ParsedKey[]): Login {
  const label = keys.length === 1 ? 'the key in the agent' : `${keys.length} keys of the agent`
  return { label, method: agentLogin(connection.user, agentSocket(connection), keys, connection.sha1 !== false) }
}

function passwordLogins({ user: username, password }: Connection): Login[] {
  if (!password) return []
  return [
    { label: 'password', method: { type: 'password', username, password: password.value } },
    { label: 'password (keyboard-interactive)', method: { type: 'keyboard-interactive', username, password } },
  ]
}

const noKeys: AgentKeys = { keys: [], others: [] }

async function keysOfAgent(connection: Connection, leftOut: string[]): Promise<AgentKeys> {
  const socket = agentSocket(connection)
  if (!socket) return noKeys
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), agentPatienceMs)
  try {
    return await agentKeys(socket, patience.signal)
  } catch (error) {
    leftOut.push(`the agent at ${socket} (${(error as Error).message})`)
    return noKeys
  } finally {
    clearTimeout(timer)
  }
}

function nothing({ user, address }: Connection, leftOut: readonly string[]): ConnectError {
  const seen = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : ''
  const message = `nothing to log in to ${address} with as ${user}: no key file, no agent, no password${seen}`
  return new ConnectError('authenticate', message, nothingHint, { forSsh: kerberos })
}

const nothingHint =
  'Name a key (--private-key FILE, in the inventory ansible_ssh_private_key_file), load one into an agent (ssh-add), or have the password asked for (-k, in the inventory ansible_password).'

/** IdentityAgent may name a variable of the environment. */
function agentSocket(connection: Connection): string {
  const { agent } = connection
  if (agent === undefined) return process.env.SSH_AUTH_SOCK ?? ''
  return agent.startsWith('$') ? (process.env[agent.slice(1)] ?? '') : expandTokens(agent, connection)
}
