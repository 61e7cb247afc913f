import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { clientSpawn } from '../../lab/index.ts'
import type { DayReport } from '../../src/model/day-report.ts'
import { copyOfSite, files } from './day2-support.ts'
import { cluster, entry, eventually, holders, lbprov, root, settled, vip } from './support.ts'

const cwd = copyOfSite()
const held = join(cwd, 'inventory/.lbprov-held.yaml')

/** A day-2 command that gets SIGINT when it says that: its report. */
async function brokenOff(at: RegExp, command: string, ...words: readonly string[]): Promise<DayReport> {
  const main = [process.execPath, join(root, 'src/cli/main.ts')]
  const child = clientSpawn(['env', '-C', cwd, 'CI=1', ...main, command, ...words, '--format', 'json', ...entry])
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout!.on('data', (chunk: Buffer) => void out.push(chunk))
  child.stderr!.on('data', (chunk: Buffer) => {
    const before = Buffer.concat(err).toString()
    err.push(chunk)
    if (!at.test(before) && at.test(Buffer.concat(err).toString())) child.kill('SIGINT')
  })
  const [code] = await once(child, 'close')
  expect(code, Buffer.concat([...out, ...err]).toString()).toBe(130)
  expect(Buffer.concat(err).toString()).toMatch(/^SIGINT: nothing new is begun; waiting for the end of stage /m)
  return JSON.parse(Buffer.concat(out).toString()) as DayReport
}

/** Types the line for the rest. */
async function rest(report: DayReport): Promise<void> {
  expect(report.rest).toMatch(/^lbprov /)
  const [, command, ...words] = report.rest!.split(' ')
  const { code, stdout, stderr } = await lbprov(words, { cwd, command: command!, access: [] })
  expect(code, stdout + stderr).toBe(0)
}

const outcomes = ({ stages }: DayReport) => stages.map(({ outcome }) => outcome)

beforeAll(cluster)

test('a drain that is broken off while somebody is connected stays, and the line for the rest goes on', async () => {
  const open = [1, 2].map(() => clientSpawn(['bash', '-c', `exec 3<>/dev/tcp/${vip}/80; echo; exec sleep 600`]))
  await Promise.all(open.map((child) => once(child.stdout!, 'data')))
  const report = await brokenOff(/rs1 has \d+ open/, 'drain', 'rs1', ...files, '--until-idle')
  expect(outcomes(report)).toEqual(['done', 'done', 'done', 'skipped'])
  expect(report.stages[3]!.said).toMatch(/^broken off by SIGINT: still open after \d+ s: rs1 has 1$/)
  for (const child of open) child.kill()
  await rest(report)
  const { code, stdout, stderr } = await lbprov(['rs1', ...files], { cwd, command: 'undrain' })
  expect(code, stdout + stderr).toBe(0)
  await settled()
})

test('a director that is taking over has taken over, and the line for the rest has it give back', async () => {
  const report = await brokenOff(/: dir2 takes over/, 'failover', ...files)
  expect(outcomes(report)).toEqual(['done', 'done', 'done', 'done', 'skipped', 'skipped', 'skipped', 'skipped'])
  expect(await holders()).toEqual(['dir2'])
  expect(report.rest).toMatch(/ --back$/)
  await rest(report)
  expect(existsSync(held)).toBe(false)
  await eventually('dir1 is master', async () => expect(await holders()).toEqual(['dir1']))
  await settled()
})
