import { run } from '../engine/run.ts'
import type { Went } from '../model/day-report.ts'
import type { Report, StepReport } from '../model/report.ts'
import type { Hands } from './hands.ts'
import { type Narrow, narrowed } from './narrow.ts'

/** The report of a run over that alone; with `check` nothing is changed. */
export function runOver(narrow: Narrow, check: boolean, hands: Hands): Promise<Report> {
  return run({ ...hands, site: narrowed(hands.site, narrow), check })
}

/** How a stage went whose work is a run. */
export function wentOf(report: Report): Went {
  const lost = report.hosts.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'changed')
  if (lost.length === 0) return { outcome: 'done', said: '', report }
  if (report.stoppedBy && lost.every(({ outcome }) => outcome === 'skipped'))
    return { outcome: 'skipped', said: lost.map(({ host, message }) => `${host}: ${message}`).join('; '), report }
  const isFailed = lost.some(({ outcome }) => outcome !== 'unreachable')
  const said = lost.map(
    ({ host, outcome, message, steps }) =>
      `${host} ${outcome === 'unreachable' ? 'was unreachable' : 'failed'}${reasonOf(message, steps)}`,
  )
  return {
    outcome: isFailed ? 'failed' : 'unreachable',
    said: said.join('; '),
    hint: 'mend that, then the same again',
    report,
  }
}

function reasonOf(message: string | undefined, steps: readonly StepReport[]): string {
  const failed = steps.flatMap(({ resource, failure }) => (failure ? [`${resource} ${failure.message}`] : []))
  const all = [...(message === undefined ? [] : [message]), ...failed]
  return all.length === 0 ? '' : `: ${all.join('; ')}`
}
