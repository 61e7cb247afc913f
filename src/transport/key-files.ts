import { existsSync } from 'node:fs'
import { readBounded } from '../disk/read.ts'
import { ConnectError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import { quote } from '../shell/quote.ts'
import { expandHome, expandTokens } from './home.ts'
import { type ParsedKey, parseKey } from './ssh2.ts'

/** A key in a file. */
export interface KeyFile {
  readonly file: string
  readonly key: ParsedKey
}

/** What the files of keys have. */
export interface KeyFiles {
  readonly keys: readonly KeyFile[]
  /** The public keys of files that are named, which the agent may have, too. */
  readonly named: readonly Buffer[]
  /** What can't be used, and why. */
  readonly leftOut: readonly string[]
  /** What of it ssh itself can use: security keys and certificates. */
  readonly forSsh: readonly string[]
  /** Which of that comes first: a certificate, or a security key that is named. */
  readonly sshFirst: string | undefined
}

const usualFiles = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk']

/** What is in the files that the connection names, else in those of the usual ones that there are. Throws ConnectError where the inventory's own can't be used. */
export function keyFilesOf(connection: Connection, agentHasKeys: boolean): KeyFiles {
  const named = namedFiles(connection)
  const isNamed = named.length > 0
  const found = (isNamed ? named : usualFiles.map((name) => expandHome(`~/.ssh/${name}`))).map(keyIn)
  if (connection.privateKeyFile !== undefined) checkOwn(found[0]!, agentHasKeys)
  const certificates = certificatesOf(connection, found).map((file) => `the certificate ${file}`)
  const tokens = found.flatMap(({ file, why }) => (why === 'security key' ? [`the security key ${file}`] : []))
  const isPassed = ({ why }: Found) => why === undefined || (why === 'missing' && !isNamed)
  return {
    keys: found.flatMap(({ file, key }) => (key ? [{ file, key }] : [])),
    named: isNamed ? found.flatMap(({ file, key }) => key?.getPublicSSH() ?? publicKeyOf(file) ?? []) : [],
    leftOut: found.filter((one) => !isPassed(one)).map(({ file, wrong }) => `key ${file} (${wrong})`),
    forSsh: [...certificates, ...tokens],
    sshFirst: certificates[0] ?? (isNamed ? tokens[0] : undefined),
  }
}

/** The inventory's own first. */
function namedFiles(connection: Connection): readonly string[] {
  const { privateKeyFile, identityFiles = [] } = connection
  const own = privateKeyFile === undefined ? [] : [expandHome(privateKeyFile)]
  return [...new Set([...own, ...identityFiles.map((file) => expandTokens(file, connection))])]
}

function certificatesOf(connection: Connection, found: readonly Found[]): readonly string[] {
  const named = (connection.certificateFiles ?? []).map((file) => expandTokens(file, connection))
  return [...new Set([...named, ...found.map(({ file }) => `${file}-cert.pub`)])].filter((file) => existsSync(file))
}

interface Found {
  readonly file: string
  readonly key?: ParsedKey
  readonly wrong?: string
  readonly why?: 'encrypted' | 'missing' | 'unreadable' | 'security key' | 'no key'
}

function keyIn(file: string): Found {
  try {
    const key = parseKey(readBounded(file))
    if (!('wrong' in key)) return { file, key }
    if (/type: sk-/.test(key.wrong)) return { file, wrong: 'a security key', why: 'security key' }
    return key.encrypted
      ? { file, wrong: 'encrypted; ssh-add it', why: 'encrypted' }
      : { file, wrong: key.wrong, why: 'no key' }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT'
      ? { file, wrong: 'does not exist', why: 'missing' }
      : { file, wrong: message, why: 'unreadable' }
  }
}

function checkOwn({ file, wrong, why }: Found, agentHasKeys: boolean): void {
  if (why === undefined || why === 'security key' || (why === 'encrypted' && agentHasKeys)) return
  if (why === 'missing') throw unusable(`the private key ${file} does not exist`, otherFile)
  if (why === 'unreadable') throw unusable(`cannot read the private key ${file}: ${wrong}`, otherFile)
  if (why === 'encrypted')
    throw unusable(`the private key ${file} is encrypted`, `Load it into an agent: ssh-add ${quote(file)}`)
  throw unusable(`cannot use the private key ${file}: ${wrong}`, usableKeys)
}

const otherFile =
  'Name a key that this user can read (--private-key FILE, in the inventory ansible_ssh_private_key_file), or none.'
const usableKeys = 'ed25519, ECDSA, RSA and security keys in OpenSSH or PEM form can be used.'

const unusable = (message: string, hint: string) => new ConnectError('authenticate', message, hint)

/** Of a key that is encrypted or on a token the public half stands beside it; a file may also have nothing else. */
function publicKeyOf(file: string): Buffer | undefined {
  for (const name of [`${file}.pub`, file]) {
    const [, key] = /^[a-z][a-z0-9@.-]+ (AAAA[A-Za-z0-9+/]+=*)/.exec(textOf(name)) ?? []
    if (key) return Buffer.from(key, 'base64')
  }
  return undefined
}

function textOf(file: string): string {
  try {
    return readBounded(file).toString('latin1')
  } catch {
    return ''
  }
}
