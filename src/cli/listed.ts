import type { Site } from '../model/play.ts'
import { exitCodeOf, type Report } from '../model/report.ts'
import { failureBlocks } from '../ui/failures.ts'
import { listHosts, listJson, listSteps, stepsDocument } from '../ui/list.ts'
import { painter } from '../ui/paint.ts'
import { mapStrings } from '../ui/redact.ts'
import { type Out, print } from './out.ts'

type Format = 'human' | 'json'

/** Text or document of `--list-hosts`. */
export function hostsText({ plays }: Site, format: Format, version: string): string {
  const listed = plays.map(({ name, assignments }) => ({
    play: name,
    hosts: [...assignments.keys()].map((host) => host.name),
  }))
  return format === 'json' ? listJson({ lbprov: version, plays: listed }) : listHosts(listed)
}

/** Prints what `--list-steps` asks for. Returns the exit code. The steps on stdout; hosts that could not be looked at on stderr, or in the JSON document. */
export function printSteps(
  report: Report,
  format: Format,
  { out, version }: { readonly out: Out; readonly version: string },
): number {
  const exitCode = exitCodeOf(report)
  const hosts = mapStrings(report.hosts, out.clean)
  const steps = hosts.flatMap(({ host, steps }) => steps.map((step) => ({ ...step, host })))
  if (format === 'json') {
    const left = hosts.filter(({ outcome }) => outcome === 'failed' || outcome === 'unreachable')
    return print(out, listJson({ lbprov: version, exitCode, ...stepsDocument(steps, left) }), exitCode)
  }
  const look = {
    paint: painter(out.color.stderr),
    width: out.stderr.width(),
    diff: false,
    verbose: 0,
    check: true,
  }
  const blocks = failureBlocks(hosts, look)
  if (blocks.length > 0) out.stderr.write(`${blocks.join('\n\n')}\n`)
  return print(out, listSteps(steps), exitCode)
}
