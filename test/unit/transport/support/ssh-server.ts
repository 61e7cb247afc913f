import { type AddressInfo, createServer } from 'node:net'
import { userInfo } from 'node:os'
import ssh2, { type AuthContext, type Connection as Client, type KeyboardAuthContext, type ServerConfig } from 'ssh2'
import type { Connection } from '../../../../src/model/host.ts'
import { Secret } from '../../../../src/shell/script.ts'

/** An SSH server of the tests' own on loopback, for what OpenSSH's can't be made to do. */
export interface SshServer {
  readonly port: number
  /** A connection that logs in with the password `s3cret` and checks no host key, but for what is said otherwise. */
  readonly connection: (other?: Partial<Connection>) => Connection
  readonly connections: () => number
  stop(): Promise<void>
}

export type { AuthContext, Client, KeyboardAuthContext }

const { private: hostKey } = ssh2.utils.generateKeyPairSync('ed25519')

/** `serve` is given every client, before its keys are agreed on. */
export async function startSshServer(
  serve: (client: Client) => void,
  config: Partial<ServerConfig> = {},
): Promise<SshServer> {
  const server = new ssh2.Server({ hostKeys: [hostKey], ...config }, (client) => {
    client.on('error', () => {})
    serve(client)
  })
  let count = 0
  // Its own listener would end the process of the tests on a reset.
  const listener = createServer((socket) => {
    count++
    socket.on('error', () => {})
    server.injectSocket(socket)
    sockets.add(socket)
  })
  const sockets = new Set<{ destroy(): void }>()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  return {
    port,
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
