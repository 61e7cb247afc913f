import { newClaim } from '../engine/lock.ts'
import { type RunOptions, run as runSite } from '../engine/run.ts'
import { type Linter, linterOf } from '../lvs/lint/linter.ts'
import { ConfigError, type Problem } from '../model/errors.ts'
import type { Listener } from '../model/event.ts'
import type { Host } from '../model/host.ts'
import type { KeptPlan } from '../model/kept-plan.ts'
import { isIdle } from '../model/plan.ts'
import type { Site } from '../model/play.ts'
import { exitCodeOf } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { createUi, type Ui } from '../ui/ui.ts'
import type { Asked, SiteSchedule } from '../verify/around-run.ts'
import { atWork } from './at-work.ts'
import { bugList } from './bugs.ts'
import { passed } from './linted.ts'
import { hostsText, printSteps } from './listed.ts'
import { keepOldSmall } from './memory.ts'
import { fail, type Out, print, warn } from './out.ts'
import { ownerOf } from './owner.ts'
import { consentTo, withPlan } from './plan.ts'
import { printScripts } from './print-scripts.ts'
import { restOf } from './rest.ts'
import { withoutHosts } from './retired.ts'
import type { RunFlags } from './run-flags.ts'
import { shardOf } from './shard.ts'
import { onSignals, type Signals } from './signals.ts'
import { siteFrom } from './site.ts'
import { settingsHint } from './usage-hints.ts'
import { whoAndWhere } from './who.ts'

/** `lbprov run`: loads and lints everything, then runs it. Resolves to the exit code; what is wrong has been printed. */
export async function run(given: string | undefined, words: RunFlags, version: string, out: Out): Promise<number> {
  try {
    const { flags, kept } = await withPlan(words)
    const playbook = kept?.options.playbook ?? given
    refuseMisuse(flags)
    if (flags.report ?? flags.out) await mayWriteAll(flags)
    if (playbook === undefined || flags.inventory === undefined) throw incomplete(playbook)
    const { site, retired } = withoutHosts(await siteFrom(playbook, flags, out), flags.retire ?? [])
    const linter = linterOf(site)
    warn(out, passed(linter.cluster()))
    const part = flags.shard ? shardOf(site, flags.shard) : site
    if (flags.listHosts) return print(out, hostsText(part, listFormat(flags), version))
    const { acceptHostKeys, hostsOf } = await import('./host-keys.ts')
    await acceptHostKeys([...hostsOf(part), ...retired], flags.yes, out)
    return await perform(part, linter, { playbook, flags, version, out, retired, whole: site, kept })
  } catch (error) {
    return fail(out, error)
  }
}

interface Order {
  readonly playbook: string
  readonly flags: RunFlags
  readonly version: string
  readonly out: Out
  readonly retired: readonly Host[]
  /** The site of which this run has a part. */
  readonly whole: Site
  readonly kept: KeptPlan | undefined
}

async function perform(site: Site, linter: Linter, order: Order): Promise<number> {
  const { flags, out } = order
  keepOldSmall(site.inventory.hosts.length)
  const onHosts: Problem[] = []
  const bugs = bugList(out)
  const ui = uiOf(order)
  const { listener, stop, release } = breakable(ui, out)
  const consent = consentTo(order, ui)
  try {
    const report = await runSite({
      ...wanted(site, order),
      ...(consent.onReady && { onReady: consent.onReady }),
      stop,
      onBug: bugs.onBug,
      onFacts: (host, facts) => void onHosts.push(...passed(linter.host(host, facts))),
      ...(!flags.listSteps && {
        listener,
        ...watched(site, linter, onHosts, flags.drainWait),
      }),
      ...(flags.printScript && { onScript: printScripts(out, out.stdout) }),
    })
    if (flags.listSteps) return printSteps(report, listFormat(flags), order)
    const whole = { ...report, rest: restOf(report, wordsOf(order)) }
    await ui.finish(whole)
    if (flags.report !== undefined) await (await import('./report-file.ts')).reportRun(flags.report, whole, site, out)
    await consent.end(report)
    // What is still on its way into a host keeps nobody waiting.
    if (report.stoppedBy) setTimeout(() => process.exit(), 1000).unref()
    warn(out, onHosts)
    return exitCodeOf(report, flags.detailedExitcode)
  } finally {
    ui.stop()
    release()
    bugs.tell()
  }
}

