import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shownBy } from '../../src/cli/serve.ts'
import { scenesOf } from '../../src/lvs/cluster/scene.ts'
import { ipvsadmRules } from '../../src/lvs/table/ipvsadm.ts'
import { pictureServer } from '../../src/serve/server.ts'
import { watching } from '../../src/serve/watch.ts'
import { cleaner } from '../../src/ui/clean.ts'
import { reportFile } from '../../src/ui/html/file.ts'
import { marked, runMarks } from '../../src/ui/picture/marked.ts'
import { pictureSvg } from '../../src/ui/picture/svg.ts'
import { keptOpen } from '../../src/verify/kept-open.ts'
import { statusOf } from '../../src/verify/status.ts'
import { chromiumPath } from '../support/chromium.ts'
import { type FakeDirector, fakeDirectors } from '../support/fake-directors.ts'
import { livePicture, pictureOfClusters, siteOfClusters } from '../support/picture.ts'
import { change, host, report, step } from '../unit/ui/scripted.ts'

/** Given: where the pictures of the docs are written. */
const shots = process.env.LBPROV_SHOTS

const folder = mkdtempSync(join(tmpdir(), 'lbprov-pages-'))
const site = siteOfClusters(1, 3)
const table = [...ipvsadmRules(scenesOf(site)[0]!.cluster)]
const since = Date.UTC(2026, 10, 28, 12) / 1000
const load = { '10.1.0.10:80': [31, 12, 4000, 12], '10.1.0.11:80': [29, 8, 3900, 11] } as const
const directors: Record<'10.1.0.2' | '10.1.0.3', FakeDirector> = {
  '10.1.0.2': { holds: ['10.1.0.225'], table, load, since, log: [] },
  '10.1.0.3': { holds: [], table, load, since, log: [] },
}

let browser: Browser
let url: string
const closing: (() => unknown)[] = []

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  const { connect, close } = keptOpen(fakeDirectors(directors, 'VI_1').connect)
  const look = statusOf('site.yaml', site, { connect, forks: 5 })
  const server = pictureServer('tok', watching(look, 500), shownBy({ clean: cleaner([]) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=tok`
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  }, close)
})
afterAll(async () => {
  await browser?.close()
  for (const each of closing) await each()
  rmSync(folder, { recursive: true, force: true })
})

/** What the browser had to complain of: a policy that forbids, a script that throws, something that is fetched from elsewhere. */
async function opened(address: string, options: Parameters<Browser['newPage']>[0] = {}) {
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

async function shot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const stateOf = (page: Page, name: string) => page.locator('tr', { hasText: name }).first().innerText()

test('the page shows who is master, and a failover as it happens', async () => {
  const { page, complaints } = await opened(url, { viewport: { width: 1280, height: 900 } })
  expect(await stateOf(page, 'dir1a')).toContain('● master')
  await shot(page, 'status-before')
  const [first, second] = [directors['10.1.0.2'], directors['10.1.0.3']]
  second.since = since + 3600
  second.holds = first.holds.splice(0)
  await page.locator('tr', { hasText: 'dir1b' }).first().getByText('● master').waitFor()
  expect(await stateOf(page, 'dir1a')).toContain('○ backup')
  await shot(page, 'status-after')
  expect(complaints).toEqual([])
  await page.close()
})

test('a real server that dies is named with what keepalived says, by a sign and a word', async () => {
  const { page, complaints } = await opened(url)
  const said = 'TCP connection to [10.1.0.11]:tcp:80 failed.'
  for (const director of Object.values(directors)) {
    director.table = table.filter((line) => !line.includes('-r 10.1.0.11:80 '))
    director.log = [said]
  }
  await page.locator('tr', { hasText: said }).getByText('✖ out').waitFor()
  await shot(page, 'status-out')
  for (const director of Object.values(directors)) director.table = table
  await page.locator('tr', { hasText: said }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await page.close()
})

test.each([320, 640, 1280, 3840])('at %i pixels nothing is cut off', async (width) => {
  const { page, complaints } = await opened(url, { viewport: { width, height: 800 } })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  expect(complaints).toEqual([])
  await page.close()
})

test('it speaks Chinese, is dark where that is wanted, and is gone through by keyboard', async () => {
  const { page, complaints } = await opened(url, { locale: 'zh-CN', colorScheme: 'dark' })
  expect(await page.title()).toContain('集群现状')
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 26)')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('picture')
  // Nor is the place lost when the page is made anew.
  const time = await page.locator('time').innerText()
  await page.locator('time', { hasNotText: time }).waitFor()
  expect(await page.evaluate('document.activeElement.className')).toBe('picture')
  expect(complaints).toEqual([])
  await page.close()
})

test('a connection that is lost is said', async () => {
  const { page } = await opened(url)
  await page.locator('table').first().waitFor()
  await page.context().setOffline(true)
  await page.evaluate('events.onerror()')
  expect(await page.locator('#lost').isVisible()).toBe(true)
  await page.close()
})

test('a report opens from disk, its steps unfold, and its figures are those of the run', async () => {
  const steps = [
    step('pkg[keepalived]', { outcome: 'created', changes: [change('installed', null, 'true')] }),
    step('file[/etc/keepalived/keepalived.conf]', {
      outcome: 'updated',
      changes: [change('content', 'a\nb\n', 'a\nc\n')],
    }),
  ]
  const run = report([
    host('dir1a', { outcome: 'changed', steps }),
    host('dir1b', { outcome: 'changed', steps }),
    host('rs1-01'),
  ])
  const file = join(folder, 'report.html')
  writeFileSync(
    file,
    await reportFile(
      { title: 'lbprov run of site.yaml', picture: marked(pictureOfClusters(1, 3), runMarks(run)), run },
      [],
    ),
  )
  const { page, complaints } = await opened(`file://${file}`)
  expect(await page.locator('body').innerText()).toContain('3 hosts: 2 changed, 1 ok. 4 changes')
  await page.locator('#host-dir1a > summary').click()
  await page.locator('#host-dir1a details', { hasText: 'keepalived.conf' }).locator('summary').click()
  await page.locator('#host-dir1a pre', { hasText: '+c' }).waitFor()
  await shot(page, 'report')
  expect(complaints.filter((one) => !one.startsWith('file:'))).toEqual([])
  await page.close()
})

test('a drawing has every word inside its box', async () => {
  const page = await browser.newPage({ viewport: { width: 1500, height: 800 } })
  for (const picture of [livePicture(), pictureOfClusters(3, 2)]) {
    await page.setContent(`<body style="margin:0">${await pictureSvg(picture)}</body>`)
    const outside = await page.evaluate(`(() => {
      const boxes = [...document.querySelectorAll('polygon, path')].map((one) => one.getBoundingClientRect())
      return [...document.querySelectorAll('g.node text')].filter((text) => {
        const own = text.getBoundingClientRect()
        return !boxes.some((box) => own.left >= box.left - 2 && own.right <= box.right + 2 && own.top >= box.top - 2 && own.bottom <= box.bottom + 2)
      }).map((text) => text.textContent)
    })()`)
    expect(outside).toEqual([])
  }
  await shot(page, 'picture')
  await page.close()
})
