import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type GapReport, gapWhile } from '../../lab/index.ts'
import type { DayReport } from '../../src/model/day-report.ts'
import { entry, lbprov, project, root, url } from './support.ts'

export const files = ['site.yaml', '-i', 'hosts'] as const

/** A copy of the repository's site, which may get files of its own. */
export function copyOfSite(): string {
  const cwd = project({})
  for (const folder of ['inventory', 'playbooks']) cpSync(join(root, folder), join(cwd, folder), { recursive: true })
  return cwd
}

/** A day-2 command in that folder, reported as JSON; it must end with that code. `hosts` stand before the playbook. */
export async function verb(
  cwd: string,
  command: string,
  words: readonly string[],
  { hosts = [], expected = 0 }: { readonly hosts?: readonly string[]; readonly expected?: number } = {},
): Promise<DayReport> {
  const all = [...hosts, ...files, '--format', 'json', ...entry, ...words]
  const { code, stdout, stderr } = await lbprov(all, { cwd, command, access: [] })
  expect(code, stdout + stderr).toBe(expected)
  return JSON.parse(stdout) as DayReport
}

/** 50 new connections a second, each lost when it takes longer than a second. */
export function underLoad(action: () => Promise<void>): Promise<GapReport> {
  return gapWhile(url, action, { interval: 20, timeout: 900 })
}

/** No connection is lost; of those that are open while one director takes over from another, one each may break, as the plan says of established ones. */
export function noneLost(during: GapReport, { takeovers = 0 } = {}): void {
  const broken = during.failures.filter(({ error }) => error === 'ECONNRESET')
  expect(during.failed - broken.length, JSON.stringify(during)).toBe(0)
  expect(broken.length, JSON.stringify(during)).toBeLessThanOrEqual(takeovers)
}
