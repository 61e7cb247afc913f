import type { LimitFunction } from 'p-limit'
import type { Listener } from '../model/event.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Phase } from '../model/phase.ts'
import type { Step } from '../model/plan.ts'
import type { HostReport } from '../model/report.ts'
import type { Observed, Resource } from '../model/resource.ts'
import type { Script } from '../shell/script.ts'
import type { OnBug } from './bugs.ts'
import { type Afterword, type HostRecord, hostReport, recordAfterword } from './host-record.ts'
import type { Answer } from './link.ts'

/** A host that was looked at, and what would be done there. */
export interface Planned {
  readonly host: Host
  readonly facts: Facts
  readonly steps: readonly Step[]
  /** What was seen of a resource of `steps`, secrets and all; null: the thing is not there. */
  seen(resource: Resource): Observed
  /** One more script, told as that phase. Throws ConnectError when the host can't be entered again. */
  ask(phase: Phase, script: (token: string) => Script, deadlineMs: number): Promise<Answer>
}

interface Asking {
  readonly records: readonly HostRecord[]
  readonly limit: LimitFunction
  readonly emit: Listener
  readonly onScript?: (host: string, title: string, display: string) => void
}

/** The hosts of a run that could be looked at. */
export function plannedOf({ records, limit, emit, onScript }: Asking): readonly Planned[] {
  return records.flatMap((record) => {
    const { host, link, survey } = record
    if (!survey) return []
    const { name } = host
    // A host that has ended is shown as that.
    const enter = (phase: Phase) => {
      if (!record.report) emit({ type: 'phase', host: name, phase })
    }
    const ask: Planned['ask'] = (phase, script, deadlineMs) =>
      limit(async () => {
        enter(phase)
        const show = onScript && { onScript: ({ display }: Script) => onScript(name, phase, display) }
        try {
          return await link.ask(script, { deadlineMs, ...show })
        } finally {
          enter('waiting')
        }
      })
    return [
      {
        host,
        facts: survey.facts,
        steps: survey.steps,
        seen: (resource) => survey.seen.get(resource)?.observed ?? null,
        ask,
      },
    ]
  })
}

/** Told how each host ended; what it gives to `onBug` fails that host. */
export type OnApplied = (hosts: readonly HostReport[], onBug: OnBug) => Promise<readonly Afterword[]>

interface Ending {
  readonly records: readonly HostRecord[]
  readonly onApplied?: OnApplied
  readonly onBug: OnBug
}

/** Enters what only a look at several hosts shows, where something was changed. */
export async function conclude({ records, onApplied, onBug }: Ending): Promise<void> {
  if (!onApplied || records.every(({ touched }) => !touched)) return
  const words = await onApplied(records.map(hostReport), onBug)
  for (const record of records)
    for (const word of words) if (word.hosts.includes(record.host.name)) recordAfterword(record, word)
}
