import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { shownBy } from '../../src/cli/serve.ts'
import { scenesOf } from '../../src/lvs/cluster/scene.ts'
import { ipvsadmRules } from '../../src/lvs/table/ipvsadm.ts'
import { pictureServer } from '../../src/serve/server.ts'
import { watching } from '../../src/serve/watch.ts'
import { cleaner } from '../../src/ui/clean.ts'
import { keptOpen } from '../../src/verify/kept-open.ts'
import { statusOf } from '../../src/verify/status.ts'
import { chromiumPath } from './chromium.ts'
import { type FakeDirector, type FakeServer, fakeDirectors } from './fake-directors.ts'
import { siteOfClusters } from './picture.ts'

/** Given: where the pictures of the docs are written. */
const shots = process.env.LBPROV_SHOTS

const site = siteOfClusters(1, 3)
/** The table of the site's directors. */
export const table = [...ipvsadmRules(scenesOf(site)[0]!.cluster)]
export const since = Date.UTC(2026, 10, 28, 12) / 1000
/** Milliseconds from look to look. */
export const every = 500
const load = { '10.1.0.10:80': [31, 12, 4000, 12], '10.1.0.11:80': [29, 8, 3900, 11] } as const

/** A browser, and the page of directors that there are not, for the tests of a file. */
export function livePage() {
  const directors: Record<'10.1.0.2' | '10.1.0.3', FakeDirector> = {
    '10.1.0.2': { holds: ['10.1.0.225'], table, load, since, log: [] },
    '10.1.0.3': { holds: [], table, load, since, log: [] },
  }
  const servers: Record<string, FakeServer> = {}
  const live = { directors, servers, browser: undefined as unknown as Browser, url: '', looks: 0 }
  const closing: (() => unknown)[] = []
  beforeAll(async () => {
    live.browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
    const { connect, close } = keptOpen(fakeDirectors(directors, 'VI_1', servers).connect)
    const look = statusOf('site.yaml', site, { connect, forks: 5, watched: true })
    const counted = () => {
      live.looks++
      return look()
    }
    const server = pictureServer('tok', watching(counted, every), shownBy({ clean: cleaner([]) }))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    live.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=tok`
    closing.push(() => {
      server.close()
      server.closeAllConnections()
    }, close)
  })
  afterAll(async () => {
    await live.browser?.close()
    for (const each of closing) await each()
  })
  return live
}

/** What the browser had to complain of: a policy that forbids, a script that throws, something that is fetched from elsewhere. */
export async function opened(browser: Browser, address: string, options: Parameters<Browser['newPage']>[0] = {}) {
  const page = await browser.newPage({ locale: 'en-GB', ...options })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith('data:'))
      complaints.push(request.url())
  })
  await page.goto(address)
  return { page, complaints }
}

/** Kept for the docs, where they are made anew. */
export async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
