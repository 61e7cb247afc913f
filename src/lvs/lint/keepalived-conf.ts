import type { Problem } from '../../model/errors.ts'
import { type Host, type Inventory, localConnection } from '../../model/host.ts'
import type { LintResult, Severity } from '../../model/lint.ts'
import { resolveCluster } from '../cluster/cluster.ts'
import { located, sentence } from '../cluster/finding.ts'
import type { Scene } from '../cluster/scene.ts'
import { checkFeatures, keywordCheck } from '../conf/check.ts'
import { checkFamilies } from '../conf/family.ts'
import type { Flaw } from '../conf/flaw.ts'
import type { ConfOptions } from '../conf/include.ts'
import { checkNames } from '../conf/names.ts'
import { parseConf } from '../conf/parse.ts'
import { type ReadCluster, readCluster } from '../conf/read/cluster.ts'
import { checkRequired } from '../conf/required.ts'
import { checkStructure } from '../conf/structure.ts'
import { valueCheck } from '../conf/values.ts'
import { checkByGrammar } from '../conf/walk.ts'
import { homesOf } from '../language/keywords.ts'
import { atLeast } from '../language/version.ts'
import { agreementRules } from './agreement.ts'
import { forwardingRules } from './forwarding.ts'
import { holdsInFile, isDefined } from './in-file.ts'
import { lineRules } from './lines.ts'
import { noAddressRules } from './no-address.ts'
import { persistenceRules } from './persistence.ts'
import { preparationRules } from './preparation.ts'
import type { Remark, Rule } from './rule.ts'
import { rules } from './rules.ts'
import { supportRules } from './support.ts'

/** How one keepalived.conf is to be judged. */
export interface ConfLintOptions extends ConfOptions {
  /** keepalived that is to read the file: `2.2.8`. */
  readonly version: string
}

/** A file and what it says. */
export interface ReadConf {
  readonly file: string
  readonly read: ReadCluster
}

/** What is wrong with one keepalived.conf: as a text, in its words for that version, and as the half of a cluster that it is. */
export function lintKeepalivedConf(text: string, options: ConfLintOptions): LintResult {
  return resultOf(judgedConf(text, options).told)
}

/** What is told of one keepalived.conf, and what it says in the words of the variables. */
export function judgedConf(
  text: string,
  options: ConfLintOptions,
): { readonly told: readonly Told[]; readonly read: ReadCluster } {
  const { version, file } = options
  const conf = parseConf(text, options)
  const flaws = [
    ...conf.flaws,
    ...checkFeatures(conf.features, version),
    ...checkByGrammar(conf.nodes, version, [keywordCheck(version), valueCheck(version)]),
    ...checkStructure(conf.nodes, version),
    ...checkRequired(conf.nodes, version),
    ...checkNames(conf.nodes, version),
    ...checkFamilies(conf.nodes, version),
  ]
  const read = readCluster(conf.nodes, file)
  const scene = sceneOf(read, file)
  const told = [
    ...flaws.map((flaw) => ({ severity: severityOf(flaw, flaw.severity, version), problem: problemOf(flaw) })),
    ...ofOneFile.flatMap((rule) =>
      problemsOf(rule, scene, version, (remark) => holdsInFile(rule, remark, read, version)),
    ),
    ...scene.findings
      .filter((finding) => !isDefined(finding, read))
      .map((finding) => ({
        severity: severityOf(finding, 'error', version),
        problem: located(finding, scene.directors[0]!.host),
      })),
  ]
  return { told, read }
}

/** By severity, each once. */
export function resultOf(told: readonly Told[]): LintResult {
  const of = (severity: Severity) =>
    distinct(told.filter((one) => one.severity === severity).map(({ problem }) => problem))
  return { errors: of('error'), warnings: of('warning'), infos: of('info'), ignored: [] }
}

/** What roles do, who else there is, and what files of two directors must agree on is no matter of one file; its lines are judged as they stand there. */
const elsewhere = new Set<Rule>([
  ...lineRules,
  ...supportRules,
  ...agreementRules,
  ...noAddressRules,
  ...preparationRules,
  ...forwardingRules,
  ...persistenceRules,
])
const ofDirectors = ['masters', 'directors', 'L08', 'L46', 'L53']
const ofOneFile = rules.filter((rule) => !elsewhere.has(rule) && !ofDirectors.includes(rule.id))

export interface Told {
  readonly severity: Severity
  readonly problem: Problem
}

/** What a rule says of the files of a scene, where it holds. */
export function problemsOf(
  rule: Rule,
  scene: Scene,
  version: string,
  holds: (remark: Remark) => boolean = () => true,
): readonly Told[] {
  const remarks = [...(rule.check?.(scene) ?? []), ...(rule.checkVersion?.(scene, version) ?? [])]
  return remarks.filter(holds).map((remark) => ({
    severity: severityOf(remark, remark.severity ?? rule.severity, version),
    problem: located(
      { ...remark, message: ofFile(remark.message), hint: ofFile(remark.hint), rule: rule.id },
      scene.directors[0]!.host,
    ),
  }))
}

/** What that version does not mind is worth knowing. */
function severityOf({ from }: { readonly from?: string | undefined }, severity: Severity, version: string): Severity {
  return from === undefined || atLeast(version, from) ? severity : 'info'
}

/** What is said of variables, in the words of the file: `retry: 1` is `retry 1` there, and a block has lines. */
function ofFile(text: string): string {
  const isWord = (word: string) => homesOf(word).length > 0
  return text
    .replace('unicast: true', 'unicast_peer')
    .replace(
      /write \w+ once, in the group_vars that all directors share/,
      'write the same in the file of each director',
    )
    .replace(/([\w-]+): \{ ([^}]*) \}/g, '$1 { … } with $2')
    .replace(/([\w-]+): true\b/g, (given, word: string) => (isWord(word) ? word : given))
    .replace(/([\w-]+): (?=[\w/])/g, (given, word: string) => (isWord(word) ? `${word} ` : given))
}

function problemOf({ rule, where, message, hint }: Flaw): Problem {
  return { where, message, hint: sentence(hint), rule }
}

/** A cluster of one director, whose variables are where the file has them. */
function sceneOf({ data, origin }: ReadCluster, file: string): Scene {
  const host: Host = { name: file, groups: [], vars: {}, origin, connection: localConnection }
  const inventory: Inventory = { hosts: [host], groups: new Map(), host: (name) => (name === file ? host : undefined) }
  const director = { host, roles: [], data, priority: null }
  return {
    ...resolveCluster(data, inventory),
    data,
    members: [],
    directors: [director],
    inventory,
    directorGroup: 'directors',
    withRepositories: [],
  }
}

/**
 * What a limit and a cluster rule both see is told once; a word that the version lacks is seen by both, in other words,
 * and told as the file has it.
 */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const place = ({ where, message, rule }: Problem) =>
    JSON.stringify([where?.file, where?.line, where?.column, rule === 'L26' ? rule : message])
  return [...Map.groupBy(problems, place).values()].map(([first]) => first!)
}
