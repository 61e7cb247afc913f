/**
 * A program: requests a URL again and again, each time on a new connection, and prints a JSON line for each request.
 * One process does it all, so that many requests a second cost little. Its argument is JSON, see Options.
 */
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

interface Options {
  readonly url: string
  /** How many requests; without it, until killed. */
  readonly count?: number
  /** Milliseconds between the starts of two requests, however long they take; 0 = the next begins when one has ended. */
  readonly interval: number
  /** Milliseconds after which a request has failed. */
  readonly timeout: number
  /** The local address to come from. */
  readonly from?: string
}

const options = JSON.parse(process.argv[2] ?? '') as Options

for (let sent = 0; sent < (options.count ?? Infinity); sent++) {
  const sample = request(options).then((line) => console.log(JSON.stringify(line)))
  await (options.interval ? delay(options.interval) : sample)
}

function request({ url, timeout, from }: Options): Promise<object> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve({ at: performance.now(), error: error.code ?? error.name })
    const local = from === undefined ? {} : { localAddress: from }
    get(url, { agent: false, signal: AbortSignal.timeout(timeout), ...local }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ at: performance.now(), status: response.statusCode, body: Buffer.concat(chunks).toString().trim() }),
      )
      response.on('error', failed)
    }).on('error', failed)
  })
}
