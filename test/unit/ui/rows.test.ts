import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { begins, eventsOf, site, uiInMemory } from './scripted.ts'

const [hide, show] = ['\u001b[?25l', '\u001b[?25h']

/** What the last redraw left to be seen. */
const rowsIn = (text: string) => stripVTControlCharacters(text).split('\n')

test('each host is a row that says what is done and how it ended', async () => {
  const { ui, stdout } = uiInMemory({ columns: 80, interactive: true })
  for (const event of eventsOf(site()))
    if (!('report' in event && 'host' in event.report && event.report.host === 'rs2')) ui.listener(event)
  ui.listener(begins('rs2', 'pkg[ipvsadm]'))
  await wait(350)
  const rows = rowsIn(stdout.text())
  expect(rows).toContain('✔ dir1  changed 4  6.4 s')
  expect(rows).toContain('✖ dir4  unreachable: connect ECONNREFUSED 192.168.1.224:22  0.2 s')
  expect(rows.some((row) => /^. rs2 {3}applying 1 of 8 \(directors\): pkg\[ipvsadm\]$/.test(row))).toBe(true)
  expect(rows.some((row) => /^. all {2}5 of 6 hosts done, 9 changes, \d/.test(row))).toBe(true)
  expect(rows.every((row) => [...row].length <= 80)).toBe(true)
  await ui.finish(site())
})

test('a row says what its host waits for, and what a slow step prints', async () => {
  const { ui, stdout } = uiInMemory({ columns: 80, interactive: true })
  ui.listener({ type: 'start', hosts: ['dir1', 'rs1'], check: false })
  ui.listener({ type: 'waiting', hosts: ['rs1'], what: 'for play directors' })
  ui.listener(begins('dir1', 'pkg[keepalived]'))
  ui.listener({
    type: 'output',
    host: 'dir1',
    resource: 'pkg[keepalived]',
    seconds: 5,
    line: `Unpacking ${'x'.repeat(200)}`,
  })
  await wait(1250)
  const rows = rowsIn(stdout.text())
  expect(rows.some((row) => /^. rs1 {3}waiting for play directors$/.test(row))).toBe(true)
  expect(rows.every((row) => [...row].length <= 80)).toBe(true)
  await ui.finish(site())
})

test('the rows make way for the results and the cursor comes back', async () => {
  const { ui, stdout } = uiInMemory({ columns: 80, interactive: true })
  for (const event of eventsOf(site())) ui.listener(event)
  await ui.finish(site())
  const text = stdout.text()
  expect(text.lastIndexOf(show)).toBeGreaterThan(text.lastIndexOf(hide))
  expect(text.slice(text.lastIndexOf(show))).toContain('6 hosts: 4 changed')
})

test('stop puts the cursor back at once and ends the drawing', async () => {
  const { ui, stdout } = uiInMemory({ columns: 80, interactive: true })
  for (const event of [...eventsOf(site())].slice(0, 8)) ui.listener(event)
  await wait(150)
  ui.stop()
  const text = stdout.text()
  expect(text.endsWith(show)).toBe(true)
  await wait(250)
  expect(stdout.text()).toBe(text)
  await ui.finish(site())
  expect(stdout.text()).toContain('6 hosts: 4 changed')
})

test('however many events, the terminal is drawn ten times a second', async () => {
  const { ui, stdout } = uiInMemory({ columns: 80, interactive: true })
  const events = [...eventsOf(site())]
  ui.listener(events[0]!)
  await wait(50)
  const before = stdout.chunks.length
  for (let i = 0; i < 5000; i++) ui.listener(begins('rs2', `line[${i}]`))
  await wait(250)
  expect(stdout.chunks.length - before).toBeLessThan(12)
  await ui.finish(site())
})
