/**
 * A program: requests a URL again and again, each time on a new connection unless told to keep one, and prints a JSON line for each request.
 * One process does it all, so that many requests a second cost little. Of udp://HOST:PORT each request is a datagram. Its argument is JSON, see Options.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

interface Options {
  readonly url: string
  /** How many requests; without it, until killed. */
  readonly count?: number
  /** Milliseconds between the starts of two requests, however long they take; 0 = the next begins when one has ended. */
  readonly interval: number
  /** Milliseconds after which a request has failed. */
  readonly timeout: number
  /** One request at a time, over one connection for as long as it lasts; datagrams from one port. */
  readonly keep?: boolean
}

const options = JSON.parse(process.argv[2] ?? '') as Options

const send = options.url.startsWith('udp:') ? exchange : request
const agent = options.keep ? new Agent({ keepAlive: true, maxSockets: 1 }) : false

let kept: Socket | undefined

for (let sent = 0; sent < (options.count ?? Infinity); sent++) {
  const sample = send(options).then((line) => console.log(JSON.stringify(line)))
  await Promise.all([delay(options.interval), options.keep || options.interval === 0 ? sample : undefined])
}
kept?.close()

function request({ url, timeout }: Options): Promise<object> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve({ at: Date.now(), error: error.code ?? error.name })
    get(url, { agent, signal: AbortSignal.timeout(timeout) }, (response) => {
      const chunks: Buffer[] = []
      const port = response.socket.localPort // an agent takes the socket back at the end
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          at: Date.now(),
          port,
          body: Buffer.concat(chunks).toString().trim(),
        }),
      )
      response.on('error', failed)
    }).on('error', failed)
  })
}

async function exchange({ url, timeout, keep }: Options): Promise<object> {
  const { hostname, port } = new URL(url)
  const socket = kept ?? createSocket('udp4')
  if (keep) kept = socket
  try {
    const answer = once(socket, 'message', { signal: AbortSignal.timeout(timeout) })
    socket.send('?', Number(port), hostname)
    const [message] = await answer
    return { at: Date.now(), port: socket.address().port, body: String(message).trim() }
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    return { at: Date.now(), error: code ?? name }
  } finally {
    if (!keep) socket.close()
  }
}
