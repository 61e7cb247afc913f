import { exitCodeOf, type Profile, type Report, type ReportDocument, type Shard } from '../model/report.ts'
import type { Clean } from './clean.ts'
import { mapStrings } from './redact.ts'

/** Our own words: a secret that happens to be one of them gives nothing away there. */
export const ownWords: ReadonlySet<string> = new Set(['outcome', 'startedAt', 'lbprov'])

/** What of the document is not in the report. */
export interface DocumentOptions {
  /** Version of lbprov. */
  readonly lbprov: string
  readonly detailedExitcode: boolean
  readonly shard?: Shard | undefined
  readonly profile?: Profile | undefined
}

/** The report with what is told beside it. */
export function documentOf(report: Report, options: DocumentOptions): ReportDocument {
  const { lbprov, detailedExitcode, shard, profile } = options
  return { lbprov, exitCode: exitCodeOf(report, detailedExitcode), ...report, shard, profile }
}

/** The report as one JSON document, every value concealed. */
export function jsonText(report: Report, options: DocumentOptions, conceal: Clean): string {
  return `${JSON.stringify(mapStrings(documentOf(report, options), conceal, ownWords), null, 2)}\n`
}
