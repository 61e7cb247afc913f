import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// One machine more than the other files have: it is there before the lab is read.
process.env.LBPROV_LAB_TOPOLOGY = 'three'
const { killMachine, labUp } = await import('../../lab/index.ts')
const { copyOfSite, files, noneLost, underLoad, verb } = await import('./day2-support.ts')
const { all, eventually, lbprov, on } = await import('./support.ts')
const { installThing, thingVersions } = await import('./thing.ts')

// Five hosts one after the other.
vi.setConfig({ testTimeout: 3_600_000 })

const five = [...all, 'rs3']
const cwd = copyOfSite()

function edit(file: string, from: string, to: string): void {
  const path = join(cwd, 'inventory', file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

beforeAll(async () => {
  await labUp()
  edit('hosts', 'rs2 ansible_host=192.168.1.223', 'rs2 ansible_host=192.168.1.223\nrs3 ansible_host=192.168.1.224')
  edit('group_vars/all.yml', '[rs1, rs2]', '[rs1, rs2, rs3]')
  const { code, stdout, stderr } = await lbprov([...files], { cwd })
  expect(code, stdout + stderr).toBe(0)
  await eventually('all three get connections', async () =>
    expect((await on('dir1', 'ipvsadm -Sn')).stdout.match(/-w 1$/gm)).toHaveLength(3),
  )
  await installThing(five)
})

afterAll(() => killMachine('rs3'))

test('a package is upgraded on two directors and three real servers under load', async () => {
  const during = await underLoad(async () => {
    const report = await verb(cwd, 'roll', ['--upgrade', 'thing', '--from', 'local'])
    expect(report.stages.every(({ outcome }) => outcome === 'done')).toBe(true)
  })
  expect(await thingVersions(five)).toEqual(['2', '2', '2', '2', '2'])
  noneLost(during, { takeovers: 2 })
})