/** The words for such a run that begins with a look, not with a plan. */
function wordsOf({ playbook, flags, kept, out: { words } }: Order): readonly string[] {
  if (!kept) return words
  const own = words.slice(1).filter((word, i, all) => !/^--plan(=|$)/.test(word) && all[i - 1] !== '--plan')
  return ['run', playbook, ...flags.inventory.flatMap((path) => ['-i', path]), ...own]
}

function wanted(site: Site, { playbook, flags, retired, whole }: Order): RunOptions {
  return {
    site,
    retired,
    playbook,
    connect: connectHost,
    forks: flags.forks,
    check: flags.check === true || flags.listSteps === true,
    claim: newClaim(whoAndWhere()),
    waitSeconds: flags.wait,
    tags: flags.tags,
    skipTags: flags.skipTags,
    owner: ownerOf(playbook, flags, whole),
  }
}

/** Shows the run and, when a signal breaks it off, what is under way. */
function breakable(ui: Ui, out: Out): Signals & { readonly listener: Listener } {
  const work = atWork()
  const signals = onSignals((signal, times) => {
    ui.stop()
    out.stderr.write(work.told(signal, times, out.clean))
  })
  const listener: Listener = (event) => {
    work.listener(event)
    ui.listener(event)
  }
  return { ...signals, listener }
}

/** What the cluster is asked around a change: before it what the directors hear, for `warnings`; between its stages and after it who has the addresses. */
function watched(
  site: Site,
  linter: Linter,
  warnings: Problem[],
  drainSeconds: number,
): Pick<RunOptions, 'onPlanned' | 'onStageEnd' | 'onApplied'> {
  let asked: readonly Asked[] = []
  let schedule: SiteSchedule | undefined
  return {
    onPlanned: async (planned, onBug) => {
      asked = planned.map(({ host, facts, ask }) => ({ host, init: facts.init, ask }))
      // A run without changes neither listens nor loads what does.
      if (planned.every(({ steps }) => isIdle(steps))) return undefined
      const { hearBefore, scheduleOf } = await import('../verify/around-run.ts')
      warnings.push(...passed(linter.wire(await hearBefore(site, planned, { onBug }))))
      schedule = await scheduleOf(site, planned, drainSeconds, onBug)
      return schedule
    },
    onStageEnd: async (stage, onBug) => {
      const { lookAfterStage } = await import('../verify/around-run.ts')
      return schedule ? lookAfterStage(schedule, stage, { asked, drainSeconds, onBug }) : []
    },
    onApplied: async (done, onBug) => {
      const { lookAtHolders } = await import('../verify/around-run.ts')
      return lookAtHolders(site, asked, done, onBug)
    },
  }
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
    github: process.env.GITHUB_ACTIONS === 'true',
    detailedExitcode: flags.detailedExitcode,
  })
}

const listFormat = ({ format }: RunFlags) => (format === 'json' ? 'json' : 'human')

function incomplete(playbook: string | undefined): ConfigError {
  const message = playbook === undefined ? 'no playbook is given' : 'no inventory is given'
  return new ConfigError([
    {
      message,
      hint: `as in: lbprov run site.yaml -i hosts; ${settingsHint}`,
    },
  ])
}

async function mayWriteAll({ report, out }: RunFlags): Promise<void> {
  const { mayWrite } = await import('./report-file.ts')
  mayWrite('--report', report)
  mayWrite('--out', out)
}

/** What of the options makes no sense together. Throws ConfigError. */
function refuseMisuse({ detailedExitcode, check, format, listHosts, listSteps, out }: RunFlags): void {
  if (out !== undefined && !check) {
    const hint = 'add --check: what a run has done is in --format json'
    throw new ConfigError([{ message: '--out keeps the plan of a check', hint }])
  }
  if ((format === 'junit' || format === 'ndjson') && (listHosts || listSteps)) {
    const hint = 'a list is text, or with --format json a document'
    throw new ConfigError([{ message: `--format ${format} is for runs and checks`, hint }])
  }
  if (!detailedExitcode || check) return
  const hint = 'add --check to ask whether there is something to change; without it the run would change it'
  throw new ConfigError([{ message: '--detailed-exitcode goes with --check', hint }])
}
