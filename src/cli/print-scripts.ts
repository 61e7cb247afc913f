import type { Sink } from '../ui/sink.ts'
import type { Out } from './out.ts'

/** What prints every script that is sent, secrets masked, under a line with host and purpose. */
export function printScripts({ clean }: Out, sink: Sink): (host: string, title: string, display: string) => void {
  return (host, title, display) => sink.write(`# ${clean(host)}: ${clean(title)}\n${clean(display, 'from')}\n\n`)
}
