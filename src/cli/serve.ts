import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ConfigError } from '../model/errors.ts'
import type { Picture } from '../model/picture.ts'
import { exitCodes } from '../model/report.ts'
import { pictureServer, type Shown } from '../serve/server.ts'
import { watching } from '../serve/watch.ts'
import { liveHtml, livePage } from '../ui/html/live.ts'
import { pictureWords } from '../ui/picture/cleaned.ts'
import { picturePrometheus } from '../ui/picture/prometheus.ts'
import { pictureSvg } from '../ui/picture/svg.ts'
import { mapStrings } from '../ui/redact.ts'
import { looking } from './looking.ts'
import { type Out, print } from './out.ts'
import type { SiteFlags } from './site.ts'

export interface ServeFlags extends SiteFlags {
  readonly listen: string
  readonly port: number
  /** Seconds. */
  readonly interval: number
  readonly forks: number
}

/** `lbprov serve`: resolves to the exit code once a signal has ended it. */
export function serve(playbook: string, flags: ServeFlags, out: Out): Promise<number> {
  return looking(playbook, { ...flags, watch: true }, out, async (look, stop) => {
    const token = process.env.LBPROV_TOKEN || randomBytes(24).toString('base64url')
    const watch = watching(look, flags.interval * 1000)
    const server = pictureServer(token, watch, shownBy(out))
    server.listen(flags.port, flags.listen)
    await once(server, 'listening').catch((error) => Promise.reject(unheard(error, flags)))
    const { port, address, family } = server.address() as AddressInfo
    const host = family === 'IPv6' ? `[${address}]` : address
    // Who opens the page then finds the hosts entered.
    watch.now().catch(() => {})
    print(out, `http://${host}:${port}/?token=${token}\n`)
    if (!stop.soon.aborted) await once(stop.soon, 'abort')
    server.close()
    server.closeAllConnections()
    return exitCodes.done
  })
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'permission denied',
  ENOTFOUND: 'this is no address',
}

function unheard(error: NodeJS.ErrnoException, { listen, port }: ServeFlags): ConfigError {
  const hint = 'another address of this machine with --listen, or another port with --port'
  return new ConfigError([
    { message: `can not listen on ${listen}, port ${port}: ${reasons[error.code ?? ''] ?? error.message}`, hint },
  ])
}

/** Every value that is shown has passed the gate. */
export function shownBy({ clean }: Pick<Out, 'clean'>): Shown {
  const cleaned = (picture: Picture) => mapStrings(picture, clean, pictureWords)
  const draw = async (picture: Picture) => {
    const safe = cleaned(picture)
    return { safe, svg: safe.clusters.length === 0 ? '' : await pictureSvg(safe) }
  }
  // Drawn once, however many watch.
  const drawings = new WeakMap<Picture, ReturnType<typeof draw>>()
  const drawn = (picture: Picture) => {
    const drawing = drawings.get(picture) ?? draw(picture)
    drawings.set(picture, drawing)
    return drawing
  }
  return {
    page: async (picture, language, nonce) => {
      const { safe, svg } = await drawn(picture)
      return livePage(safe, svg, language, nonce)
    },
    content: async (picture, language) => {
      const { safe, svg } = await drawn(picture)
      return liveHtml(safe, svg, language).html
    },
    metrics: (picture) => picturePrometheus(cleaned(picture)),
  }
}
