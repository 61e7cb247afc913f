import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Asked } from '../../../src/verify/holders.ts'
import type { SceneStage, SiteSchedule } from '../../../src/verify/schedule.ts'
import { lookAfterStage } from '../../../src/verify/stage-end.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const stage = {
  kind: 'outlast',
  hosts: ['rs1', 'rs2'],
  draining: ['192.168.1.225:80'],
  scene: { cluster: { instances: [] } },
}
const schedule = { ofScenes: [undefined, stage as unknown as SceneStage] } as unknown as SiteSchedule

/** A real server that knows so many connections, one count each time that it is asked; the last one stays. */
function server(name: string, counts: readonly number[]): Asked & { readonly scripts: string[] } {
  const scripts: string[] = []
  const ask = async (_: string, script: (token: string) => { readonly text: string }) => {
    scripts.push(script('TOKEN').text)
    const connections = String(counts[Math.min(scripts.length, counts.length) - 1])
    return { transcript: { sections: new Map([['count', { exitCode: 0, values: { connections } }]]) }, lost: undefined }
  }
  return { host: { name }, init: 'systemd', ask, scripts } as never
}

async function looked(...asked: readonly Asked[]) {
  const look = lookAfterStage(schedule, 1, { asked, drainSeconds: 60, onBug: () => {} })
  await vi.runAllTimersAsync()
  return look
}

test('connections of the old way are waited for on each real server, none longer than needed', async () => {
  const [one, other] = [server('rs1', [2, 1, 0]), server('rs2', [0])]
  expect(await looked(one, other)).toEqual([])
  expect([one.scripts.length, other.scripts.length]).toEqual([3, 3])
  expect(one.scripts[0]).toMatch(/for \w+ in '?192\.168\.1\.225:80'?; do/)
})

test('what is left when the time is up is told, and fails nothing', async () => {
  expect(await looked(server('rs1', [2]), server('rs2', [1]))).toEqual([
    { hosts: ['rs1', 'rs2'], failed: false, message: '3 connections were left to 192.168.1.225:80 after 60 s' },
  ])
})
