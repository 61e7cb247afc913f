import type { OnBug } from '../engine/bugs.ts'
import type { Planned } from '../engine/planned.ts'
import { type RunOptions, run as runSite } from '../engine/run.ts'
import { type Linter, linterOf } from '../lvs/lint/linter.ts'
import { ConfigError, type Problem } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { exitCodeOf, type Shard } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { createUi, type Ui } from '../ui/ui.ts'
import type { Asked } from '../verify/around-run.ts'
import { bugList } from './bugs.ts'
import { passed } from './linted.ts'
import { hostsText, printSteps } from './listed.ts'
import { keepOldSmall } from './memory.ts'
import { fail, type Out, print, warn } from './out.ts'
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
export async function run(playbook: string, flags: RunFlags, version: string, out: Out): Promise<number> {
  try {
    refuseMisuse(flags)
    const site = await siteFrom(playbook, flags, out)
    const linter = linterOf(site)
    warn(out, passed(linter.cluster()))
    const part = flags.shard ? shardOf(site, flags.shard) : site
    if (flags.listHosts) return print(out, hostsText(part, flags.format, version))
    return await perform(part, linter, { playbook, flags, version, out })
  } catch (error) {
    return fail(out, error)
  }
}

interface Order {
  readonly playbook: string
  readonly flags: RunFlags
  readonly version: string
  readonly out: Out
}

async function perform(site: Site, linter: Linter, order: Order): Promise<number> {
  const { playbook, flags, out } = order
  keepOldSmall(site.inventory.hosts.length)
  const onHosts: Problem[] = []
  const bugs = bugList(out)
  const ui = uiOf(order)
  const release = onSignals(ui, out)
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
      onBug: bugs.onBug,
      onFacts: (host, facts) => void onHosts.push(...passed(linter.host(host, facts))),
      ...(!flags.listSteps && { listener: ui.listener, ...watched(site, linter, onHosts) }),
      ...(flags.printScript && { onScript: printScripts(out, out.stdout) }),
    })
    if (flags.listSteps) return printSteps(report, flags.format, order)
    await ui.finish(report)
    warn(out, onHosts)
    return exitCodeOf(report, flags.detailedExitcode)
  } finally {
    ui.stop()
    release()
    bugs.tell()
  }
}

/** What the cluster is asked around a change: before it what the directors hear, for `warnings`; after it who has the addresses. */
function watched(site: Site, linter: Linter, warnings: Problem[]): Pick<RunOptions, 'onPlanned' | 'onApplied'> {
  let directors: readonly Asked[] = []
  return {
    onPlanned: async (planned, onBug) => {
      directors = planned.map(({ host, facts, ask }) => ({ host, init: facts.init, ask }))
      warnings.push(...(await heard(site, linter, planned, onBug)))
    },
    onApplied: async (done, onBug) => {
      const { lookAtHolders } = await import('../verify/around-run.ts')
      return lookAtHolders(site, directors, done, onBug)
    },
  }
}

/** Warnings of what directors hear before a change. A run without changes neither listens nor loads what does. */
async function heard(
  site: Site,
  linter: Linter,
  planned: readonly Planned[],
  onBug: OnBug,
): Promise<readonly Problem[]> {
  if (planned.every(({ steps }) => steps.every(({ action }) => action === 'none'))) return []
  const { hearBefore } = await import('../verify/around-run.ts')
  return passed(linter.wire(await hearBefore(site, planned, { onBug })))
}

function uiOf({ flags, version, out }: Order): Ui {
  const stream = flags.printScript && flags.format === 'human' ? 'stderr' : 'stdout'
  const stdout = out[stream].output
  return createUi({
    format: flags.format,
    diff: flags.diff ?? false,
    verbose: flags.verbose,
    shard: flags.shard,
    profile: flags.profile,
    stdout,
    stderr: out.stderr.output,
    color: out.color[stream],
    interactive: stdout.isTTY === true && !process.env.CI && process.env.TERM !== 'dumb',
    secrets: out.secrets,
    version,
    detailedExitcode: flags.detailedExitcode,
  })
}

/** A run that is broken off leaves the terminal in order; what a host has begun it may finish. */
function onSignals(ui: Ui, out: Out): () => void {
  const leave = (signal: NodeJS.Signals) => {
    ui.stop()
    out.stderr.write(`\nstopped by ${signal}: a host may be half way; run again, what is done is not repeated\n`)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  return () => void process.off('SIGINT', leave).off('SIGTERM', leave)
}

/** What of the options makes no sense together. Throws ConfigError. */
function refuseMisuse({ detailedExitcode, check }: RunFlags): void {
  if (!detailedExitcode || check) return
  const hint = 'add --check to ask whether there is something to change; without it the run would change it'
  throw new ConfigError([{ message: '--detailed-exitcode goes with --check', hint }])
}
