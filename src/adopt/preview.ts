import { type RunOptions, run } from '../engine/run.ts'
import { ConfigError, showProblem } from '../model/errors.ts'
import type { HostReport } from '../model/report.ts'

/** What a run of the new playbook would do, by the plan that it would go by; or why it would refuse. */
export type RunPreview = { readonly hosts: readonly HostReport[] } | { readonly refusals: readonly string[] }

/** Enters the hosts as the new inventory says, and stops after the plan. */
export async function previewRun(options: Omit<RunOptions, 'check'>): Promise<RunPreview> {
  try {
    const { hosts } = await run({ ...options, check: true })
    return { hosts }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { refusals: error.problems.map(showProblem) }
  }
}
