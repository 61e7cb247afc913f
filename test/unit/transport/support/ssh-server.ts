import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import ssh2, {
  type AuthContext,
  type Connection as Client,
  type KeyboardAuthContext,
  type ParsedKey,
  type ServerConfig,
} from 'ssh2'
import type { Connection } from '../../../../src/model/host.ts'
import { Secret } from '../../../../src/shell/script.ts'
import { listening } from '../../../support/ports.ts'

/** An SSH server of the tests' own on loopback, for what OpenSSH's can't be made to do. */
export interface SshServer {
  readonly port: number
  /** As known_hosts writes it, without a name. */
  readonly hostKey: string
  /** A connection that logs in with the password `s3cret` and checks no host key, but for what is said otherwise. */
  readonly connection: (other?: Partial<Connection>) => Connection
  readonly connections: () => number
  stop(): Promise<void>
}

export type { AuthContext, Client, KeyboardAuthContext }

const hostKey = newKey()

const publicKey = `ssh-ed25519 ${(ssh2.utils.parseKey(hostKey) as ParsedKey).getPublicSSH().toString('base64')}`

/** Some of those that ssh2 makes it can't read itself. */
function newKey(): string {
  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519')
  return ssh2.utils.parseKey(key) instanceof Error ? newKey() : key
}

/** `serve` is given every client, before its keys are agreed on. `exchanged`: from the second connection on it has another host key. */
export async function startSshServer(
  serve: (client: Client) => void,
  config: Partial<ServerConfig> = {},
  { exchanged = false } = {},
): Promise<SshServer> {
  const serverWith = (key: string) =>
    new ssh2.Server({ hostKeys: [key], ...config }, (client) => {
      client.on('error', () => {})
      serve(client)
    })
  const later = exchanged ? serverWith(newKey()) : undefined
  const server = serverWith(hostKey)
  let count = 0
  // Its own listener would end the process of the tests on a reset.
  const listener = createServer((socket) => {
    count++
    socket.on('error', () => {})
    ;(count > 1 ? (later ?? server) : server).injectSocket(socket)
    sockets.add(socket)
  })
  const sockets = new Set<{ destroy(): void }>()
  const port = await listening(listener)
  return {
    port,
    hostKey: publicKey,
    connection: (other) => ({
      transport: 'ssh',
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      password: new Secret('s3cret'),
      become: false,
      becomeUser: 'root',
      hostKeyChecking: 'off',
      knownHostsFiles: [],
      connectTimeout: 10,
      ...other,
    }),
    connections: () => count,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
