import type { Listener, RunEvent } from '../model/event.ts'
import { type HostRecord, recordBug } from './host-record.ts'

/** Told an error that nobody foresaw, as it was thrown, and the host that it fails. */
export type OnBug = (host: string, error: unknown) => void

/** Enters such an error with its host, and tells it on. */
export function failing(records: readonly HostRecord[], onBug?: OnBug): OnBug {
  const byName = new Map(records.map((record) => [record.host.name, record]))
  return (host, error) => {
    recordBug(byName.get(host)!, error)
    onBug?.(host, error)
  }
}

/** A listener that may throw: that fails the hosts which the event is about, once they are through with what they do, and no other. */
export function guarded(listener: Listener, onBug: OnBug): Listener {
  return (event) => {
    try {
      listener(event)
    } catch (error) {
      for (const host of hostsOf(event)) onBug(host, error)
    }
  }
}

function hostsOf(event: RunEvent): readonly string[] {
  if ('host' in event) return [event.host]
  if ('hosts' in event) return event.hosts
  if (event.type === 'stage') return []
  return event.type === 'host' ? [event.report.host] : event.report.hosts.map(({ host }) => host)
}
