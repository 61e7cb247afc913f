import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import type { Verification } from '../../src/model/verification.ts'
import { reportFile } from '../../src/ui/html/file.ts'
import { marked, runMarks, verifyMarks } from '../../src/ui/picture/marked.ts'
import { pictureSvg } from '../../src/ui/picture/svg.ts'
import { every, livePage, opened, shot, since, table } from '../support/live-page.ts'
import { livePicture, pictureOfClusters } from '../support/picture.ts'
import { change, host, report, step } from '../unit/ui/scripted.ts'

const folder = mkdtempSync(join(tmpdir(), 'lbprov-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const live = livePage()

const stateOf = (page: Page, name: string) => page.locator('tr', { hasText: name }).first().innerText()

test('the page shows who is master, and a failover as it happens', async () => {
  const { page, complaints } = await opened(live.browser, live.url, { viewport: { width: 1280, height: 900 } })
  expect(await stateOf(page, 'dir1a')).toContain('● master')
  const dashed = () => page.locator('.picture [stroke-dasharray]').count()
  expect(await dashed()).toBe(3)
  await shot(page, 'status-before')
  const [first, second] = [live.directors['10.1.0.2'], live.directors['10.1.0.3']]
  const [before, begun] = [live.looks, performance.now()]
  second.since = since + 3600
  second.holds = first.holds.splice(0)
  await page.locator('tr', { hasText: 'dir1b' }).first().getByText('● master').waitFor()
  console.info(
    `a failover stands in the page after ${Math.round(performance.now() - begun)} ms, ${live.looks - before} looks`,
  )
  expect((live.looks - before) * every).toBeLessThanOrEqual(3000)
  expect(await stateOf(page, 'dir1a')).toContain('○ backup')
  await page.locator('tr', { hasText: '2026-11-28T13:00:00Z' }).first().waitFor()
  expect(await dashed()).toBe(3)
  await shot(page, 'status-after')
  expect(complaints).toEqual([])
  await page.close()
})

test('a real server that dies is named with what keepalived says, by a sign and a word', async () => {
  const { page, complaints } = await opened(live.browser, live.url)
  const said = 'TCP connection to [10.1.0.11]:tcp:80 failed.'
  for (const director of Object.values(live.directors)) {
    director.table = table.filter((line) => !line.includes('-r 10.1.0.11:80 '))
    director.log = [said]
  }
  await page.locator('tr', { hasText: said }).getByText('✖ out').waitFor()
  await shot(page, 'status-out')
  for (const director of Object.values(live.directors)) director.table = table
  await page.locator('tr', { hasText: said }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await page.close()
})

test.each([320, 640, 1280, 3840])('at %i pixels nothing is cut off', async (width) => {
  const { page, complaints } = await opened(live.browser, live.url, { viewport: { width, height: 800 } })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  expect(complaints).toEqual([])
  await page.close()
})

test('it speaks Chinese, is dark where that is wanted, and is gone through by keyboard', async () => {
  const { page, complaints } = await opened(live.browser, live.url, { locale: 'zh-CN', colorScheme: 'dark' })
  expect(await page.title()).toContain('集群现状')
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 23, 26)')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('picture')
  // Nor is the place lost when the page is made anew.
  const time = await page.locator('time').innerText()
  await page.locator('time', { hasNotText: time }).waitFor()
  expect(await page.evaluate('document.activeElement.className')).toBe('picture')
  // What somebody is about to copy stays selected.
  await page.locator('td', { hasText: 'rs1-01' }).first().selectText()
  const next = await page.locator('time').innerText()
  await page.locator('time', { hasNotText: next }).waitFor()
  expect(await page.evaluate('String(getSelection()).trim()')).toBe('rs1-01')
  expect(complaints).toEqual([])
  await page.close()
})

test('a connection that is lost is said', async () => {
  const { page } = await opened(live.browser, live.url)
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
      { title: 'lbprov run of site.yaml by anna@ops1', picture: marked(pictureOfClusters(1, 3), runMarks(run)), run },
      [],
    ),
  )
  const { page, complaints } = await opened(live.browser, `file://${file}`)
  expect(await page.locator('body').innerText()).toContain('3 hosts: 2 changed, 1 ok. 4 changes')
  await page.locator('#host-dir1a > summary').click()
  await page.locator('#host-dir1a details', { hasText: 'keepalived.conf' }).locator('summary').click()
  await page.locator('#host-dir1a pre', { hasText: '+c' }).waitFor()
  await shot(page, 'report')
  expect(complaints.filter((one) => !one.startsWith('file:'))).toEqual([])
  await page.close()
})

test('a report of a drill opens from disk: the gaps as a graph, what fails first and with its remedy', async () => {
  const about = {
    claim: 'one director has it',
    subject: '10.1.0.225',
    hosts: ['dir1a'],
    expected: 'on dir1a',
    essential: true,
  }
  const assertions = [
    { ...about, id: 'clock', verdict: 'ok', seen: 'it is', remedy: null },
    { ...about, id: 'vip-holder', verdict: 'failed', seen: 'on both', remedy: 'ip addr del 10.1.0.225/32 dev em1' },
  ] as const
  const verification: Verification = {
    playbook: 'site.yaml',
    from: 'local',
    startedAt: '2026-11-28T12:00:00.000Z',
    seconds: 30,
    assertions,
    unreachable: [],
    drill: { from: 'dir1a', to: 'dir1b', gap: 3.4, gapBack: 0.9 },
  }
  const file = join(folder, 'drill.html')
  const picture = marked(pictureOfClusters(1, 3), verifyMarks(assertions))
  writeFileSync(file, await reportFile({ title: 'lbprov drill of site.yaml by anna@ops1', picture, verification }, []))
  const { page, complaints } = await opened(live.browser, `file://${file}`)
  const verdicts = await page.locator('td[data-label=Verdict]').allInnerTexts()
  expect(verdicts).toEqual(['✖ failed', '● holds'])
  expect(await page.locator('tr', { hasText: 'vip-holder' }).innerText()).toContain('ip addr del 10.1.0.225/32 dev em1')
  const graphs = page.getByRole('img', { name: /longest time without a new connection: (3\.4|0\.9) s/ })
  expect(await graphs.count()).toBe(2)
  const bars = await graphs
    .locator('rect:last-of-type')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width))
  expect(bars[0]! / bars[1]!).toBeCloseTo(3.4 / 0.9, 1)
  expect(await page.locator('.picture svg').innerHTML()).toContain('✖ 1 failed')
  await shot(page, 'report-drill')
  expect(complaints.filter((one) => !one.startsWith('file:'))).toEqual([])
  await page.close()
})

test('a drawing has every word inside its box', async () => {
  const page = await live.browser.newPage({ viewport: { width: 1500, height: 800 } })
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
