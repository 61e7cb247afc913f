import { exitCodeOf, type Report } from '../model/report.ts'
import type { Profile } from './profile.ts'
import { mapStrings, type Scrub } from './redact.ts'

/** Our own words: a secret that happens to be one of them gives nothing away there. */
const ownWords = new Set(['outcome', 'startedAt', 'lbprov'])

/** The document of `--format json`; `schemas/report.json` describes it. */
export interface ReportDocument extends Report {
  readonly lbprov: string
  readonly exitCode: number
  readonly profile?: Profile | undefined
}

/** What of the document is not in the report. */
export interface DocumentOptions {
  /** Version of lbprov. */
  readonly lbprov: string
  readonly detailedExitcode: boolean
  readonly profile?: Profile | undefined
}

/** The report as one JSON document, every value scrubbed. */
export function jsonText(report: Report, { lbprov, detailedExitcode, profile }: DocumentOptions, scrub: Scrub): string {
  const document: ReportDocument = { lbprov, exitCode: exitCodeOf(report, detailedExitcode), ...report, profile }
  return `${JSON.stringify(mapStrings(document, scrub, ownWords), null, 2)}\n`
}
