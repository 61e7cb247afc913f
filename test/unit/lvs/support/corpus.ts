import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { loadSite } from '../../../../src/load/site.ts'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'
import { linterOf } from '../../../../src/lvs/lint/linter.ts'
import { ConfigError, type Problem } from '../../../../src/model/errors.ts'
import type { Facts } from '../../../../src/model/facts.ts'
import type { LintResult } from '../../../../src/model/lint.ts'
import type { Site } from '../../../../src/model/play.ts'
import type { Way } from './remedy.ts'
import { factsOf, renamed } from './site.ts'

/** Facts as a cluster's file has them; `release` names the fixture that the others are from. */
type GivenFacts = { readonly release?: string } & Readonly<Record<string, unknown>>

/** One cluster of test/fixtures/clusters, whose README says what the words mean. */
export interface ClusterCase {
  readonly name: string
  readonly says: string
  readonly raises?: Readonly<Record<string, string>>
  readonly keepalived_test?: 'catches' | 'misses'
  readonly keepalived?: string
  readonly facts?: Readonly<Record<string, GivenFacts>>
  readonly files: Readonly<Record<string, string>>
  /** Rule to the ways out that its hints name, each as what it changes. */
  readonly mend?: Readonly<Record<string, readonly Way[]>>
}

const folder = fileURLToPath(new URL('../../../fixtures/clusters/', import.meta.url))
const rolesBuiltIn = fileURLToPath(new URL('../../../../roles', import.meta.url))

/** The clusters of a folder, in the order of their names: read once, for all suites of a process. */
export function clustersIn(kind: 'broken' | 'good' | 'unread'): readonly ClusterCase[] {
  const clusters = read.get(kind) ?? readdirSync(join(folder, kind)).map((file) => clusterFrom(kind, file))
  read.set(kind, clusters)
  return clusters
}

const read = new Map<string, readonly ClusterCase[]>()

function clusterFrom(kind: string, file: string): ClusterCase {
  const cluster = parse(readFileSync(join(folder, kind, file), 'utf8')) as Omit<ClusterCase, 'name'>
  return { name: file.replace(/\.yaml$/, ''), ...cluster }
}

/** Loads the cluster in a new directory, which is gone when `use` is done with it. */
export async function withSite<T>({ files }: ClusterCase, use: (site: Site, cwd: string) => T): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'lbprov-cluster-'))
  try {
    for (const [name, text] of Object.entries({ ...usual(), ...files })) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true })
      writeFileSync(join(cwd, name), text)
    }
    const options = { playbook: 'site.yaml', inventory: ['hosts'], cwd, home: cwd, env: {}, rolesBuiltIn }
    return use(await loadSite(options), cwd)
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

export interface Found extends Problem {
  /** The text that stands at the place of the problem, to the end of its line. */
  readonly text: string
}

const names = readdirSync(rolesBuiltIn).filter((name) => existsSync(join(rolesBuiltIn, name, 'role.ts')))

/** A text that has the roles of `underOtherNames`, with their own names. */
export function underOwnNames(text: string): string {
  return text.replaceAll(new RegExp(names.map(renamed).join('|'), 'g'), renamed)
}

/** The cluster with its roles under other names, as long as their own: a user's files that re-export them. */
export function underOtherNames(cluster: ClusterCase): ClusterCase {
  const roles = names.map((name) => [
    `roles/${renamed(name)}/role.ts`,
    `export { default } from '${join(rolesBuiltIn, name, 'role.ts')}'\n`,
  ])
  const files = Object.entries({ ...usual(), ...cluster.files }).map(([file, text]) => [
    file,
    file.endsWith('site.yaml') ? text.replaceAll(new RegExp(names.join('|'), 'g'), renamed) : text,
  ])
  return { ...cluster, files: Object.fromEntries([...roles, ...files]) }
}

/** Everything that lint says of a cluster, with what stands at each place; what loading says is of the rule `load`. */
export function lintOf(cluster: ClusterCase): Promise<readonly Found[]> {
  const at = ({ where }: Problem) =>
    where === undefined ? '' : (lineOf(cluster, where.file, where.line)?.slice(where.column - 1) ?? '')
  const conf = cluster.files['keepalived.conf']
  const version = cluster.keepalived ?? '2.2.7'
  if (conf !== undefined) {
    const found = allOf(lintKeepalivedConf(conf, { file: 'keepalived.conf', version, read: () => null }))
    return Promise.resolve(found.map((problem) => ({ ...problem, text: at(problem) })))
  }
  return withSite(cluster, (site) => {
    const linter = linterOf(site)
    const results = [
      linter.cluster(cluster.keepalived),
      ...Object.entries(cluster.facts ?? {}).map(([name, given]) =>
        linter.host(site.inventory.host(name)!, factsFrom(given)),
      ),
    ]
    return results.flatMap(allOf)
  })
    .catch((error: unknown) => {
      if (error instanceof ConfigError) return error.problems.map((problem) => ({ ...problem, rule: 'load' }))
      throw error
    })
    .then((problems) => problems.map((problem) => ({ ...problem, text: at(problem) })))
}

const known = new WeakMap<ClusterCase, Promise<readonly Found[]>>()

/** The same of a cluster as it is in its folder, asked once for all suites of a process. */
export function foundIn(cluster: ClusterCase): Promise<readonly Found[]> {
  const found = known.get(cluster) ?? lintOf(cluster)
  known.set(cluster, found)
  return found
}

function allOf({ errors, warnings, infos }: LintResult): readonly Problem[] {
  return [...errors, ...warnings, ...infos]
}

/** What a run would not plan for the hosts of a site, by role and host; nothing where it can't be loaded. */
export async function refusalsOf(cluster: ClusterCase): Promise<readonly string[]> {
  if (cluster.files['keepalived.conf'] !== undefined) return []
  return withSite(cluster, ({ plays, inventory }) =>
    plays.flatMap(({ assignments }) =>
      [...assignments].flatMap(([host, roles]) => {
        const own = { ...(cluster.keepalived && { keepalived: cluster.keepalived }), ...cluster.facts?.[host.name] }
        const facts = { ...factsFrom(own), interfaces: new Map() }
        return roles.flatMap(({ role, definition, params }) =>
          refusals(() => definition.resources({ host, params, facts, inventory } as never)).map(
            (message) => `${role} of ${host.name}: ${message}`,
          ),
        )
      }),
    ),
  ).catch(messagesOf)
}

function refusals(plan: () => unknown): readonly string[] {
  try {
    plan()
    return []
  } catch (error) {
    return messagesOf(error)
  }
}

function messagesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems.map(({ message }) => message)
  throw error
}

/** What is by name in the file is a Map in facts. */
function factsFrom({ release = 'debian12', ...given }: GivenFacts): Facts {
  const byName = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    byName(value) ? new Map(Object.entries(value as object)) : value,
  ])
  return factsOf(release, Object.fromEntries(entries))
}

function lineOf(cluster: ClusterCase, file: string, line: number): string | undefined {
  return textsOf(cluster)[file]?.split('\n')[line - 1]
}

/** The files of a cluster by name, the usual ones among them. */
export function textsOf({ files }: ClusterCase): Readonly<Record<string, string>> {
  return files['keepalived.conf'] === undefined ? { ...usual(), ...files } : files
}

/** The inventory and the playbook of the clusters that have none of their own. */
function usual(): Readonly<Record<'hosts' | 'site.yaml', string>> {
  const text = (name: string) => readFileSync(join(folder, 'usual', name), 'utf8')
  return { hosts: text('hosts'), 'site.yaml': text('site.yaml') }
}
