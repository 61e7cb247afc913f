import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../../src/model/event.ts'
import { eventsOf, played, site, uiInMemory } from './scripted.ts'

const schema = JSON.parse(readFileSync(new URL('../../../schemas/event.json', import.meta.url), 'utf8'))
const validate = new Ajv({ allErrors: true }).compile(schema)

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const more: readonly RunEvent[] = [
  { type: 'stage', number: 1, of: 2, title: 'dir1 and dir2 reload keepalived together' },
  { type: 'waiting', hosts: ['rs1', 'rs2'], what: 'for play directors' },
  { type: 'wait', host: 'dir1', what: 'for the package lock' },
  { type: 'output', host: 'dir1', resource: 'pkg[keepalived]', seconds: 5, line: 'Unpacking keepalived' },
]

test('every line fits the schema, and the last has the document of --format json', async () => {
  const { ui, stdout } = uiInMemory({ format: 'ndjson' })
  for (const event of [...eventsOf(site()), ...more]) ui.listener(event)
  await ui.finish(site())
  const lines = linesOf(stdout.text())
  for (const line of lines) expect(validate(line), JSON.stringify([line, validate.errors])).toBe(true)
  const types = new Set(lines.map(({ type }) => type))
  expect([...types].toSorted()).toEqual(schema.oneOf.map((one: typeof schema) => one.properties.type.const).toSorted())
  const { stdout: whole } = await played(site(), { format: 'json' })
  expect(lines.at(-1).report).toEqual(JSON.parse(whole))
})

test('a line is written as its event comes', () => {
  const { ui, stdout } = uiInMemory({ format: 'ndjson' })
  for (const [index, event] of [...eventsOf(site())].slice(0, 6).entries()) {
    ui.listener(event)
    expect(linesOf(stdout.text())).toHaveLength(index + 1)
  }
})

test('the steps of the report are those that were told of', async () => {
  const { stdout } = await played(site(), { format: 'ndjson' })
  const lines = linesOf(stdout)
  const told = Map.groupBy(
    lines.filter(({ type }) => type === 'result'),
    ({ host }) => host,
  )
  for (const { host, steps } of lines.at(-1).report.hosts)
    expect(told.get(host)?.map(({ step }) => step) ?? []).toEqual(steps)
})

test('no line has a secret, whatever it is', async () => {
  const { ui, stdout } = uiInMemory({ format: 'ndjson', secrets: ['Tr0ub4dor', 'result'] })
  for (const event of [
    ...eventsOf(site()),
    { type: 'output', host: 'dir1', resource: 'x[y]', seconds: 5, line: 'pass Tr0ub4dor' } as const,
  ])
    ui.listener(event)
  await ui.finish(site())
  expect(stdout.text()).not.toContain('Tr0ub4dor')
  for (const line of linesOf(stdout.text())) expect(validate(line)).toBe(true)
})
