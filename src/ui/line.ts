import type { RunEvent } from '../model/event.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import { hostList } from './hosts.ts'
import { endWords, failureWords, firstOfCause, isBad, type ProgressInput } from './progress.ts'
import { manyHosts } from './recap.ts'
import { duration, isChange, outcomeWords } from './words.ts'

type Of<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>

/** Gives the line of a log that an event is worth; undefined: none. */
export function lineOf(input: ProgressInput): (event: RunEvent) => string | undefined {
  const { clean, verbose, hosts } = input
  const few = verbose > 0 || hosts.length < manyHosts
  const begun = new Set<string>()
  const applied = new Set<string>()
  const isFirst = firstOfCause()
  const first = (resource: string) => !begun.has(resource) && begun.add(resource) !== undefined
  return (event) => {
    if (event.type === 'step') return few || first(event.resource) ? clean(stepLine(event, few)) : undefined
    if (event.type === 'output') return clean(outputLine(event))
    if (event.type === 'applied') {
      applied.add(`${event.host}\n${event.resource}`)
      return few ? clean(`${event.host}: ${event.resource} applied in ${duration(event.seconds)}`) : undefined
    }
    if (event.type === 'wait') return clean(`${event.host}: waiting ${event.what}`)
    if (event.type === 'waiting') return clean(`${hostList(event.hosts, 5)}: waiting ${event.what}`)
    if (event.type === 'phase') return phaseLine(event, few, input)
    // That it was done has been said; that it is as it should be is said of the host.
    const isTold = event.type === 'result' && verbose === 0 && applied.delete(`${event.host}\n${event.step.resource}`)
    if (event.type === 'result') return isTold ? undefined : resultLine(event.host, event.step, few, input)
    if (event.type !== 'host') return undefined
    // With many hosts the report has them all under their cause.
    if (!few && isBad(event.report) && !isFirst(event.report)) return undefined
    return hostLine(event.report, few, input)
  }
}

function stepLine({ host, resource, number, of }: Of<'step'>, few: boolean): string {
  return few ? `${host}: ${resource} … (${number} of ${of})` : `${resource} … (${host} first)`
}

function outputLine({ host, resource, seconds, line }: Of<'output'>): string {
  return `${host}: ${resource} … ${duration(seconds)}${line === '' ? '' : `: ${line}`}`
}

function phaseLine(
  { host, phase, why }: Of<'phase'>,
  few: boolean,
  { verbose, clean }: ProgressInput,
): string | undefined {
  const what = phase === 'waiting' ? 'waiting for other hosts' : phase
  if (verbose > 0) return clean(`${host}: ${what}${why === undefined ? '' : ` (${why})`}`)
  return few && phase === 'queued' ? clean(`${host}: waiting for its turn to log in`) : undefined
}

function resultLine(
  host: string,
  step: StepReport,
  few: boolean,
  { check, verbose, paint, clean }: ProgressInput,
): string | undefined {
  if (step.outcome === 'failed' && few) return paint('red', `${clean(host)}: FAILED ${failureWords(step, clean)}`)
  const wanted = few && isChange(step.outcome) && (verbose > 0 || !check)
  return wanted ? clean(`${host}: ${step.resource} ${outcomeWords(step, check)}`) : undefined
}

function hostLine(
  report: HostReport,
  few: boolean,
  { check, verbose, paint, clean }: ProgressInput,
): string | undefined {
  const line = `${clean(report.host)}: ${endWords(report, check, clean)}`
  const alreadyTold = few && report.steps.some(({ outcome }) => outcome === 'failed')
  if (isBad(report)) return alreadyTold ? undefined : paint('red', line)
  const telling = verbose > 0 || (report.outcome === 'changed' && !check)
  return telling ? `${line} (${duration(report.seconds)})` : undefined
}
