import { type Config, NodeSSH } from 'node-ssh'
import ssh2, {
  type AnyAuthMethod,
  type Client,
  type ClientChannel,
  type ConnectConfig,
  type KeyboardInteractiveAuthMethod as KeyboardInteractive,
  type ParsedKey,
  type Prompt,
  type SigningRequestOptions,
} from 'ssh2'

export type { AnyAuthMethod, Client, ClientChannel, ConnectConfig, KeyboardInteractive, ParsedKey, Prompt }

/** Begins to connect; what follows comes as events of the client. `onError` hears every error for as long as the client lives, some of them twice. */
export function beginConnect(config: ConnectConfig, onError: (error: Error) => void): Client {
  const ssh = new NodeSSH()
  const begun = ssh.connect(config as Config)
  begun.catch(onError)
  if (!ssh.connection) throw new TypeError('node-ssh made no client')
  // node-ssh itself stops listening once connected: a reset would then end the process.
  return ssh.connection.on('error', onError)
}

/** The key in a file's text, or why it can't be used; `encrypted`: it wants a passphrase. */
export function parseKey(text: Buffer): ParsedKey | { readonly wrong: string; readonly encrypted: boolean } {
  const key = ssh2.utils.parseKey(text)
  if (key instanceof Error) return { wrong: key.message, encrypted: /no passphrase given/.test(key.message) }
  const first = Array.isArray(key) ? key[0] : key
  return first?.isPrivateKey() ? first : { wrong: 'it is not a private key', encrypted: false }
}

/** The key, which signs by SHA-1 no longer. */
export function withoutSha1(key: ParsedKey): ParsedKey {
  const sign = (data: Buffer, hash?: string) => (isSha1(key, hash) ? noSha1 : key.sign(data, hash))
  return Object.create(key, { sign: { value: sign } })
}

const isSha1 = ({ type }: ParsedKey, hash?: string) => type === 'ssh-rsa' && hash !== 'sha256' && hash !== 'sha512'

const noSha1 = new Error('the host takes RSA keys by SHA-1 only, and ssh_sha1 is false')

/** The public key of which these are the bytes; undefined for a type that this client can't use. */
export function publicKey(bytes: Buffer): ParsedKey | undefined {
  const key = ssh2.utils.parseKey(bytes)
  return key instanceof Error || Array.isArray(key) ? undefined : key
}

/** A way to log in by the agent with some of its keys only: each one tried counts against the server's limit. */
export function agentLogin(
  username: string,
  socketPath: string,
  keys: readonly ParsedKey[],
  sha1: boolean,
): Extract<AnyAuthMethod, { type: 'agent' }> {
  return { type: 'agent', username, agent: new ChosenKeys(socketPath, keys, sha1) }
}

type How = SigningRequestOptions
type Signed = (error: Error | null | undefined, signature?: Buffer) => void

class ChosenKeys extends ssh2.OpenSSHAgent {
  readonly #keys: readonly ParsedKey[]
  readonly #sha1: boolean

  constructor(socketPath: string, keys: readonly ParsedKey[], sha1: boolean) {
    super(socketPath)
    this.#keys = keys
    this.#sha1 = sha1
  }

  override sign(key: ParsedKey | Buffer | string, data: Buffer, how?: How | Signed, done?: Signed): boolean {
    const hash = typeof how === 'object' ? how.hash : undefined
    const then = typeof how === 'function' ? how : done
    if (this.#sha1 || !isSha1(key as ParsedKey, hash)) return super.sign(key, data, { ...(hash && { hash }) }, then)
    then?.(noSha1)
    return true
  }

  override getIdentities(done: (error?: Error | null, keys?: ParsedKey[]) => void): void {
    done(null, [...this.#keys])
  }
}
