import { join } from 'node:path'
import { run } from '../engine/run.ts'
import { ConfigError, showProblem } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import type { HostReport } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import type { AdoptFlags } from './adopt-source.ts'
import { bugList } from './bugs.ts'
import type { Out } from './out.ts'

/** What a run of the new playbook would do, by the plan that it would go by; or why it would refuse. */
export type RunPreview = { readonly hosts: readonly HostReport[] } | { readonly refusals: readonly string[] }

/** Enters the hosts as the new inventory says, and stops after the plan. */
export async function previewRun(site: Site, { output, forks }: AdoptFlags, out: Out): Promise<RunPreview> {
  const { onBug, tell } = bugList(out)
  try {
    const playbook = join(output, 'site.yaml')
    const { hosts } = await run({ site, playbook, connect: connectHost, forks, check: true, onBug })
    return { hosts }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { refusals: error.problems.map(showProblem) }
  } finally {
    tell()
  }
}
