import { linterOf } from '../lvs/lint/linter.ts'
import type { Problem } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { type Verification, verificationExitCode } from '../model/verification.ts'
import { connectHost } from '../transport/connect.ts'
import { junit } from '../ui/junit.ts'
import { verificationJson, verificationText } from '../ui/verification.ts'
import { drill } from '../verify/drill.ts'
import { keptOpen } from '../verify/kept-open.ts'
import { type VerifyOptions, verify as verifySite } from '../verify/verify.ts'
import { confirmed } from './ask.ts'
import { bugList } from './bugs.ts'
import { clientsOf } from './client.ts'
import { siteToEnter } from './host-keys.ts'
import { passed } from './linted.ts'
import { fail, type Out, print, warn } from './out.ts'
import { ownerOf } from './owner.ts'
import { printScripts } from './print-scripts.ts'
import { onSignals } from './signals.ts'
import type { SiteFlags } from './site.ts'

export interface VerifyFlags extends SiteFlags {
  readonly from?: readonly string[]
  readonly src?: readonly string[]
  readonly connections: number
  readonly drill?: boolean
  /** A file for a page with all that was found. */
  readonly report?: string
  readonly yes?: boolean
  readonly forks: number
  readonly format: 'human' | 'json' | 'junit' | 'prometheus'
  readonly printScript?: boolean
  readonly verbose: number
}

/** `lbprov verify`: resolves to the exit code; what was seen has been printed. */
export async function verify(playbook: string, flags: VerifyFlags, version: string, out: Out): Promise<number> {
  const bugs = bugList(out)
  const { stop, release } = onSignals((signal) => {
    out.stderr.write(
      `\n${signal}: no other look is begun${flags.drill ? '; a drill under way is taken back first' : ''}\n`,
    )
  })
  try {
    if (flags.report !== undefined) (await import('./report-file.ts')).mayWrite('--report', flags.report)
    const site = await siteToEnter(playbook, flags, out)
    const linter = linterOf(site)
    const onHosts: Problem[] = []
    warn(out, passed(linter.cluster()))
    const onFacts = (host: Host, facts: Facts) => void onHosts.push(...passed(linter.host(host, facts)))
    const { onBug } = bugs
    const verification = await perform({ ...optionsOf(site, playbook, flags, out), onFacts, onBug, stop }, flags, out)
    print(out, await textOf(verification, flags, version, out))
    if (flags.report !== undefined)
      await (await import('./report-file.ts')).reportVerify(flags.report, verification, site, out)
    warn(out, onHosts)
    if (verification.stoppedBy) setTimeout(() => process.exit(), 1000).unref()
    return verificationExitCode(verification)
  } catch (error) {
    return fail(out, error)
  } finally {
    release()
    bugs.tell()
  }
}

function optionsOf(site: Site, playbook: string, flags: VerifyFlags, out: Out): Omit<VerifyOptions, 'connect'> {
  const [first, ...others] = clientsOf(flags, site)
  return {
    site,
    playbook,
    forks: flags.forks,
    owner: ownerOf(playbook, flags, site),
    from: first ?? null,
    others,
    connections: flags.connections,
    mend: (hosts) =>
      `lbprov run ${playbook} ${flags.inventory.map((path) => `-i ${path}`).join(' ')}${hosts === null ? '' : ` --limit ${hosts}`}`,
    onStage: (stage) => out.stderr.write(`${out.clean(stage)} …\n`),
    ...(flags.printScript && { onScript: printScripts(out, out.stderr) }),
  }
}

async function perform(rest: Omit<VerifyOptions, 'connect'>, flags: VerifyFlags, out: Out): Promise<Verification> {
  const { connect, close } = keptOpen(connectHost)
  const options = { ...rest, connect }
  try {
    if (!flags.drill) return await verifySite(options)
    return await drill(options, { ask: flags.yes ? async () => true : (question) => confirmed(out, question) })
  } finally {
    await close()
  }
}

async function textOf(
  verification: Verification,
  { format, verbose }: VerifyFlags,
  version: string,
  { secrets, color }: Out,
): Promise<string> {
  if (format === 'json') return verificationJson(verification, version, secrets)
  if (format === 'junit') return junit(verification, secrets)
  if (format === 'prometheus')
    return (await import('../ui/picture/verify-prometheus.ts')).verifyPrometheus(verification, secrets)
  return verificationText(verification, { color: color.stdout, verbose, secrets })
}
