/** A program: listens on port 22 of 10.78.0.0/16 and passes on to the same host in 10.77, as if it were so many milliseconds away there and back. */
import { connect, createServer, type Socket } from 'node:net'

const rtt = Number(process.argv[2])

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const host = client.localAddress!.replace(/^10\.78\./, '10.77.')
  // The client's own handshake was answered at once: its first word leaves a round trip later, and arrives half a one after that.
  const arrives = performance.now() + 1.5 * rtt
  const toHost = delayed(() => arrives)
  const behind = toHost.open(() => connect({ host, port: 22, noDelay: true, allowHalfOpen: true }))
  pass(client, behind, toHost.later)
  behind.then((socket) => {
    const toClient = delayed(() => 0)
    pass(socket, Promise.resolve(client), toClient.later)
  })
})

/** Events in their order, each half a round trip after it came, none before `earliest`. */
function delayed(earliest: () => number) {
  const later = (act: () => void) => void setTimeout(act, Math.max(rtt / 2, earliest() - performance.now()))
  return {
    later,
    open: (begin: () => Socket) => new Promise<Socket>((resolve) => setTimeout(() => resolve(begin()), 1.5 * rtt)),
  }
}

function pass(from: Socket, to: Promise<Socket>, later: (act: () => void) => void): void {
  from.on('data', (chunk) => later(() => to.then((socket) => socket.write(chunk))))
  from.on('end', () => later(() => to.then((socket) => socket.end())))
  from.on('error', () => later(() => to.then((socket) => socket.resetAndDestroy())))
}

server.listen({ host: '0.0.0.0', port: 22, backlog: 4096 }, () => process.stdout.write('listening\n'))
