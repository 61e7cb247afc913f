import { exitCodeOf, type Report } from '../model/report.ts'
import { mapStrings, type Scrub } from './redact.ts'

/** Our own words: a secret that happens to be one of them gives nothing away there. */
const ownWords = new Set(['outcome', 'startedAt', 'lbprov'])

/** The document of `--format json`; `schemas/report.json` describes it. */
export interface ReportDocument extends Report {
  readonly lbprov: string
  readonly exitCode: number
}

/** The report as one JSON document, every value scrubbed. */
export function jsonText(report: Report, lbprov: string, detailedExitcode: boolean, scrub: Scrub): string {
  const document: ReportDocument = { lbprov, exitCode: exitCodeOf(report, detailedExitcode), ...report }
  return `${JSON.stringify(mapStrings(document, scrub, ownWords), null, 2)}\n`
}
