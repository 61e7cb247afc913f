import type { Stop } from '../engine/stop.ts'
import { type Signal, signalCodes } from '../model/report.ts'

export interface Signals {
  readonly stop: Stop
  /** Signals end the process again, as they do anywhere. */
  readonly release: () => void
}

/** Has the first signal ask for an end, the second for an end at once, and the third end the process. `tell` hears of the first two. */
export function onSignals(tell: (signal: Signal, times: number) => void): Signals {
  const [soon, now] = [new AbortController(), new AbortController()]
  let times = 0
  const heard = (signal: NodeJS.Signals) => {
    const name = signal as Signal
    times++
    tell(name, times)
    soon.abort(name)
    if (times > 1) now.abort(name)
    if (times > 2) process.exit(signalCodes[name])
  }
  const names = Object.keys(signalCodes) as Signal[]
  for (const name of names) process.on(name, heard)
  return {
    stop: { soon: soon.signal, now: now.signal },
    release: () => {
      for (const name of names) process.off(name, heard)
    },
  }
}
