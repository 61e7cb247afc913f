import { type DayReport, dayExitCode, type StageReport } from '../model/day-report.ts'
import { cleaner, concealer } from './clean.ts'
import { failureBlocks } from './failures.ts'
import { hintLines } from './hint.ts'
import { painter, type Style } from './paint.ts'
import { mapStrings } from './redact.ts'
import { resultBlocks } from './results.ts'
import { duration, hanging, indented } from './words.ts'

export interface DayLook {
  readonly color: boolean
  readonly diff: boolean
  readonly verbose: number
  readonly width: number
  readonly secrets: readonly string[]
  readonly check: boolean
}

const words: Readonly<Record<StageReport['outcome'], { readonly title: string; readonly style: Style }>> = {
  done: { title: 'ok', style: 'green' },
  planned: { title: 'would', style: 'yellow' },
  failed: { title: 'FAILED', style: 'red' },
  unreachable: { title: 'UNREACHABLE', style: 'red' },
  skipped: { title: 'not done', style: 'dim' },
}

/** A stage, what it changed, and what was seen. */
export function stageText(raw: StageReport, look: DayLook): string {
  const { title, clients, seconds, outcome, said, hint, report } = mapStrings(raw, cleaner(look.secrets), kept)
  const paint = painter(look.color)
  const word = words[outcome]
  const atMost = seconds === null || seconds === 0 ? '' : `, at most ${duration(seconds)}`
  const own = { ...look, paint }
  const blocks = report ? [...resultBlocks(report.hosts, [], own), ...failureBlocks(report.hosts, own)] : []
  const lines = [
    `${paint(word.style, word.title)}  ${hanging(title)}${look.check ? `  (clients: ${clients}${atMost})` : ''}`,
    ...(said === '' ? [] : [indented(said, '    ')]),
    ...hintLines(hint, '    ', paint),
    ...blocks.map((block) => indented(block, '    ')),
  ]
  return `${lines.join('\n')}\n`
}

const kept = new Set(['outcome'])

/** How the whole went, in a line, and the command for the rest. */
export function dayText({ verb, check, seconds, stages, stoppedBy, rest }: DayReport): string {
  const left = stages.filter(({ outcome }) => outcome === 'skipped').length
  const isUntouched = check || stages.length === 0
  const how = stoppedBy ? `broken off by ${stoppedBy}` : 'stopped'
  const over = left > 0 ? `${how}, ${left} of ${stages.length} stages not done` : stoppedBy ? how : 'done'
  const end = !isUntouched ? over : stoppedBy ? `${how}; nothing was changed` : 'nothing was changed'
  return `${verb}: ${end}. ${duration(seconds)}.\n${rest === undefined ? '' : `\nThe rest:\n  ${rest}\n`}`
}

/** The document of `--format json`; `schemas/day2.json` describes it. */
export function dayJson(report: DayReport, lbprov: string, secrets: readonly string[]): string {
  const document = { lbprov, exitCode: dayExitCode(report), ...report }
  return `${JSON.stringify(mapStrings(document, concealer(secrets), new Set(['lbprov', 'outcome', 'startedAt', 'verb'])), null, 2)}\n`
}
