import type { RunEvent } from '../model/event.ts'
import type { HostReport, StepReport } from '../model/report.ts'
import { endWords, failureWords, isBad, type Progress, type ProgressInput } from './progress.ts'
import { manyHosts } from './recap.ts'
import { counted, duration, isChange, outcomeWords } from './words.ts'

/** Progress for logs: a line a change and failure as they come; with many hosts a line a host. */
export function linesProgress(input: ProgressInput): Progress {
  return {
    on: (event) => {
      const line = lineOf(event, input)
      if (line) input.sink.write(`${line}\n`)
    },
    finish: async () => {},
    stop: () => {},
  }
}

function lineOf(event: RunEvent, input: ProgressInput): string | undefined {
  if (event.type === 'result') return resultLine(event.host, event.step, input)
  if (event.type === 'host') return hostLine(event.report, input)
  if (event.type === 'stage')
    return input.check ? undefined : input.clean(`stage ${event.number} of ${event.of}: ${event.title}`)
  if (event.type === 'wait') return input.clean(`${event.host}: waiting ${event.what}`)
  return input.verbose > 0 ? verboseLine(event, input) : undefined
}

function verboseLine(event: RunEvent, { verbose, clean }: ProgressInput): string | undefined {
  if (event.type === 'play') return clean(`play ${event.name}: ${counted(event.hosts.length, 'host')}`)
  if (event.type === 'phase') return clean(`${event.host}: ${event.phase}`)
  return event.type === 'step' && verbose > 1 ? clean(`${event.host}: applying ${event.resource}`) : undefined
}

function resultLine(host: string, step: StepReport, input: ProgressInput): string | undefined {
  const { check, verbose, paint, clean, hosts } = input
  if (step.outcome === 'failed') return paint('red', `${clean(host)}: FAILED ${failureWords(step, clean)}`)
  const few = verbose > 0 || (!check && hosts.length < manyHosts)
  return !few || !isChange(step.outcome) ? undefined : clean(`${host}: ${step.resource} ${outcomeWords(step, check)}`)
}

function hostLine(report: HostReport, { check, verbose, paint, clean, hosts }: ProgressInput): string | undefined {
  const line = `${clean(report.host)}: ${endWords(report, check, clean)}`
  const alreadyTold = report.steps.some(({ outcome }) => outcome === 'failed')
  if (isBad(report)) return alreadyTold ? undefined : paint('red', line)
  const telling = verbose > 0 || (hosts.length >= manyHosts && report.outcome === 'changed' && !check)
  return telling ? `${line} (${duration(report.seconds)})` : undefined
}
