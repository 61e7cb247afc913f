import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy on loopback whose connections can be broken. */
export interface TcpProxy {
  readonly port: number
  readonly connections: () => number
  /** Sends a reset down every connection. */
  reset(): void
  stop(): Promise<void>
}

/** `turnAway`: how many of the first connections are closed at once. */
export async function startProxy(target: number, turnAway = 0): Promise<TcpProxy> {
  const clients = new Set<Socket>()
  let count = 0
  const server = createServer((client) => {
    client.on('error', () => {})
    count++
    if (count <= turnAway) return void client.resetAndDestroy()
    clients.add(client)
    const behind = connect(target, '127.0.0.1')
    behind.on('error', () => {})
    client.pipe(behind).pipe(client)
    client.on('close', () => behind.destroy())
  })
  const port = await listen(server)
  return {
    port,
    connections: () => count,
    reset: () => resetAll(clients),
    stop: () => stop(server, clients),
  }
}

/** Takes connections and says nothing, or says one thing. */
export async function startMute(says = ''): Promise<TcpProxy> {
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    client.on('error', () => {})
    clients.add(client)
    if (says) client.write(says)
  })
  const port = await listen(server)
  return {
    port,
    connections: () => clients.size,
    reset: () => resetAll(clients),
    stop: () => stop(server, clients),
  }
}

function resetAll(clients: ReadonlySet<Socket>): void {
  for (const client of clients) client.resetAndDestroy()
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function stop(server: Server, clients: ReadonlySet<Socket>): Promise<void> {
  for (const client of clients) client.destroy()
  await new Promise((resolve) => server.close(resolve))
}
