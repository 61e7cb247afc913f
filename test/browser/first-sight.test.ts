import { expect, test } from 'vitest'
import { livePage, opened, shot, table } from '../support/live-page.ts'

const live = livePage()

/** Of every colour of text that stands in the tables, against its ground, as WCAG counts it: what is left of colours for who sees none. */
const contrasts = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((each) => each / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = light(getComputedStyle(document.body).backgroundColor)
  const colours = new Set([...document.querySelectorAll('main :is(td, th, h1, h2, h3, p, span)')].map((one) => getComputedStyle(one).color))
  return [...colours].map(light).map((own) => (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05))
})()`

test('the first answer has the clusters in it, and is all that it takes to paint them', async () => {
  const page = await live.browser.newPage({ javaScriptEnabled: false })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(live.url)
  for (const name of ['dir1a', 'dir1b', 'rs1-01', '10.1.0.225:80/TCP'])
    expect(await page.locator('main > section').getByText(name).first().isVisible(), name).toBe(true)
  expect(await page.locator('.picture svg').isVisible()).toBe(true)
  expect(requests.filter((one) => !one.startsWith('data:'))).toEqual([live.url])
  await page.close()
  const scripted = await opened(live.browser, live.url)
  const paints = `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().map(({ name, startTime }) => [name, startTime])))
    .observe({ type: 'paint', buffered: true }))`
  const seen = (await scripted.page.evaluate(paints)) as [string, number][]
  expect(seen.map(([name]) => name)).toContain('first-contentful-paint')
  console.info(`painted: ${seen.map(([name, at]) => `${name} after ${Math.round(at)} ms`).join(', ')}`)
  await scripted.page.close()
})

const deficiencies = ['achromatopsia', 'deuteranopia', 'protanopia', 'tritanopia'] as const

test('what colours say, signs and words say, and it is read without colours', async () => {
  for (const director of Object.values(live.directors))
    director.table = table.filter((one) => !one.includes('-r 10.1.0.11:80 '))
  const { page } = await opened(live.browser, live.url)
  await page.getByText('✖ out').first().waitFor()
  const cells: string[] = await page.locator('td.ok, td.bad').allInnerTexts()
  expect(cells.filter((text) => text.trim() === '')).toEqual([])
  // Each state has a sign of its own, and the word for it.
  for (const state of ['● master', '● up', '✖ out']) expect(cells).toContain(state)
  const drawn = await page.locator('.picture svg').innerHTML()
  for (const words of ['● is master', '○ is backup', '● up', '✖ out']) expect(drawn).toContain(words)
  const ratios = (await page.evaluate(contrasts)) as number[]
  for (const ratio of ratios) expect(ratio).toBeGreaterThanOrEqual(4.5)
  const devTools = await page.context().newCDPSession(page)
  for (const type of deficiencies) {
    await devTools.send('Emulation.setEmulatedVisionDeficiency', { type })
    expect((await page.screenshot()).length).toBeGreaterThan(0)
    if (type === 'deuteranopia') await shot(page, 'status-out-deuteranopia')
  }
  for (const director of Object.values(live.directors)) director.table = table
  await page.close()
})
