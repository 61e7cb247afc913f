import { afterEach, expect, test } from 'vitest'
import type { Planned } from '../../../src/engine/planned.ts'
import { service } from '../../../src/index.ts'
import { ConnectError } from '../../../src/model/errors.ts'
import { plan } from '../../../src/model/plan.ts'
import { readTranscript } from '../../../src/shell/frames.ts'
import { hearBefore } from '../../../src/verify/hear.ts'
import { exampleInventory, factsOf, renamedRoles, siteOf } from '../lvs/support/site.ts'

const site = siteOf(exampleInventory())
const keepalived = service('keepalived', { running: true })
const stepsOf = (running: string) =>
  plan([keepalived], new Map([[keepalived, { observed: { running }, pendingRefresh: false }]]))

/** A host of the example that is to start keepalived, or has it, and what comes of asking it. */
const planned = (name: string, running: boolean, ask: Planned['ask']): Planned => ({
  host: site.inventory.host(name)!,
  facts: factsOf('debian12'),
  steps: stepsOf(String(running)),
  seen: () => null,
  ask,
})
const saying = (...frames: readonly string[]) => ({
  transcript: readTranscript('t', {
    stdout: Buffer.from(
      ['begin', 'step listen', ...frames, 'done listen 0', 'end'].map((one, i) => `\nt ${i} ${one}\n`).join(''),
    ),
    stderr: Buffer.alloc(0),
  }),
  lost: undefined,
})
const bugs: unknown[] = []
afterEach(() => void bugs.splice(0))
const observer = { onBug: (...bug: unknown[]) => void bugs.push(bug) }
const heardBy = async (...hosts: readonly Planned[]) => {
  const { heard, facts } = await hearBefore(site, hosts, observer)
  return { heard: Object.fromEntries(heard), looked: [...facts.keys()] }
}

test('a director whose role has another name listens too', async () => {
  const renamed = siteOf(exampleInventory(), renamedRoles)
  const host = renamed.inventory.host('dir1')!
  const ask: Planned['ask'] = async () => saying('= wire\n')
  const { heard } = await hearBefore(renamed, [{ ...planned('dir1', false, ask), host }], observer)
  expect([...heard.keys()]).toEqual(['dir1'])
})

test('a director that is to start keepalived listens, another host does not', async () => {
  const asked: unknown[] = []
  const ask: Planned['ask'] = async (phase, script, deadlineMs) => {
    asked.push([phase, / 3 em1 /.test(script('t').text.replaceAll("'", '').replaceAll('\n', ' ')), deadlineMs > 3000])
    return saying('= wire\nem1 IP 192.168.1.9 > 224.0.0.18: vrid 51')
  }
  const found = await heardBy(planned('dir1', false, ask), planned('dir2', true, ask), planned('rs1', false, ask))
  expect(found).toEqual({
    heard: { dir1: [{ device: 'em1', from: '192.168.1.9', to: '224.0.0.18', id: 51 }] },
    looked: ['dir1', 'dir2', 'rs1'],
  })
  expect(asked).toEqual([['listening', true, true]])
})

test.each<[string, Planned['ask'], string]>([
  ['is lost', async () => ({ ...saying(), lost: 'connection lost' }), 'connection lost'],
  [
    'can not be entered again',
    async () => {
      throw new ConnectError('connect', 'no answer', 'is it on?')
    },
    'no answer',
  ],
  ['says why not', async () => saying('= no-wire\nTraceback:\nNo such device\n'), 'No such device'],
  ['says nothing', async () => saying(), 'the wire was not listened to'],
])('a director that %s has not heard', async (_, ask, why) =>
  expect((await heardBy(planned('dir1', false, ask))).heard).toEqual({ dir1: { why } }),
)

test('what nobody foresaw is told, and another director hears all the same', async () => {
  const ask = async () => {
    throw new TypeError('oops')
  }
  const saying51: Planned['ask'] = async () => saying('= wire\nem1 IP 192.168.1.9 > 224.0.0.18: vrid 51')
  const { heard } = await heardBy(planned('dir1', false, ask), planned('dir2', false, saying51))
  expect(heard).toMatchObject({ dir1: { why: 'a bug in lbprov: TypeError: oops' }, dir2: [{ id: 51 }] })
  expect(bugs).toEqual([['dir1', new TypeError('oops')]])
})
