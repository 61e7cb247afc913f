import { expect } from 'vitest'
import type { Assertion, Verification } from '../../src/model/verification.ts'
import type { Sabotage } from './cases/sabotage.ts'
import { eventually, lbprov, on, settled, site, verified } from './support.ts'

export const failuresOf = ({ assertions }: Verification) => assertions.filter(({ verdict }) => verdict === 'failed')

/** Everything holds, nothing was left out. */
export async function isGreen(...words: readonly string[]): Promise<void> {
  const { code, verification } = await verified(...words)
  expect([code, verification.assertions.filter(({ verdict }) => verdict !== 'ok')]).toEqual([0, []])
}

/** A stranger is known by what it does to the hosts that hear it. */
const whereOf = ({ id, hosts }: Assertion) => (id === 'vrrp-foreign' ? ['rs2'] : hosts)

/** Does what goes wrong, has verify name it with host and cause, does what verify says, and has it find nothing more. */
export async function mendedAsTold(list: readonly Sabotage[]): Promise<void> {
  for (const { host, act } of list) await on(host, act)
  try {
    const { code, verification } = await verified('--from', 'local')
    const failures = failuresOf(verification)
    expect(code).toBe(1)
    const remedies = list.map((one) => remedyOf(one, failures))
    for (const { host, mend } of list) if (mend) await on(host, mend)
    await follow(remedies)
    for (const { host, after } of list) if (after) await on(host, after)
  } catch (error) {
    for (const { host, after, mend, undo = mend } of list)
      for (const shell of [undo, after]) if (shell) await on(host, shell).catch(() => {})
    await site()
    throw error
  }
  if (!list.some(({ leavesMore }) => leavesMore)) await settled()
  const { code, verification } = await verified('--from', 'local')
  if (code === 0) return
  await follow(failuresOf(verification).map(({ remedy }) => remedy ?? ''))
  await eventually('verify finds nothing', () => isGreen('--from', 'local'))
}

/** That every assertion that is to fail names the host and the cause, and what the one with the remedy says; empty: it is for a person to do, and `mend` does it all. */
function remedyOf({ host, at = host, named, seen, remedy, mend }: Sabotage, failures: readonly Assertion[]): string {
  const about = JSON.stringify(failures, null, 1)
  for (const id of named)
    expect(failures.filter((one) => one.id === id).flatMap(whereOf), `${id}: ${about}`).toContain(at)
  if (seen) expect(failures.map((one) => one.seen).join('\n'), about).toMatch(seen)
  const right = failures.find((one) => remedy.test(one.remedy ?? ''))
  expect(right, about).toBeDefined()
  return mend === undefined || runIn.test(right!.remedy!) ? right!.remedy! : ''
}

const runIn = /lbprov run (.*?) --limit (\S+?)(?=[;,.]?(?:\s|$))/

/** Types commands on hosts and runs lbprov, once for all, as the remedies have it: `on rs1: ip addr del …; on rs2: … (a reason)`. */
async function follow(remedies: readonly string[]): Promise<void> {
  const runs = remedies.map((remedy) => runIn.exec(remedy))
  const typed = remedies
    .filter((_, i) => runs[i] === null)
    .map((remedy) => remedy.replace(/( \([^()]*\)|; and what .*)$/, ''))
  for (const remedy of new Set(typed))
    for (const [, host, command] of remedy.matchAll(/\bon (\w+): (.*?)(?=; on \w+: |$)/g)) await on(host!, command!)
  const hosts = new Set(runs.flatMap((run) => run?.[2]?.split(',') ?? []))
  const [words] = runs.flatMap((run) => run?.[1] ?? [])
  if (words === undefined) return
  const { code, stdout, stderr } = await lbprov([...words.split(' '), '--limit', [...hosts].join(',')])
  expect(code, stdout + stderr).toBe(0)
}
