import { createServer, Socket } from 'node:net'
import { listening } from '../../../support/ports.ts'

/** A port of loopback as if it were far away: what either side says within `ms` arrives in one piece at its end. */
export interface Far {
  readonly port: number
  /** Pieces that came from the client: with nothing lost and an idle machine, the times that it waited for an answer. */
  readonly pieces: () => number
  stop(): Promise<void>
}

export async function startFar(target: number, ms: number): Promise<Far> {
  let pieces = 0
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    // The host is reached by the client's first piece: in the place of the handshake, which the proxy has answered at once.
    const host = new Socket({ allowHalfOpen: true }).setNoDelay()
    for (const socket of [client, host]) sockets.add(socket.on('error', () => {}))
    gather(client, ms, (piece) => {
      pieces++
      if (host.pending && !host.connecting) host.connect(target, '127.0.0.1')
      host.write(piece)
    })
    gather(host, ms, (piece) => client.write(piece))
    client.on('close', () => host.destroy())
    host.on('end', () => client.end())
  })
  return {
    port: await listening(server),
    pieces: () => pieces,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function gather(from: Socket, ms: number, pass: (piece: Buffer) => void): void {
  let chunks: Buffer[] = []
  const flush = () => {
    pass(Buffer.concat(chunks))
    chunks = []
  }
  from.on('data', (chunk) => {
    if (chunks.length === 0) setTimeout(flush, ms)
    chunks.push(chunk)
  })
}
