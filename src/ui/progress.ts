import type { RunEvent } from '../model/event.ts'
import type { Phase } from '../model/phase.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import type { GitHub } from './github.ts'
import { withoutOwn } from './own-words.ts'
import type { Paint } from './paint.ts'
import type { Scrub } from './redact.ts'
import type { Sink } from './sink.ts'
import { firstLine, hostWords, isChange } from './words.ts'

/** Shows a run while it goes on. */
export interface Progress {
  on(event: RunEvent): void
  /** The run is over: nothing of this kind is written after it resolves. */
  finish(): Promise<void>
  /** Leaves the terminal in order, at once. */
  stop(): void
}

/** What a way of showing progress is given; `clean` makes a host's text fit to be cut up and shown. */
export interface ProgressInput {
  readonly sink: Sink
  readonly clean: Scrub
  readonly paint: Paint
  readonly hosts: readonly string[]
  readonly check: boolean
  readonly verbose: number
  /** Given where GitHub Actions reads the log. */
  readonly github?: GitHub | undefined
}

export const cursor = { hide: '\u001b[?25l', show: '\u001b[?25h' } as const

/** True for hosts that somebody has to look at. */
export function isBad({ outcome }: HostReport): boolean {
  return outcome === 'failed' || outcome === 'unreachable' || outcome === 'skipped'
}

/** Says of a host that did not end well whether it is the first for that cause. */
export function firstOfCause(): (report: HostReport) => boolean {
  const known = new Set<string>()
  return (report) => {
    const failed = report.steps.find(({ outcome }) => outcome === 'failed')
    const words = [report.outcome, report.message, failed?.resource, failed?.failure?.message]
    const literal = words.join('\n')
    const general = withoutOwn(report)(literal)
    const isFirst = !known.has(literal) && !known.has(general)
    known.add(literal).add(general)
    return isFirst
  }
}

/** How a host ended, in one line: `changed 5`, `ok`, `unreachable: connection refused`. */
export function endWords(report: HostReport, check: boolean, clean: Scrub): string {
  const word = hostWords(report.outcome, check)
  if (isBad(report)) return [word, ...reasonOf(report, clean)].join(': ')
  const changes = report.steps.filter(({ outcome }) => isChange(outcome)).length
  return changes > 0 ? `${word} ${changes}` : word
}

/** `file[/etc/hosts]: no space left on device`. */
export function failureWords({ resource, failure }: StepReport, clean: Scrub): string {
  return firstLine(clean(`${resource}: ${failure?.message ?? 'failed'}`))
}

/** What a host is at now. `waiting`: for other hosts, nothing is asked of it. */
export interface Doing {
  readonly host: string
  readonly phase: Phase
  readonly text: string
}

/** As far as an event says it. The results of a play come when the host has done its part of it. */
export function doing(event: RunEvent): Doing | undefined {
  if (event.type === 'phase')
    return { host: event.host, phase: event.phase, text: phaseTexts[event.phase] ?? event.phase }
  if (event.type === 'step') {
    const { host, resource, play, number, of } = event
    return { host, phase: 'applying', text: `applying ${number} of ${of} (${play}): ${resource}` }
  }
  if (event.type === 'output')
    return { host: event.host, phase: 'applying', text: `applying ${event.resource}${event.line && `: ${event.line}`}` }
  if (event.type === 'wait') return { host: event.host, phase: 'applying', text: `waiting ${event.what}` }
  if (event.type === 'result') return { host: event.host, phase: 'waiting', text: 'waiting for other hosts' }
  return undefined
}

/** Where the phase's own name does not say what is waited for. */
const phaseTexts: Readonly<Partial<Record<Phase, string>>> = {
  queued: 'waiting for its turn to log in',
  waiting: 'waiting until all hosts have been looked at',
}

function reasonOf({ message, steps }: HostReport, clean: Scrub): string[] {
  const failed = steps.find(({ outcome }) => outcome === 'failed')
  if (failed) return [failureWords(failed, clean)]
  return message === undefined ? [] : [firstLine(clean(message))]
}
