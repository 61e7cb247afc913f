import type { Transcript } from '../shell/frames.ts'
import { type Claim, lockId } from './lock.ts'

type Sections = Transcript['sections']

/** The run that has a host, as a person is told: who, since when, and the process that has the lock there. */
export interface Holder {
  readonly who: string
  readonly since: string
  readonly process: string
}

/** Who has the host, where the part that takes the lock found another run. */
export function holderIn(sections: Sections): Holder | undefined {
  const { lock, holder = '', process = '' } = sections.get(lockId)?.values ?? {}
  return lock === 'held' ? { ...readClaim(holder), process } : undefined
}

/** Who a claim is of, and since when. */
export function readClaim(claim: Claim): Pick<Holder, 'who' | 'since'> {
  const [, seconds = '', who = 'somebody'] = claim.split(' ')
  const since = /^\d{1,10}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : 'some time ago'
  return { who, since }
}

/** Why nothing was applied, where the part `still` found another run, or that one has been; null: the host is still this run's. */
export function whyMovedOn(sections: Sections): string | null {
  const { exitCode, values } = sections.get(lockId) ?? {}
  if (exitCode !== 1) return null
  const by = values?.holder ? readClaim(values.holder) : null
  const who = by ? `${by.who} has it since ${by.since}` : 'the lock was taken away, as a reboot or another run does'
  return `nothing more was changed: the host may not be as it was planned for, ${who}`
}

/** Why the host is not looked at again after a lost connection; null: it is this run's again. */
export function whyNotOurs(sections: Sections): string | null {
  const section = sections.get(lockId)
  const holder = holderIn(sections)
  if (holder) return `in the meantime ${showHolder(holder)}`
  return section?.exitCode === 1
    ? `the step that was under way still goes on, by process ${section.values.process}: it is not known how it ends`
    : null
}

/** `adam@ops1 has it since 2026-11-28T13:05:02.000Z (process 4242)`. */
export const showHolder = ({ who, since, process }: Holder): string =>
  `${who} has it since ${since} (process ${process})`
