import { setTimeout as sleep } from 'node:timers/promises'
import { LockedError } from '../model/errors.ts'
import { framed } from '../shell/frames.ts'
import { deadlines } from './deadlines.ts'
import { holderIn, showHolder } from './holder.ts'
import { type HostRecord, renew } from './host-record.ts'
import type { Link } from './link.ts'
import type { Run } from './running.ts'
import { brokenOff } from './stop.ts'
import { surveyAll } from './survey-all.ts'
import { surveyFormer } from './survey-former.ts'

/**
 * Looks at all hosts, each locked for this run where it is to change them. Where another run has one, all are left again and, for as long
 * as it is to be waited, tried anew: who holds some hosts and waits for others may be waited for in turn.
 * Throws ConfigError, and LockedError when the time is over.
 */
export async function surveyWhenFree(run: Run): Promise<void> {
  const until = performance.now() + (run.waitSeconds ?? 0) * 1000
  for (;;) {
    await surveyAll(run, run.records)
    await surveyFormer(run)
    const held = run.records.filter((record) => record.held !== undefined)
    if (held.length === 0) return
    await Promise.all(run.records.map(({ link }) => link.hangUp()))
    if (brokenOff(run.stop)) return
    const problems = held.map(({ host, held }) => ({ message: `${host.name}: ${showHolder(held!)}` }))
    if (performance.now() >= until) throw new LockedError(problems)
    for (const { host, held: holder } of held)
      run.emit({ type: 'wait', host: host.name, what: `for another run: ${showHolder(holder!)}` })
    await untilFree(run, held, until)
    for (const record of run.records) renew(record)
  }
}

async function untilFree({ stop }: Run, held: readonly HostRecord[], until: number): Promise<void> {
  while (performance.now() < until && !brokenOff(stop)) {
    await sleep(500 + Math.random() * 1000, undefined, stop && { signal: stop.soon }).catch(() => {})
    const still = await Promise.all(held.map(({ link }) => isHeld(link)))
    if (!still.includes(true)) return
  }
}

/** What else may be wrong with the host is told by the look to come. */
async function isHeld(link: Link): Promise<boolean> {
  const script = (token: string) => framed(token, [link.lock!.looking])
  const answer = await link.ask(script, { deadlineMs: deadlines.facts }).catch(() => null)
  return answer !== null && holderIn(answer.transcript.sections) !== undefined
}
