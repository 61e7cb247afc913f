import type { Listener } from '../model/event.ts'
import type { Signal } from '../model/report.ts'
import type { Out } from './out.ts'

/** What each host is at, for the moment at which the run is broken off. */
export interface AtWork {
  readonly listener: Listener
  /** What is said then. */
  readonly told: (signal: Signal, times: number, clean: Out['clean']) => string
}

/** Keeps note of the steps that are under way. */
export function atWork(): AtWork {
  const steps = new Map<string, string>()
  return {
    listener: (event) => {
      if (event.type === 'step') steps.set(event.host, event.resource)
      if (event.type === 'result') steps.delete(event.host)
    },
    told: (signal, times, clean) => {
      const names = [...steps].map(([host, resource]) => `${host} ${resource}`).join(', ')
      if (times > 1) return `\n${signal} again: stopped at once${names && clean(`, in the middle of ${names}`)}\n`
      const waits = names === '' ? '' : `; waiting for the end of what is under way: ${names}; once more stops at once`
      return `\n${signal}: nothing new is begun${clean(waits)}\n`
    },
  }
}
