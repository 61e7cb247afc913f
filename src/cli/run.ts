import type { Planned } from '../engine/planned.ts'
import { run as runSite } from '../engine/run.ts'
import { type Linter, linterOf } from '../lvs/lint.ts'
import type { Problem } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { exitCodeOf, type Report, type Shard } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { listHosts, listSteps } from '../ui/list.ts'
import { wantsColor } from '../ui/paint.ts'
import { createUi, type Ui } from '../ui/ui.ts'
import { fail, print } from './end.ts'
import { passed, warn } from './linted.ts'
import { keepOldSmall } from './memory.ts'
import { printScripts } from './print-scripts.ts'
import { shardOf } from './shard.ts'
import { type SiteFlags, siteFrom } from './site.ts'

export interface RunFlags extends SiteFlags {
  readonly check?: boolean
  readonly diff?: boolean
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly forks: number
  readonly format: 'human' | 'json'
  readonly detailedExitcode?: boolean
  readonly listHosts?: boolean
  readonly listSteps?: boolean
  readonly printScript?: boolean
  readonly profile?: boolean
  readonly shard?: Shard
  readonly verbose: number
}

/** `lbprov run`: loads and lints everything, then runs it. Resolves to the exit code; what is wrong has been printed. */
export async function run(playbook: string, flags: RunFlags, version: string): Promise<number> {
  const secrets: string[] = []
  try {
    const site = await siteFrom(playbook, flags, secrets)
    const linter = linterOf(site)
    warn(passed(linter.cluster()))
    const part = flags.shard ? shardOf(site, flags.shard) : site
    if (flags.listHosts) return print(hostsOf(part))
    return await perform(part, linter, { playbook, flags, version })
  } catch (error) {
    return fail(error, secrets)
  }
}

interface Order {
  readonly playbook: string
  readonly flags: RunFlags
  readonly version: string
}

async function perform(site: Site, linter: Linter, { playbook, flags, version }: Order): Promise<number> {
  keepOldSmall(site.inventory.hosts.length)
  const onHosts: Problem[] = []
  const ui = uiOf(site, flags, version)
  const release = onSignals(ui)
  try {
    const check = flags.check === true || flags.listSteps === true
    const report = await runSite({
      site,
      playbook,
      connect: connectHost,
      forks: flags.forks,
      check,
      tags: flags.tags,
      skipTags: flags.skipTags,
      onFacts: (host, facts) => void onHosts.push(...passed(linter.host(host, facts))),
      ...(!flags.listSteps && {
        listener: ui.listener,
        onPlanned: async (planned) => void onHosts.push(...(await heard(site, linter, planned))),
      }),
      ...(flags.printScript && { onScript: printScripts(site.secrets, process.stdout) }),
    })
    if (flags.listSteps) return print(stepsOf(report), exitCodeOf(report))
    await ui.finish(report)
    warn(onHosts)
    return exitCodeOf(report, flags.detailedExitcode)
  } finally {
    ui.stop()
    release()
  }
}

/** Warnings of what directors hear before a change. A run without changes neither listens nor loads what does. */
async function heard(site: Site, linter: Linter, planned: readonly Planned[]): Promise<readonly Problem[]> {
  if (planned.every(({ steps }) => steps.every(({ action }) => action === 'none'))) return []
  const { hearBefore } = await import('../verify/hear.ts')
  return passed(linter.wire(await hearBefore(site, planned)))
}

function uiOf(site: Site, flags: RunFlags, version: string): Ui {
  const human = flags.printScript ? process.stderr : process.stdout
  const stdout = flags.format === 'json' ? process.stdout : human
  return createUi({
    format: flags.format,
    diff: flags.diff ?? false,
    verbose: flags.verbose,
    shard: flags.shard,
    profile: flags.profile,
    stdout,
    stderr: process.stderr,
    color: wantsColor(stdout, process.env),
    interactive: stdout.isTTY === true && !process.env.CI && process.env.TERM !== 'dumb',
    secrets: site.secrets,
    version,
    detailedExitcode: flags.detailedExitcode,
  })
}

/** A run that is broken off leaves the terminal in order; what a host has begun it may finish. */
function onSignals(ui: Ui): () => void {
  const leave = (signal: NodeJS.Signals) => {
    ui.stop()
    process.stderr.write(`\nstopped by ${signal}: a host may be half way; run again, what is done is not repeated\n`)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  return () => void process.off('SIGINT', leave).off('SIGTERM', leave)
}

function hostsOf({ plays }: Site): string {
  return listHosts(
    plays.map(({ name, assignments }) => ({ play: name, hosts: [...assignments.keys()].map((host) => host.name) })),
  )
}

function stepsOf({ hosts }: Report): string {
  return listSteps(hosts.flatMap(({ host, steps }) => steps.map((step) => ({ ...step, host }))))
}
