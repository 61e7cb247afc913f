import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort, listening } from '../../../support/ports.ts'

/** A TCP server on loopback whose connections can be broken. */
export interface TcpProxy {
  readonly port: number
  readonly connections: () => number
  /** Sends a reset down every connection. */
  reset(): void
  stop(): Promise<void>
}

/** How a proxy misbehaves: closes the first connections at once; passes on in one piece what the server says within some time. */
export interface Ways {
  readonly turnAway?: number
  readonly gatherMs?: number
}

/** Passes everything on to a port of loopback. */
export function startProxy(target: number, { turnAway = 0, gatherMs = 0 }: Ways = {}): Promise<TcpProxy> {
  return startServer((client, count) => {
    if (count <= turnAway) {
      client.resetAndDestroy()
      return
    }
    const behind = connect(target, '127.0.0.1')
    behind.on('error', () => {})
    client.pipe(behind)
    if (gatherMs > 0) gather(behind, client, gatherMs)
    else behind.pipe(client)
    client.on('close', () => behind.destroy())
  })
}

/** Takes connections and says nothing, or says one thing. */
export function startMute(says = ''): Promise<TcpProxy> {
  return startServer((client) => {
    if (says) client.write(says)
  })
}

/** Says one thing to whoever comes, and hangs up. */
export function startRefuser(says: string): Promise<TcpProxy> {
  return startServer((client) => client.end(says))
}

/** A port whose queue is full and stays so: the kernel drops whoever comes. */
export async function startDeaf(): Promise<{ readonly port: number; stop(): void }> {
  const port = await freePort()
  const program = `require('node:net').createServer().listen(${port}, '127.0.0.1', 1, function () {
    require('node:fs').writeSync(1, 'listens')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`
  const server = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server.stdout, 'data')
  const queued = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  // One more than the queue was asked to hold.
  await Promise.all(queued.slice(0, 2).map((socket) => once(socket, 'connect')))
  return {
    port,
    stop() {
      for (const socket of queued) socket.destroy()
      server.kill('SIGKILL')
    },
  }
}

function gather(from: Socket, to: Socket, ms: number): void {
  let chunks: Buffer[] = []
  const flush = () => {
    to.write(Buffer.concat(chunks))
    chunks = []
  }
  from.on('data', (chunk) => {
    if (chunks.length === 0) setTimeout(flush, ms)
    chunks.push(chunk)
  })
}

async function startServer(serve: (client: Socket, count: number) => void): Promise<TcpProxy> {
  const clients = new Set<Socket>()
  let count = 0
  const server: Server = createServer((client) => {
    client.on('error', () => {})
    clients.add(client)
    serve(client, ++count)
  })
  return {
    port: await listening(server),
    connections: () => count,
    reset() {
      for (const client of clients) client.resetAndDestroy()
    },
    async stop() {
      for (const client of clients) client.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
