import type { HostOutcome, StepOutcome } from '../model/report.ts'
import type { Style } from './paint.ts'
import { widthOf } from './width.ts'

interface Words {
  readonly sign: string
  readonly style: Style
  readonly check: string
  readonly plan: string
}

/** In the order in which they are counted up. In a check `check` stands for the outcome of one step, `plan` for that of several. */
export const stepWords: Readonly<Record<StepOutcome, Words>> = {
  created: { sign: '+', style: 'green', check: 'would be created', plan: 'create' },
  updated: { sign: '~', style: 'yellow', check: 'would be updated', plan: 'update' },
  deleted: { sign: '-', style: 'red', check: 'would be deleted', plan: 'delete' },
  refreshed: { sign: '↻', style: 'cyan', check: 'would be refreshed', plan: 'refresh' },
  unchanged: { sign: '=', style: 'dim', check: 'unchanged', plan: 'unchanged' },
  failed: { sign: '✖', style: 'red', check: 'failed', plan: 'failed' },
  skipped: { sign: '·', style: 'dim', check: 'skipped', plan: 'skipped' },
}

/** In the order in which they are counted up. */
export const hostStyles: Readonly<Record<HostOutcome, Style>> = {
  changed: 'yellow',
  ok: 'green',
  failed: 'red',
  unreachable: 'red',
  skipped: 'dim',
}

/** True for the outcomes that mean a difference on the host, made or to be made. */
export function isChange(outcome: StepOutcome): boolean {
  return outcome === 'created' || outcome === 'updated' || outcome === 'deleted' || outcome === 'refreshed'
}

/** `created`, `would be updated and refreshed`. */
export function outcomeWords(step: { outcome: StepOutcome; refreshed: boolean }, check: boolean): string {
  const word = check ? stepWords[step.outcome].check : step.outcome
  return step.refreshed && step.outcome !== 'refreshed' && isChange(step.outcome) ? `${word} and refreshed` : word
}

/** `changed`, or `would change` in a check. */
export function hostWords(outcome: HostOutcome, check: boolean): string {
  return check && outcome === 'changed' ? 'would change' : outcome
}

/** `1 host`, `4 hosts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `0.6 s`, `2 min 14 s`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** The first line of a message, for where there is room for one. */
export function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0]!
}

/** At most `width` columns, the last one `…` when something had to go. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let [kept, room] = ['', width - 1]
  for (const letter of text) {
    room -= widthOf(letter)
    if (room < 0) break
    kept += letter
  }
  return `${kept}…`
}

/** Every line moved to the right. */
export function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by)
}

/** Every line but the first moved to the right: what a host says can't be taken for a line of lbprov's. */
export function hanging(text: string): string {
  return text.replace(/\n(?=.)/g, '\n    ')
}
