import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Picture } from '../model/picture.ts'
import { type Language, languageOf, languages } from '../ui/html/words.ts'
import type { Watching } from './watch.ts'

/** What is shown, every value of it cleaned. */
export interface Shown {
  readonly page: (picture: Picture, language: Language, nonce: string) => Promise<string>
  /** The page's content alone. */
  readonly content: (picture: Picture, language: Language) => Promise<string>
  readonly metrics: (picture: Picture) => string
}

/** More watch at the same time than this, and the next is sent away. */
const mostFollowers = 32

interface Service {
  readonly watching: Watching
  readonly shown: Shown
  followers: number
}

/** Serves the newest picture to who knows the token; there is nothing that it changes. */
export function pictureServer(token: string, watching: Watching, shown: Shown): Server {
  const service: Service = { watching, shown, followers: 0 }
  const limits = { requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 8192 }
  const server = createServer(limits, (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const why = refusal(request, url, token)
    if (why) refuse(response, ...why)
    else answer(url, request, response, service).catch(() => refuse(response, 500, 'lbprov could not look'))
  })
  server.maxConnections = 4 * mostFollowers
  return server
}

async function answer(url: URL, request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const { watching, shown } = service
  const language = wantedLanguage(url, request)
  if (url.pathname === '/') {
    const nonce = randomBytes(16).toString('base64')
    send(response, 'text/html; charset=utf-8', await shown.page(await watching.now(), language, nonce), nonce)
  } else if (url.pathname === '/metrics') {
    send(response, 'text/plain; version=0.0.4; charset=utf-8', shown.metrics(await watching.now()))
  } else if (url.pathname !== '/events') refuse(response, 404, 'there is /, /events and /metrics')
  else if (service.followers >= mostFollowers) refuse(response, 503, `${mostFollowers} watch already`)
  else follow(request, response, language, service)
}

function follow(request: IncomingMessage, response: ServerResponse, language: Language, service: Service): void {
  service.followers++
  response.writeHead(200, { ...headers(), 'content-type': 'text/event-stream' })
  response.write('retry: 2000\n\n')
  const leave = service.watching.follow(async (picture) => {
    // Who does not read gets the next one.
    if (response.writableLength > 0) return
    const content = await service.shown.content(picture, language).catch(() => '')
    if (content !== '') response.write(`data: ${JSON.stringify(content)}\n\n`)
  })
  request.on('close', () => {
    service.followers--
    leave()
  })
}

/** Why it is not answered. */
function refusal(request: IncomingMessage, url: URL, token: string): readonly [code: number, why: string] | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return [405, 'read only']
  if (isToken(tokenOf(url, request), token)) return undefined
  return [403, 'the token of the URL that lbprov printed is missing']
}

function wantedLanguage(url: URL, { headers }: IncomingMessage): Language {
  const asked = url.searchParams.get('lang') ?? ''
  return Object.hasOwn(languages, asked) ? (asked as Language) : languageOf(headers['accept-language'])
}

/** As Prometheus sends it, or in the URL. */
function tokenOf(url: URL, { headers: { authorization = '' } }: IncomingMessage): string {
  return url.searchParams.get('token') ?? authorization.replace(/^Bearer /, '')
}

/** In a time that tells nothing of the token. */
function isToken(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(one, other)
}

/** No page of elsewhere gets in, and nothing of ours out. */
function headers(nonce?: string): Readonly<Record<string, string>> {
  const own = nonce === undefined ? "'none'" : `'nonce-${nonce}'`
  const policy = `default-src 'none'; script-src ${own}; style-src ${own}; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return {
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  }
}

function send(response: ServerResponse, type: string, body: string, nonce?: string): void {
  response.writeHead(200, { ...headers(nonce), 'content-type': type }).end(body)
}

function refuse(response: ServerResponse, code: number, why: string): void {
  if (!response.headersSent) response.writeHead(code, { ...headers(), 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${why}\n`)
}
