import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { does } from '../../../src/day2/does.ts'
import type { Act } from '../../../src/day2/stage.ts'
import { file } from '../../../src/index.ts'
import type { Held } from '../../../src/model/held.ts'
import type { Play, Site } from '../../../src/model/play.ts'
import type { RoleInput } from '../../../src/model/role.ts'
import { connectHost } from '../../../src/transport/connect.ts'
import { hostNamed, siteOf } from '../../support/site.ts'
import { heldOf } from './site.ts'

const before = heldOf([])
const after = heldOf(['rs1'])

/** This machine, with a role that writes a weight to one file by what is held, and another file that has nothing to do with it. */
function director() {
  const folder = mkdtempSync(join(tmpdir(), 'lbprov-day2-'))
  const [weight, other] = [join(folder, 'weight'), join(folder, 'other')]
  const resources = ({ inventory }: RoleInput<unknown>) => [
    file(weight, { content: inventory.held?.drained.has('rs1') ? '0' : '1', mode: '0600' }),
    file(other, { content: 'x', mode: '0600' }),
  ]
  const { plays, ...rest } = siteOf({ hosts: [hostNamed('here')], roles: { own: () => [] } })
  const own = plays.map((play): Play => {
    const assignments = [...play.assignments].map(
      ([host, all]) => [host, all.map((one) => ({ ...one, definition: { params: {}, resources } }))] as const,
    )
    return { ...play, assignments: new Map(assignments) }
  })
  const site: Site = { ...rest, plays: own }
  const kept: Held[] = []
  const act = (what: Act, check = false) =>
    does({
      site,
      playbook: 'site.yaml',
      check,
      connect: connectHost,
      forks: 1,
      keep: (held) => `kept ${kept.push(held)}`,
      tell: () => {},
    })({ title: '', clients: '', seconds: null, act: what })
  return {
    act,
    kept,
    write: (text: string, second?: string) => {
      writeFileSync(weight, text, { mode: 0o600 })
      if (second !== undefined) writeFileSync(other, second, { mode: 0o600 })
    },
    read: () => readFileSync(weight, 'utf8'),
  }
}

const look: Act = { do: 'look', hosts: ['here'], held: before, than: after, without: [] }
const drain: Act = { do: 'converge', hosts: ['here'], held: after, than: before }

test('a stage brings in what the change is about, and no other file; a check changes nothing', async () => {
  const { act, write, read } = director()
  write('1')
  expect(await act(look)).toMatchObject({ outcome: 'done' })
  const planned = await act(drain, true)
  expect([planned.report?.hosts[0]?.outcome, read()]).toEqual(['changed', '1'])
  const done = await act(drain)
  expect([done.outcome, read()]).toEqual(['done', '0'])
  expect(done.report?.hosts[0]?.steps).toHaveLength(1)
})

test('another change that waits there is told, and not brought in', async () => {
  const { act, write, read } = director()
  write('7')
  const seen = await act(look)
  expect(seen).toMatchObject({ outcome: 'failed', hint: expect.stringMatching(/^lbprov run first, or --force/) })
  expect(seen.said).toMatch(/^another change is waiting there: here file\[.*weight\]$/)
  expect(read()).toBe('7')
})

test('a host is judged after the time in which checks would notice', async () => {
  const { act, write } = director()
  write('7')
  setTimeout(() => write('1', 'x'), 100)
  const well = { do: 'well', host: 'here', held: before, seconds: 0 } as const
  expect(await act({ ...well, settle: 1 })).toEqual({ outcome: 'done', said: '' })
})

test('what is held is kept by a run alone', async () => {
  const { act, kept } = director()
  expect(await act({ do: 'hold', held: after }, true)).toMatchObject({ outcome: 'planned' })
  expect(kept).toEqual([])
  expect(await act({ do: 'hold', held: after })).toEqual({ outcome: 'done', said: 'kept 1' })
  expect(kept).toEqual([after])
})
