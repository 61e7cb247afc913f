import type { Signal } from '../model/report.ts'
import type { Out } from './out.ts'
import { onSignals, type Signals } from './signals.ts'

export interface DaySignals extends Signals {
  /** Noted for the moment at which the procedure is broken off; null: no stage is under way. */
  readonly at: (stage: string | null) => void
}

/** The signals of a day-2 command; each is answered with the stage that is under way. */
export function daySignals(out: Out): DaySignals {
  let stage: string | null = null
  const told = (signal: Signal, times: number) => {
    if (times > 1) return `${signal} again: stopped at once${stage === null ? '' : `, in the middle of ${stage}`}`
    const waits = stage === null ? '' : `; waiting for the end of ${stage}; once more stops at once`
    return `${signal}: nothing new is begun${waits}`
  }
  const signals = onSignals((signal, times) => void out.stderr.write(`\n${out.clean(told(signal, times))}\n`))
  return {
    ...signals,
    at: (now) => {
      stage = now
    },
  }
}
