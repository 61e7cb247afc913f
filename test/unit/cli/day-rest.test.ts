import { expect, test } from 'vitest'
import { restOfDay } from '../../../src/cli/day-rest.ts'
import type { Act, Stage } from '../../../src/day2/stage.ts'
import type { StageReport } from '../../../src/model/day-report.ts'
import type { Held } from '../../../src/model/held.ts'
import { heldOf, note } from '../day2/site.ts'

const free = heldOf([])
const [drained, led] = [heldOf(['rs1']), heldOf([], new Map([['dir2', { ...note, priorities: { VI_1: 102 } }]]))]
const site = ['site.yaml', '-i', 'hosts', '-u', 'root']

const hold = (held: Held): Act => ({ do: 'hold', held })
const converge = (held: Held): Act => ({ do: 'converge', hosts: ['dir1', 'dir2'], held, than: free })
const take = (to: string, held: Held): Act => ({
  ...{ do: 'take', hosts: ['dir2'], held, than: free },
  to,
  addresses: [],
  seconds: 5,
})
const prove: Act = { do: 'prove', hosts: ['dir1', 'dir2'], held: free, seconds: 0 }
const look: Act = { do: 'look', hosts: ['dir1'], held: free, than: drained, without: [] }
const idle: Act = { do: 'idle', servers: ['rs1'], seconds: 300 }
const work: Act = { do: 'work', host: 'rs1', work: { do: 'reboot', seconds: 600 } }

const drain = [look, hold(drained), converge(drained), idle]
const undrain = [look, hold(free), converge(free)]
const around = [prove, hold(led), take('dir2', led), prove, hold(free), take('dir1', free), prove]
const stay = around.slice(0, 4)
const detour = [prove, hold(free), take('dir1', free), prove, hold(led), take('dir2', led), prove]

/** What is said after a signal, when so many stages are done; `given`: the next one was given up. */
function rest(words: string, acts: readonly Act[], done: number, given = false): string | undefined {
  const stages = acts.map((act): Stage => ({ title: '', clients: '', seconds: null, act }))
  const outcome = (i: number) => (i < done ? 'done' : i === done && given ? 'failed' : 'skipped')
  const reports = stages.map((stage, i): StageReport => ({ ...stage, outcome: outcome(i), said: '' }))
  const times = { startedAt: '', seconds: 1, playbook: 'site.yaml', check: false }
  const all = words.split(' ')
  return restOfDay(stages, { verb: all[0]!, ...times, stages: reports, stoppedBy: 'SIGINT' }, { words: all, site })
}

test.each([
  ['drain rs1 site.yaml', drain, 0, 'lbprov drain rs1 site.yaml'],
  ['drain rs1 site.yaml', drain, 3, 'lbprov drain rs1 site.yaml'],
  ['drain rs1 site.yaml --wait 0', drain.slice(0, 3), 3, undefined],
  ['undrain rs1 site.yaml', undrain, 1, 'lbprov undrain rs1 site.yaml'],
  ['undrain rs1 site.yaml', undrain, 3, undefined],
  ['failover site.yaml', [], 0, 'lbprov failover site.yaml'],
  ['failover site.yaml', around, 1, 'lbprov failover site.yaml'],
  ['failover site.yaml --to dir2 --reason new', around, 3, 'lbprov failover site.yaml --back'],
  ['failover site.yaml', detour, 4, 'lbprov failover site.yaml --to dir2 --stay'],
  ['failover site.yaml --back', detour, 4, 'lbprov failover site.yaml --back'],
  ['failover site.yaml --stay', stay, 3, undefined],
  ['roll site.yaml --reboot', [hold(free), ...drain, work], 0, 'lbprov roll site.yaml --reboot'],
  ['roll site.yaml --reboot', [hold(free), ...drain, work], 2, 'lbprov roll site.yaml --reboot --resume'],
  ['roll site.yaml --resume -- id', [hold(free), ...drain, work], 2, 'lbprov roll site.yaml --resume -- id'],
  ['roll site.yaml -- id', [hold(free), ...drain, work], 5, 'lbprov roll site.yaml --resume -- id'],
] as const)('the rest of %s', (words, acts, done, expected) => expect(rest(words, acts, done)).toBe(expected))

test('what is kept and was not seen to be there is brought about by a run first', () => {
  const run = 'lbprov run site.yaml -i hosts -u root -l dir1,dir2'
  expect(rest('drain rs1 site.yaml', drain, 2, true)).toBe(`${run} && lbprov drain rs1 site.yaml`)
  expect(rest('undrain rs1 site.yaml', undrain, 2, true)).toBe(run)
})
