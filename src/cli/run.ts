import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { run as runSite } from '../engine/run.ts'
import { loadSite } from '../load/site.ts'
import { lintCluster } from '../lvs/lint.ts'
import { ConfigError, showProblem } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { exitCodeOf, exitCodes, type Report } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { showError } from '../ui/errors.ts'
import { listHosts, listSteps } from '../ui/list.ts'
import { wantsColor } from '../ui/paint.ts'
import { redactor } from '../ui/redact.ts'
import { createUi, type Ui } from '../ui/ui.ts'
import { askSecret } from './ask-secret.ts'
import type { RunFlags } from './run-command.ts'
import { shardOf } from './shard.ts'

const builtInRoles = fileURLToPath(new URL('../../roles', import.meta.url))

/** `lbprov run`: loads and lints everything, then runs it. Resolves to the exit code; what is wrong has been printed. */
export async function run(playbook: string, flags: RunFlags, version: string): Promise<number> {
  const secrets: string[] = []
  try {
    const site = await load(playbook, flags, secrets)
    lint(site, flags)
    const part = flags.shard ? shardOf(site, flags.shard) : site
    if (flags.listHosts) return print(hostsOf(part))
    return await perform(part, playbook, flags, version)
  } catch (error) {
    process.stderr.write(showError(error, { color: wantsColor(process.stderr, process.env), secrets }))
    return error instanceof Error && ['ConfigError', 'UnsupportedError'].includes(error.name)
      ? exitCodes.config
      : exitCodes.failed
  }
}

async function load(playbook: string, flags: RunFlags, secrets: string[]): Promise<Site> {
  const password = flags.askPass ? await askSecret('login password: ') : undefined
  const becomePassword = flags.askBecomePass ? await askSecret('sudo password: ') : undefined
  const site = await loadSite({
    playbook,
    inventory: flags.inventory,
    limit: flags.limit,
    extraVars: flags.extraVars,
    user: flags.user,
    privateKey: flags.privateKey,
    become: flags.become,
    password,
    becomePassword,
    cwd: process.cwd(),
    home: homedir(),
    env: process.env,
    rolesBuiltIn: builtInRoles,
  })
  secrets.push(...site.secrets)
  return site
}

function lint(site: Site, flags: RunFlags): void {
  const partial = Boolean(flags.limit ?? flags.tags ?? flags.skipTags)
  const { errors, warnings } = lintCluster(site, { partial })
  if (errors.length > 0) throw new ConfigError(errors)
  for (const warning of warnings) process.stderr.write(`warning: ${showProblem(warning)}\n`)
}

async function perform(site: Site, playbook: string, flags: RunFlags, version: string): Promise<number> {
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
      ...(!flags.listSteps && { listener: ui.listener }),
      ...(flags.printScript && { onScript: scriptPrinter(site.secrets) }),
    })
    if (flags.listSteps) return print(stepsOf(report), exitCodeOf(report))
    await ui.finish(report)
    return exitCodeOf(report, flags.detailedExitcode)
  } finally {
    ui.stop()
    release()
  }
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

function scriptPrinter(secrets: readonly string[]): (host: string, title: string, display: string) => void {
  const scrub = redactor(secrets)
  return (host, title, display) => void process.stdout.write(scrub(`# ${host}: ${title}\n${display}\n\n`))
}

function print(text: string, code: number = exitCodes.done): number {
  process.stdout.write(text)
  return code
}
