import { readReports } from '../load/schema/report-files.ts'
import { ConfigError } from '../model/errors.ts'
import { mergeReports } from '../model/merge.ts'
import type { ReportDocument } from '../model/report.ts'
import { createUi } from '../ui/ui.ts'
import { fail, type Out, print } from './out.ts'

export interface MergeFlags {
  readonly format: 'human' | 'json'
}

/** `lbprov report merge`. Resolves to the exit code of the whole; what is wrong has been printed. */
export async function merge(files: readonly string[], flags: MergeFlags, out: Out): Promise<number> {
  try {
    const merged = mergeReports(readReports(files))
    if ('problems' in merged) throw new ConfigError(merged.problems.map((message) => ({ message })))
    if (flags.format === 'json') print(out, `${JSON.stringify(merged, null, 2)}\n`)
    else await show(merged, out)
    return merged.exitCode
  } catch (error) {
    return fail(out, error)
  }
}

async function show(report: ReportDocument, { color, stdout, stderr }: Out): Promise<void> {
  const look = { format: 'human', diff: true, verbose: 0, color: color.stdout, interactive: false } as const
  const ui = createUi({ ...look, stdout: stdout.output, stderr: stderr.output, secrets: [], version: report.lbprov })
  for (const { host, steps } of report.hosts) for (const step of steps) ui.listener({ type: 'result', host, step })
  await ui.finish(report)
}
