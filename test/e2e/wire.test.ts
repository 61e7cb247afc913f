import { beforeAll, expect, test } from 'vitest'
import { startForeign, stopForeign } from './cases/sabotage.ts'
import { fingerprint } from './evidence.ts'
import { all, bareLab, holders, lbprov, on, settled } from './support.ts'

const site = ['site.yaml', '-i', 'hosts']

beforeAll(async () => {
  await bareLab()
  await on('rs2', startForeign)
})

test.each([[['--check']], [['--limit', 'dir1']]])(
  'a stranger with the number of the cluster: run %s refuses, and nothing has changed',
  async (words) => {
    const before = await Promise.all(all.map(fingerprint))
    const { code, stderr } = await lbprov([...site, ...words])
    expect(code, stderr).toBe(3)
    expect(stderr).toMatch(
      /^inventory\/group_vars\/all\.yml:\d+:\d+ .*virtual_router_id 51 is in use: on em1 .* heard rs2 \(192\.168\.1\.223\)/m,
    )
    expect(stderr).toContain('Take 52')
    expect(await Promise.all(all.map(fingerprint))).toEqual(before)
  },
)

test('lint --hosts tells of it too', async () => {
  const { code, stdout } = await lbprov([...site, '--hosts'], { command: 'lint' })
  expect(code, stdout).toBe(3)
  expect(stdout).toMatch(/virtual_router_id 51 is in use: on em1 dir1 and dir2 heard rs2/)
})

test('once it is gone the run goes through, and the next one has nothing to listen for', async () => {
  await on('rs2', stopForeign)
  const first = await lbprov(site)
  expect(first.code, first.stderr).toBe(0)
  await settled()
  expect(await holders()).toEqual(['dir1'])
  const next = await lbprov([...site, '--check', '--print-script', '--detailed-exitcode'])
  expect([next.code, next.stdout.includes('AF_PACKET')]).toEqual([0, false])
})
