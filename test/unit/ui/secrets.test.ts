import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../../../src/model/report.ts'
import { begins, change, eventsOf, host, report, step, uiInMemory } from './scripted.ts'

/** Unlikely to be among our own words, likely to upset whoever quotes, wraps or cuts it. */
const secretText = fc
  .string({ minLength: 3, maxLength: 30, unit: fc.constantFrom(...'aZ7éß"\'\\$`()[]{}|.*+?^&;<>% \t\n日') })
  .map((text) => `Q${text}z`)

function everywhere(secret: string, check: boolean): Report {
  const failure = {
    message: `no ${secret}!`,
    exitCode: 1,
    output: `tried '${secret.replaceAll("'", "'\\''")}'\n`,
    hint: `not ${secret}`,
  }
  const changes = [change('value', secret, `${secret}x`), change('content', `a\n${secret}\n`, `b\nx=${secret}\n`)]
  const place = { file: `${secret}.ts`, line: 1, column: 1 }
  const steps = [
    step(`file[${secret}]`, { outcome: 'updated', changes, play: `play ${secret}`, role: secret }),
    step('line[x]', { outcome: 'created', changes: [change('text', null, secret)] }),
    step('command[x]', { outcome: 'failed', failure, declared: place, requested: place }),
  ]
  const lost = { outcome: 'unreachable', message: JSON.stringify({ secret }), hint: secret } as const
  return report([host(secret, { outcome: 'failed', steps, notes: [secret] }), host('lost', lost)], {
    check,
    playbook: secret,
  })
}

const modes = fc.record({
  format: fc.constantFrom('human' as const, 'json' as const),
  diff: fc.boolean(),
  verbose: fc.nat(2),
  color: fc.boolean(),
  columns: fc.constantFrom(20, 40, 100),
})

/** White space is what wrapping and indenting may change; a leak is a leak with or without it. */
const bare = (text: string) => text.replaceAll('‹secret›', '\n').replace(/[\t ]+/g, ' ')

test('no way of showing a run shows a secret', async () => {
  await fc.assert(
    fc.asyncProperty(secretText, fc.boolean(), modes, async (secret, check, mode) => {
      const shown = everywhere(secret, check)
      const { ui, stdout, stderr } = uiInMemory({ ...mode, secrets: [secret] })
      for (const event of eventsOf(shown)) ui.listener(event)
      await ui.finish(shown)
      const written = stdout.plain() + stderr.plain()
      const text = mode.format === 'json' ? JSON.stringify(JSON.parse(stdout.text())) + stderr.text() : written
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "'\\''")])
        expect(bare(text)).not.toContain(bare(form))
    }),
    { numRuns: 300 },
  )
})

test('nor do rows and regions, however narrow', async () => {
  const secret = 'Tr0ub4dor&3-correct-horse'
  for (const count of [2, 40]) {
    const { ui, stdout } = uiInMemory({ columns: 32, interactive: true, secrets: [secret] })
    const hosts = Array.from({ length: count }, (_, i) => ({
      ...everywhere(secret, false).hosts[i % 2]!,
      host: `h${i}`,
    }))
    ui.listener({ type: 'start', hosts: hosts.map((one) => one.host), check: false })
    ui.listener(begins('h0', `file[${secret}]`))
    await wait(300)
    for (const one of hosts) ui.listener({ type: 'host', report: one })
    await wait(300)
    await ui.finish(report(hosts))
    expect(stdout.plain()).not.toContain('Tr0u')
  }
})
