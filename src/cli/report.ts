import { readReports } from '../load/report-files.ts'
import { ConfigError } from '../model/errors.ts'
import { mergeReports } from '../model/merge.ts'
import { exitCodes, type ReportDocument } from '../model/report.ts'
import { showError } from '../ui/errors.ts'
import { wantsColor } from '../ui/paint.ts'
import { createUi } from '../ui/ui.ts'

export interface MergeFlags {
  readonly format: 'human' | 'json'
}

/** `lbprov report merge`. Resolves to the exit code of the whole; what is wrong has been printed. */
export async function merge(files: readonly string[], flags: MergeFlags): Promise<number> {
  try {
    const merged = mergeReports(readReports(files))
    if ('problems' in merged) throw new ConfigError(merged.problems.map((message) => ({ message })))
    if (flags.format === 'json') process.stdout.write(`${JSON.stringify(merged, null, 2)}\n`)
    else await show(merged)
    return merged.exitCode
  } catch (error) {
    process.stderr.write(showError(error, { color: wantsColor(process.stderr, process.env), secrets: [] }))
    return error instanceof ConfigError ? exitCodes.config : exitCodes.failed
  }
}

async function show(report: ReportDocument): Promise<void> {
  const { stdout, stderr } = process
  const color = wantsColor(stdout, process.env)
  const look = { format: 'human', diff: true, verbose: 0, color, interactive: false } as const
  const ui = createUi({ ...look, stdout, stderr, secrets: [], version: report.lbprov })
  for (const { host, steps } of report.hosts) for (const step of steps) ui.listener({ type: 'result', host, step })
  await ui.finish(report)
}
