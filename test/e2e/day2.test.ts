import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { copyOfSite, files, noneLost, underLoad, verb } from './day2-support.ts'
import { cluster, directors, holders, lbprov, on, settled, tableOf } from './support.ts'

const cwd = copyOfSite()

const weighted = (rs1: number) => [
  { target: '192.168.1.225:80', scheduler: 'wrr', real: [`192.168.1.222:80 ${rs1}`, '192.168.1.223:80 1'] },
]

beforeAll(cluster)

test('drained, stopped, started and undrained under load: no connection is lost, and a run keeps it drained', async () => {
  const during = await underLoad(async () => {
    await verb(cwd, 'drain', ['--reason', 'test'], { hosts: ['rs1'] })
    for (const name of directors) expect(await tableOf(name)).toEqual(weighted(0))
    await on('rs1', 'systemctl stop nginx')
    const { code, stderr } = await lbprov([...files, '--limit', 'directors', '--check', '--detailed-exitcode'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^rs1 is drained since .* \(test\): it keeps weight 0 until lbprov undrain$/m)
    await on('rs1', 'systemctl start nginx')
    await verb(cwd, 'undrain', [], { hosts: ['rs1'] })
  })
  noneLost(during)
  expect(existsSync(join(cwd, 'inventory/.lbprov-held.yaml'))).toBe(false)
  await settled()
})

test('a director takes over to stay, and hands back, under load: no new connection is lost, and a run moves nothing', async () => {
  const during = await underLoad(async () => {
    const over = await verb(cwd, 'failover', ['--stay', '--from', 'local'])
    expect(over.stages.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(over.stages[3]!.said).toMatch(/^dir2 has 192.168.1.225 after .* longest time without a new connection: \d/)
    expect(await holders()).toEqual(['dir2'])
    const { code, stderr } = await lbprov([...files, '--limit', 'directors', '--check', '--detailed-exitcode'], { cwd })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^dir2 leads VI_1 since .*: until lbprov failover --back$/m)
    await verb(cwd, 'failover', ['--back'])
  })
  noneLost(during, { takeovers: 2 })
  expect(existsSync(join(cwd, 'inventory/.lbprov-held.yaml'))).toBe(false)
  await settled()
})
