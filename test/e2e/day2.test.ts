import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { gapWhile } from '../../lab/index.ts'
import type { DayReport } from '../../src/model/day-report.ts'
import { cluster, directors, holders, lbprov, on, project, root, settled, tableOf, url } from './support.ts'

const cwd = project({})
const files = ['site.yaml', '-i', 'hosts'] as const

/** A day-2 command on the site of the repository, reported as JSON; it must end well. */
async function verb(command: string, ...words: readonly string[]): Promise<DayReport> {
  const { code, stdout, stderr } = await lbprov([...words, ...files, '--format', 'json'], { cwd, command })
  expect(code, stdout + stderr).toBe(0)
  return JSON.parse(stdout) as DayReport
}

/** 50 new connections a second, each lost when it takes longer than a second. */
const underLoad = (action: () => Promise<void>) => gapWhile(url, action, { interval: 20, timeout: 900 })

const weighted = (rs1: number) => [
  { target: '192.168.1.225:80', scheduler: 'wrr', real: [`192.168.1.222:80 ${rs1}`, '192.168.1.223:80 1'] },
]

beforeAll(async () => {
  await cluster()
  for (const folder of ['inventory', 'playbooks']) cpSync(join(root, folder), join(cwd, folder), { recursive: true })
})

test('drained, stopped, started and undrained under load: no connection is lost, and a run keeps it drained', async () => {
  const during = await underLoad(async () => {
    await verb('drain', 'rs1', '--reason', 'test')
    for (const name of directors) expect(await tableOf(name)).toEqual(weighted(0))
    await on('rs1', 'systemctl stop nginx')
    const { code, stderr } = await lbprov([...files, '--limit', 'directors', '--check', '--detailed-exitcode'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^rs1 is drained since .* \(test\): it keeps weight 0 until lbprov undrain$/m)
    await on('rs1', 'systemctl start nginx')
    await verb('undrain', 'rs1')
  })
  expect(during.failed, JSON.stringify(during)).toBe(0)
  expect(existsSync(join(cwd, 'inventory/.lbprov-held.yaml'))).toBe(false)
  await settled()
})

test('a director takes over to stay, and hands back, under load: no connection is lost, and a run moves nothing', async () => {
  const during = await underLoad(async () => {
    const over = await verb('failover', '--stay', '--from', 'local')
    expect(over.stages.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(over.stages[3]!.said).toMatch(/^dir2 has 192.168.1.225 after .* longest time without a new connection: \d/)
    expect(await holders()).toEqual(['dir2'])
    const { code, stderr } = await lbprov([...files, '--limit', 'directors', '--check', '--detailed-exitcode'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^dir2 leads VI_1 since .*: until lbprov failover --back$/m)
    await verb('failover', '--back')
  })
  expect(during.failed, JSON.stringify(during)).toBe(0)
  expect(existsSync(join(cwd, 'inventory/.lbprov-held.yaml'))).toBe(false)
  await settled()
})
