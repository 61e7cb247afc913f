import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { copyOfSite, noneLost, underLoad, verb } from './day2-support.ts'
import { all, cluster, on, realServers, settled } from './support.ts'
import { installThing, thingVersions } from './thing.ts'

// Four hosts one after the other, some of them booted.
vi.setConfig({ testTimeout: 3_600_000 })

const cwd = copyOfSite()
// There, and back.
const takeovers = 2
const held = join(cwd, 'inventory/.lbprov-held.yaml')

const boots = () => Promise.all(all.map(async (name) => (await on(name, 'cat /proc/sys/kernel/random/boot_id')).stdout))

beforeAll(async () => {
  await cluster()
  await installThing(all)
})

test('a package is upgraded on every host under load: no connection is lost but what a takeover may break', async () => {
  const during = await underLoad(async () => {
    const report = await verb(cwd, 'roll', ['--upgrade', 'thing', '--from', 'local'])
    expect(report.stages.every(({ outcome }) => outcome === 'done')).toBe(true)
  })
  expect(await thingVersions(all)).toEqual(['2', '2', '2', '2'])
  noneLost(during, { takeovers })
  expect(existsSync(held)).toBe(false)
  await settled()
})

test('every host is rebooted under load: no connection is lost but what a takeover may break', async () => {
  const before = await boots()
  const during = await underLoad(async () => void (await verb(cwd, 'roll', ['--reboot'])))
  expect((await boots()).filter((boot, i) => boot === before[i])).toEqual([])
  noneLost(during, { takeovers })
  await settled()
})

test('a roll stops at a server that is not well, and goes on with it when that is mended', async () => {
  const stop = '[ $(hostname) = rs1 ] || { systemctl stop nginx; systemctl mask --runtime nginx; }'
  const during = await underLoad(async () => {
    const stopped = await verb(cwd, 'roll', ['--servers', '--', stop], { expected: 1 })
    const failed = stopped.stages.find(({ outcome }) => outcome === 'failed')
    expect(failed?.said).toMatch(/^dir1 has it out: its check fails; dir2 has it out: its check fails$/)
    expect(stopped.stages.filter(({ outcome }) => outcome === 'skipped').length).toBeGreaterThan(0)
    expect((await on('dir1', 'ipvsadm -Sn')).stdout).not.toMatch(/192.168.1.223:80 -g -w 1/)
    await on('rs2', 'systemctl unmask --runtime nginx; systemctl start nginx')
    const resumed = await verb(cwd, 'roll', ['--servers', '--resume', '--', stop])
    expect(resumed.stages.filter(({ title }) => /^(weight|look whether) .*rs1/.test(title))).toEqual([])
  })
  noneLost(during)
  expect(realServers).toHaveLength(2)
  expect(existsSync(held)).toBe(false)
  await settled()
})
