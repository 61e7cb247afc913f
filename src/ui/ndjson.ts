import type { Listener, RunEvent } from '../model/event.ts'
import type { ReportDocument } from '../model/report.ts'
import type { Clean } from './clean.ts'
import { ownWords } from './json.ts'
import { mapStrings } from './redact.ts'
import type { Sink } from './sink.ts'

/** Of the lines and their schema: it grows when a program that read them could not read them any more. */
export const eventVersion = 1

const words = new Set([...ownWords, 'type', 'phase', 'at'])

/** Writes an event a line, as it comes; the end, with the report, is for `ndjsonEnd`. */
export function ndjsonListener(sink: Sink, conceal: Clean): Listener {
  return (event) => {
    if (event.type !== 'end') sink.writeClean(lineOf(event, conceal))
  }
}

/** The last line: the document of `--format json`. */
export function ndjsonEnd(report: ReportDocument, conceal: Clean): string {
  return lineOf({ type: 'end', report }, conceal)
}

function lineOf(event: RunEvent, conceal: Clean): string {
  const line = { version: eventVersion, at: new Date().toISOString(), ...event }
  return `${JSON.stringify(mapStrings(line, conceal, words))}\n`
}
