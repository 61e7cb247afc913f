import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import type { Service } from '../cluster/service.ts'
import type { Socket } from '../cluster/target.ts'
import { type About, judged } from './assertion.ts'
import { type Entry, socketName } from './entry.ts'
import type { ClientSight } from './sight.ts'

/** What a client asks a web server for, and which answers are right. */
export interface Page {
  readonly path: string
  readonly host: string
  /** Ranges of statuses: `200-299`, `301`. */
  readonly right: readonly string[]
}

interface Url {
  readonly path?: string
  readonly virtualhost?: string
  readonly status_code?: string | number
}

/** The first page that HTTP_GET asks for; undefined: no checker says what the service should answer. */
export function pageOf({ words, checkers, realServers }: Service, address: string): Page | undefined {
  const all = [...checkers, ...realServers.flatMap((server) => server.checkers)]
  const http = all.find(({ name }) => name === 'HTTP_GET')
  const [url] = [http?.words.url as Url | readonly Url[] | undefined].flat() as (Url | undefined)[]
  if (!http || !url) return undefined
  const host = url.virtualhost ?? http.words.virtualhost ?? words.virtualhost ?? address
  return { path: url.path ?? '/', host: String(host), right: String(url.status_code ?? '200-299').split(/[\s,]+/) }
}

export function isRight({ right }: Page, status: number): boolean {
  return right.some((range) => {
    const [from, to = from] = range.split('-').map(Number)
    return status >= from! && status <= to!
  })
}

/** Where a checker says what a page is answered with, a client gets that, too. */
export function pageAssertions(
  { name, service }: Entry,
  sockets: readonly Socket[],
  { connections }: ClientSight,
): readonly Assertion[] {
  return sockets.flatMap((socket) => {
    const page = pageOf(service, socket.address)
    const tried = connections.get(socketName(socket))
    if (!page || !tried || isUnseen(tried) || !tried.statuses) return []
    const hosts = service.realServers.map(({ host, address }) => host ?? address)
    const about: About = {
      id: 'http-status',
      subject: name,
      hosts,
      expected: `${page.path} is answered with ${page.right.join(', ')}`,
    }
    const wrong = [...tried.statuses].filter(([status]) => !isRight(page, status))
    const seen = [...tried.statuses].map(([status, count]) => `${count} times ${status}`).join(', ')
    const remedy = 'see server-reached, which asks each real server; or a sorry server answers'
    return [judged(about, { ok: wrong.length === 0 && tried.statuses.size > 0, seen: seen || 'no answer', remedy })]
  })
}
