import type { LimitFunction } from 'p-limit'
import type { Listener } from '../model/event.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Phase } from '../model/phase.ts'
import type { Step } from '../model/plan.ts'
import type { Script } from '../shell/script.ts'
import type { HostRecord } from './host-record.ts'
import type { Answer } from './link.ts'

/** A host that was looked at, and what would be done there. */
export interface Planned {
  readonly host: Host
  readonly facts: Facts
  readonly steps: readonly Step[]
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
  return records.flatMap(({ host, link, survey }) => {
    if (!survey) return []
    const { name } = host
    const ask: Planned['ask'] = (phase, script, deadlineMs) =>
      limit(async () => {
        emit({ type: 'phase', host: name, phase })
        const show = onScript && { onScript: (display: string) => onScript(name, phase, display) }
        try {
          return await link.ask(script, { deadlineMs, ...show })
        } finally {
          emit({ type: 'phase', host: name, phase: 'waiting' })
        }
      })
    return [{ host, facts: survey.facts, steps: survey.steps, ask }]
  })
}
