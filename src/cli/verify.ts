import { hostname } from 'node:os'
import { lintCluster } from '../lvs/lint.ts'
import { ConfigError } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { exitCodes } from '../model/report.ts'
import { type Verification, verificationExitCode } from '../model/verification.ts'
import { connectHost } from '../transport/connect.ts'
import { showError } from '../ui/errors.ts'
import { junit } from '../ui/junit.ts'
import { wantsColor } from '../ui/paint.ts'
import { redactor } from '../ui/redact.ts'
import { verificationJson, verificationText } from '../ui/verification.ts'
import { drill } from '../verify/drill.ts'
import { keptOpen } from '../verify/kept-open.ts'
import { type Client, type VerifyOptions, verify as verifySite } from '../verify/verify.ts'
import { confirmed } from './confirm.ts'
import { siteFrom } from './site.ts'
import type { VerifyFlags } from './verify-command.ts'

/** `lbprov verify`: resolves to the exit code; what was seen has been printed. */
export async function verify(playbook: string, flags: VerifyFlags, version: string): Promise<number> {
  const secrets: string[] = []
  try {
    const site = await siteFrom(playbook, flags, secrets)
    const { errors } = lintCluster(site)
    if (errors.length > 0) throw new ConfigError(errors)
    const verification = await perform(site, playbook, flags)
    process.stdout.write(textOf(verification, flags, version, secrets))
    return verificationExitCode(verification)
  } catch (error) {
    process.stderr.write(showError(error, { color: wantsColor(process.stderr, process.env), secrets }))
    return error instanceof Error && ['ConfigError', 'UnsupportedError'].includes(error.name)
      ? exitCodes.config
      : exitCodes.failed
  }
}

async function perform(site: Site, playbook: string, flags: VerifyFlags): Promise<Verification> {
  const { connect, close } = keptOpen(connectHost)
  const scrub = redactor(site.secrets)
  const options: VerifyOptions = {
    site,
    playbook,
    connect,
    forks: flags.forks,
    from: clientOf(flags, site),
    connections: flags.connections,
    mend: (hosts) => `lbprov run ${playbook} ${flags.inventory.map((path) => `-i ${path}`).join(' ')} --limit ${hosts}`,
    onStage: (stage) => void process.stderr.write(`${stage} …\n`),
    ...(flags.printScript && {
      onScript: (host, title, display) => void process.stderr.write(scrub(`# ${host}: ${title}\n${display}\n\n`)),
    }),
  }
  try {
    if (!flags.drill) return await verifySite(options)
    return await drill(options, { ask: flags.yes ? async () => true : confirmed })
  } finally {
    await close()
  }
}

function clientOf({ from, drill: wanted }: VerifyFlags, site: Site): Client | null {
  if (from === undefined) {
    if (wanted) throw misuse('--drill', 'a drill measures what a client notices', 'add --from HOST, or --from local')
    return null
  }
  if (from === 'local') return { name: hostname(), connection: here }
  const host = site.inventory.host(from)
  const names = site.inventory.hosts.map(({ name }) => name).join(', ')
  if (!host) throw misuse('--from', `${from} is no host of the inventory`, `it has ${names}; local is this machine`)
  return { name: from, connection: host.connection }
}

function misuse(option: string, message: string, hint: string): ConfigError {
  return new ConfigError([{ message: `${option}: ${message}`, hint }])
}

const here: Connection = {
  transport: 'local',
  address: 'localhost',
  port: 22,
  user: '',
  become: false,
  becomeUser: 'root',
  hostKeyChecking: 'strict',
  knownHostsFiles: [],
  connectTimeout: 10,
}

function textOf(
  verification: Verification,
  { format, verbose }: VerifyFlags,
  version: string,
  secrets: readonly string[],
): string {
  if (format === 'json') return verificationJson(verification, version, secrets)
  if (format === 'junit') return junit(verification, secrets)
  return verificationText(verification, { color: wantsColor(process.stdout, process.env), verbose, secrets })
}
