import type { Problem } from '../../model/errors.ts'
import type { Host, Inventory } from '../../model/host.ts'
import { resolveCluster } from '../cluster.ts'
import { located } from '../finding.ts'
import { unsupportedWords } from '../keepalived/words.ts'
import type { Rule } from '../lint/rule.ts'
import type { Scene } from '../lint/scene.ts'
import { type LintResult, rules } from '../lint.ts'
import { checkKeywords } from './check.ts'
import type { ConfOptions } from './expand.ts'
import type { Flaw } from './flaw.ts'
import { parseConf } from './parse.ts'
import { type ReadCluster, readCluster } from './read/cluster.ts'
import { checkStructure } from './structure.ts'
import { checkValues } from './values.ts'

export interface ConfLintOptions extends ConfOptions {
  /** keepalived that is to read the file: `2.2.8`. */
  readonly version: string
}

/** What is wrong with one keepalived.conf: as a text, in its words for that version, and as the half of a cluster that it is. */
export function lintKeepalivedConf(text: string, options: ConfLintOptions): LintResult {
  const { version, file } = options
  const conf = parseConf(text, options)
  const flaws = [
    ...conf.flaws,
    ...checkKeywords(conf, version),
    ...checkValues(conf.nodes),
    ...checkStructure(conf.nodes, version),
  ]
  const read = readCluster(conf.nodes, file)
  const scene = sceneOf(read, file)
  const told = (severity: Flaw['severity']) => [
    ...flaws.filter((flaw) => flaw.severity === severity).map(problemOf),
    ...ofOneFile.filter((rule) => rule.severity === severity).flatMap((rule) => problemsOf(rule, scene)),
  ]
  const unreadable = [...scene.findings, ...unsupportedWords(scene.cluster, version)]
  const unreadableProblems = unreadable.map((finding) => located(finding, scene.directors[0]!.host))
  return { errors: distinct([...told('error'), ...unreadableProblems]), warnings: distinct(told('warning')) }
}

/** What roles do, who else there is, and what two files must agree on is no matter of one file. */
const elsewhere = ['lb_kind', 'fwmark', 'ipv6', 'L03', 'L08', 'L10', 'L17', 'L19', 'L42', 'L53', 'masters', 'directors']
const ofOneFile = rules.filter(({ id }) => !elsewhere.includes(id))

function problemsOf(rule: Rule, scene: Scene): readonly Problem[] {
  return rule.check(scene).map((remark) => located({ ...remark, rule: rule.id }, scene.directors[0]!.host))
}

function problemOf({ rule, where, message, hint }: Flaw): Problem {
  return { where, message: `${message} (${rule})`, hint: `${hint}.` }
}

/** A cluster of one director, whose variables are where the file has them. */
function sceneOf({ data, origin }: ReadCluster, file: string): Scene {
  const host: Host = { name: file, groups: [], vars: {}, origin, connection: nowhere }
  const inventory: Inventory = { hosts: [host], groups: new Map(), host: (name) => (name === file ? host : undefined) }
  const director = { host, assignments: [], data, priority: null }
  return {
    ...resolveCluster(data, inventory),
    data,
    members: [],
    directors: [director],
    inventory,
    directorGroup: 'directors',
    partial: true,
  }
}

const nowhere: Host['connection'] = {
  transport: 'local',
  address: '',
  port: 22,
  user: '',
  become: false,
  becomeUser: 'root',
  hostKeyChecking: 'strict',
  knownHostsFiles: [],
  connectTimeout: 0,
}

/** One problem a place and rule: what a limit and a cluster rule both see is told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const place = ({ where, message }: Problem) => JSON.stringify([where?.file, where?.line, where?.column, message])
  return [...new Map(problems.map((problem) => [place(problem), problem])).values()]
}
