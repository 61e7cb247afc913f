import type { NoSurvey } from '../engine/enter.ts'
import { gather } from '../engine/gather.ts'
import { includesOf, readConf } from '../load/conf-files.ts'
import { lintKeepalivedConfs } from '../lvs/lint/keepalived-confs.ts'
import { type Linter, linterOf } from '../lvs/lint/linter.ts'
import { rules } from '../lvs/lint/rules.ts'
import { ConfigError, type Problem, unforeseen } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host } from '../model/host.ts'
import type { LintResult } from '../model/lint.ts'
import type { Site } from '../model/play.ts'
import { exitCodes } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { lintJson } from '../ui/lint-json.ts'
import { lintText } from '../ui/lint-text.ts'
import { explainRule, listRules } from '../ui/rules.ts'
import { sarif } from '../ui/sarif.ts'
import { hearAll } from '../verify/hear.ts'
import { type Bugs, bugList } from './bugs.ts'
import { acceptHostKeys } from './host-keys.ts'
import { fail, type Out, print } from './out.ts'
import { type SiteFlags, siteFrom } from './site.ts'

export interface LintFlags extends Omit<SiteFlags, 'inventory'> {
  readonly inventory?: readonly string[]
  readonly hosts?: boolean
  readonly keepalivedVersion?: string
  readonly includeRoot?: string
  readonly strict?: boolean
  readonly format: 'human' | 'json' | 'sarif'
  readonly explain?: string
  readonly list?: boolean
  readonly forks: number
}

/** What was found, and the hosts that could not be looked at or judged. */
interface Findings {
  readonly result: LintResult
  readonly missed: readonly Problem[]
}

/** `lbprov lint`: resolves to the exit code; what was found has been printed. */
export async function lint(files: readonly string[], flags: LintFlags, version: string, out: Out): Promise<number> {
  const bugs = bugList(out)
  try {
    if (flags.list) return print(out, listRules(rules))
    if (flags.explain !== undefined) return print(out, explainRule(flags.explain, rules))
    const { result, missed } = await findings(files, flags, out, bugs)
    const failed = result.errors.length > 0 || (flags.strict === true && result.warnings.length > 0)
    const unlooked = missed.length > 0 ? exitCodes.unreachable : exitCodes.done
    const exitCode = failed ? exitCodes.config : bugs.tell() ? exitCodes.failed : unlooked
    const whole = { ...result, warnings: [...result.warnings, ...missed] }
    return print(out, textOf(whole, { flags, out, version, exitCode }), exitCode)
  } catch (error) {
    return fail(out, error)
  }
}

async function findings(files: readonly string[], flags: LintFlags, out: Out, bugs: Bugs): Promise<Findings> {
  const [playbook, other] = files
  if (playbook !== undefined && files.every(isKeepalivedConf)) return { result: confResult(files, flags), missed: [] }
  if (other !== undefined) {
    const hint = 'one playbook, or the keepalived.conf of each director of one cluster: lbprov lint lb1.conf lb2.conf'
    throw new ConfigError([{ message: `${playbook} and ${other} are not judged together`, hint }])
  }
  const { inventory } = flags
  if (playbook === undefined || inventory === undefined) {
    throw new ConfigError([
      {
        message: 'a playbook and an inventory are needed',
        hint: 'lbprov lint site.yaml -i hosts; a keepalived.conf has .conf in its name: lbprov lint lb1.conf',
      },
    ])
  }
  try {
    const site = await siteFrom(playbook, { ...flags, inventory }, out)
    return await judged(site, flags, out, bugs)
  } catch (error) {
    if (!(error instanceof ConfigError) || flags.format === 'human') throw error
    return { result: { errors: error.problems, warnings: [], infos: [], ignored: [] }, missed: [] }
  }
}

/** By its name: `lb1.conf`, `keepalived.conf.bak`, `keepalived.conf_lb1`. */
const isKeepalivedConf = (file: string) => /\.conf(?![a-z])[^/]*$/i.test(file) && !/\.ya?ml$/i.test(file)

/** The keepalived.conf of one director or, as one cluster, of several, without inventory; the version is said where it was not given. */
function confResult(
  files: readonly string[],
  { keepalivedVersion: version = newest, includeRoot }: LintFlags,
): LintResult {
  const confs = [...new Set(files)].map((file) => ({
    text: readConf(file),
    options: { file, version, read: includesOf(file, includeRoot) },
  }))
  const result = lintKeepalivedConfs(confs)
  const message = `judged for keepalived ${version}`
  const hint = '--keepalived-version says which one reads the file: 1.2.13 (EL6), 1.3.5 (EL7), 2.1.5 (EL8).'
  return version === newest ? { ...result, infos: [{ message, hint }, ...result.infos] } : result
}

/** keepalived of EL9 and EL10. */
const newest = '2.2.8'

async function judged(site: Site, flags: LintFlags, out: Out, bugs: Bugs): Promise<Findings> {
  const linter = linterOf(site)
  const found = linter.cluster(flags.keepalivedVersion)
  const cluster = linter.unjudged ? { ...found, warnings: [linter.unjudged, ...found.warnings] } : found
  if (!flags.hosts) return { result: cluster, missed: [] }
  const limited = new Set(site.plays.flatMap(({ assignments }) => [...assignments.keys()]))
  const hosts = linter.hosts.filter((host) => limited.has(host) || !flags.limit)
  await acceptHostKeys(hosts, undefined, out)
  const { looks, hearing } = await askHosts(hosts, site, flags, bugs)
  const judgedHosts = looks.map(({ host, found }) => judgeHost(linter, host, found, bugs))
  const seen = judgedHosts.filter((one) => 'errors' in one)
  const missed = judgedHosts.filter((one) => 'message' in one)
  return { result: joined([cluster, ...seen, linter.wire(hearing)]), missed }
}

/** What the facts of one host tell, or why they tell nothing. */
function judgeHost(linter: Linter, host: Host, found: Facts | NoSurvey, bugs: Bugs): LintResult | Problem {
  if ('outcome' in found) return { message: `${host.name} is ${found.outcome}: ${found.message}`, hint: found.hint }
  try {
    return linter.host(host, found)
  } catch (error) {
    bugs.onBug(host.name, error)
    const { message, hint } = unforeseen(error)
    return { message: `${host.name} was not judged: ${message}`, hint }
  }
}

/** The facts of the hosts and, of directors, what they hear on the wire. */
async function askHosts(hosts: readonly Host[], site: Site, { forks }: LintFlags, { onBug }: Bugs) {
  const options = { connect: connectHost, forks, onBug }
  const looks = await gather(hosts, site, options)
  const looked = looks.flatMap(({ host, found }) => ('outcome' in found ? [] : [{ host, facts: found }]))
  return { looks, hearing: await hearAll(site, looked, options) }
}

function joined(results: readonly LintResult[]): LintResult {
  return {
    errors: results.flatMap(({ errors }) => errors),
    warnings: results.flatMap(({ warnings }) => warnings),
    infos: results.flatMap(({ infos }) => infos),
    ignored: results.flatMap(({ ignored }) => ignored),
  }
}

interface Output {
  readonly flags: LintFlags
  readonly out: Out
  readonly version: string
  readonly exitCode: number
}

function textOf(result: LintResult, { flags, out: { secrets, color }, version, exitCode }: Output): string {
  if (flags.format === 'json') return lintJson(result, { rules, version, exitCode, secrets })
  if (flags.format === 'sarif') return sarif(result, { rules, version, secrets })
  return lintText(result, { color: color.stdout, secrets })
}
