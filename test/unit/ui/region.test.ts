import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { begins, directorSteps, eventsOf, host, report, uiInMemory } from './scripted.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const show = '\u001b[?25h'
const many = (count: number) =>
  report(
    Array.from({ length: count }, (_, i) =>
      i === 7
        ? host('rs7', { outcome: 'unreachable', message: 'no route to host' })
        : host(`rs${i}`, { outcome: 'changed', steps: directorSteps }),
    ),
  )

test('counts, phases and the slowest hosts, with what went wrong above', () => {
  const { ui, stdout } = uiInMemory({ columns: 60, interactive: true })
  const events = [...eventsOf(many(30))]
  for (const event of events.slice(0, events.length - 40)) ui.listener(event)
  vi.advanceTimersByTime(250)
  ui.listener({ type: 'phase', host: 'rs28', phase: 'probing' })
  ui.listener(begins('rs29', 'file[/etc/a/very/long/name/that/does/not/fit/the/terminal]'))
  stdout.chunks.length = 0
  vi.advanceTimersByTime(1000)
  expect(stdout.plain().split('\r').at(-1)).toMatchInlineSnapshot(`
    "30 hosts: 27 done, changed 26, unreachable 1
    applying 2, probing 1, waiting 0, to come 0, 1.2 s
      rs27  applying  1.2 s
      rs28  probing  0.9 s
      rs29  applying 1 of 8 (directors): file[/etc/a/very/long…
    "
  `)
  ui.stop()
  expect(stdout.text().endsWith(show)).toBe(true)
})

test('the region goes away and the cursor comes back', async () => {
  const { ui, stdout } = uiInMemory({ columns: 60, interactive: true })
  const shown = many(30)
  for (const event of eventsOf(shown)) ui.listener(event)
  vi.advanceTimersByTime(450)
  await ui.finish(shown)
  const text = stdout.text()
  expect(text.slice(text.lastIndexOf(show))).toContain('30 hosts: 29 changed, 1 unreachable.')
  expect(text.split('✖ rs7: unreachable: no route to host')).toHaveLength(2)
})

test('1000 hosts with 20 results each: events draw nothing, the end is one write', async () => {
  const { ui, stdout } = uiInMemory({ columns: 100, interactive: true })
  const steps = Array.from({ length: 5 }, () => directorSteps).flat()
  const shown = report(Array.from({ length: 1000 }, (_, i) => host(`rs${i}`, { outcome: 'changed', steps })))
  for (const event of eventsOf(shown)) ui.listener(event)
  expect(stdout.chunks).toHaveLength(1)
  await ui.finish(shown)
  expect(stdout.chunks.length).toBeLessThan(6)
  expect(stdout.text().length).toBeLessThan(5000)
})
