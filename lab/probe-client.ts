/**
 * A program: requests a URL again and again, each time on a new connection unless told to keep one, and prints a JSON line for each request.
 * One process does it all, so that many requests a second cost little. Its argument is JSON, see Options.
 */
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
  /** One request at a time, over one connection for as long as it lasts. */
  readonly keep?: boolean
  /** The local address to come from. */
  readonly from?: string
}

const options = JSON.parse(process.argv[2] ?? '') as Options

const agent = options.keep ? new Agent({ keepAlive: true, maxSockets: 1 }) : false

for (let sent = 0; sent < (options.count ?? Infinity); sent++) {
  const sample = request(options).then((line) => console.log(JSON.stringify(line)))
  await Promise.all([delay(options.interval), options.keep || options.interval === 0 ? sample : undefined])
}

function request({ url, timeout, from }: Options): Promise<object> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve({ at: performance.now(), error: error.code ?? error.name })
    const local = from === undefined ? {} : { localAddress: from }
    get(url, { agent, signal: AbortSignal.timeout(timeout), ...local }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          at: performance.now(),
          port: response.socket.localPort,
          body: Buffer.concat(chunks).toString().trim(),
        }),
      )
      response.on('error', failed)
    }).on('error', failed)
  })
}
