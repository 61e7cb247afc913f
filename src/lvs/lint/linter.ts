import type { Problem } from '../../model/errors.ts'
import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import type { LintResult, Severity } from '../../model/lint.ts'
import type { Site } from '../../model/play.ts'
import { type Finding, located } from '../cluster/finding.ts'
import type { Hearing } from '../cluster/hearing.ts'
import { clusterOn, hostsOf, type Scene, scenesOf } from '../cluster/scene.ts'
import { keepalivedOf } from '../language/version.ts'
import { type Ignore, ignored, ignoreOf, readIgnores, type Told } from './ignore.ts'
import { neighbourFindings } from './neighbours.ts'
import type { Remark, Rule } from './rule.ts'
import { rules } from './rules.ts'
import { partless, unjudged } from './standing.ts'
import { misspelt } from './variables.ts'

/** The lint of one site. */
export interface Linter {
  /** The hosts whose facts it would look at: those of the clusters, and those that serve in them. */
  readonly hosts: readonly Host[]
  /** Said where no role of the playbook is part of a cluster: nothing was judged then. */
  readonly unjudged: Problem | null
  /** What inventory and playbook alone tell; `keepalived`: and what that version can't do. */
  cluster(keepalived?: string): LintResult
  /** What a host's facts tell besides. */
  host(host: Host, facts: Facts): LintResult
  /** What directors hear on the wire tells besides. */
  wire(hearing: Hearing): LintResult
}

/** Reads the clusters of a site. */
export function linterOf(site: Site): Linter {
  const scenes = scenesOf(site)
  const homes = homesOf(scenes)
  const hosts = [...homes.keys()]
  const { ignores, findings: slips } = readIgnores(hosts, rules)
  return {
    hosts,
    unjudged: unjudged(site, scenes),
    cluster: (keepalived) => {
      const told = [...partless(site, scenes), ...misspelt(site), ...clusterFindings(scenes, keepalived)]
      const faults = slips.map(({ finding, host }): Told => ({ finding, severity: 'error', speaker: host }))
      const idle = ignores.filter((entry) => !told.some((one) => ignoreOf(one, [entry])) && !needsHosts(entry))
      return sorted([...faults, ...told, ...idle.map((entry) => unused(entry, site))], ignores)
    },
    host: (host, facts) =>
      sorted(
        (homes.get(host) ?? []).flatMap((scene) => hostFindings(scene, host, facts)),
        ignores,
      ),
    wire: (hearing) => sorted(wireFindings(scenes, hearing), ignores),
  }
}

/** What is wrong with the clusters of a site, from inventory and playbook alone. */
export function lintCluster(site: Site): LintResult {
  return linterOf(site).cluster()
}

function clusterFindings(scenes: readonly Scene[], keepalived: string | undefined): readonly Told[] {
  const perScene = scenes.flatMap((scene) => [
    ...scene.findings.map((finding) => tell({ severity: 'error' }, finding, scene)),
    ...rules.flatMap((rule) => tellAll(rule, rule.check?.(scene), scene)),
    ...(keepalived === undefined
      ? []
      : rules.flatMap((rule) => tellAll(rule, rule.checkVersion?.(scene, keepalived), scene))),
  ])
  const split = neighbourFindings(scenes)
  return [
    ...(split.length > 0 ? perScene.filter(({ finding }) => !ofWhole.includes(finding.rule)) : perScene),
    ...split,
  ]
}

/** Rules about who else there is: of a cluster that is read as two they know half. */
const ofWhole = ['directors', 'L10', 'L53']

/** Every host that a cluster is about, with the clusters. */
function homesOf(scenes: readonly Scene[]): ReadonlyMap<Host, readonly Scene[]> {
  const homes = new Map<Host, Scene[]>()
  for (const scene of scenes) for (const host of hostsOf(scene)) homes.set(host, [...(homes.get(host) ?? []), scene])
  return homes
}

/** `host` is one that the cluster is about. */
function hostFindings(scene: Scene, host: Host, facts: Facts): readonly Told[] {
  const directors = scene.directors.filter((member) => member.host === host)
  const own = { ...scene, directors, cluster: clusterOn(scene, host.name) }
  return rules.flatMap((rule) => [
    ...tellAll(rule, directors.length > 0 ? rule.checkVersion?.(own, keepalivedOf(facts)) : [], scene),
    ...tellAll(rule, rule.checkHost?.(scene, host, facts), scene),
  ])
}

function wireFindings(scenes: readonly Scene[], hearing: Hearing): readonly Told[] {
  const instances = scenes.flatMap(({ cluster }) => cluster.instances)
  const taken = new Set(instances.map(({ words }) => words.virtual_router_id))
  return scenes.flatMap((scene) =>
    rules.flatMap((rule) => tellAll(rule, rule.checkWire?.(scene, hearing, taken), scene)),
  )
}

function tellAll(rule: Rule, remarks: readonly Remark[] = [], scene: Scene): readonly Told[] {
  return remarks.map((remark) => tell(rule, { ...remark, rule: rule.id }, scene))
}

/** Positions are those of the host whose variables the data is from. */
function tell({ severity }: { readonly severity: Severity }, finding: Finding, scene: Scene): Told {
  return { finding, severity: finding.severity ?? severity, speaker: (scene.directors[0] ?? scene.members[0])!.host }
}

function needsHosts({ rule: name }: Ignore): boolean {
  const rule = rules.find(({ id }) => id === name)
  return rule?.check === undefined || rule.checkHost !== undefined || rule.checkWire !== undefined
}

function unused({ rule, host, where }: Ignore, { inventory }: Site): Told {
  const message = `${rule} is ignored, but there is nothing to ignore`
  const finding = { rule: 'lint_ignore', variable: 'lint_ignore', path: [rule], where, message, hint: 'take it out' }
  return { finding, severity: 'info', speaker: inventory.host(host)! }
}

function sorted(told: readonly Told[], ignores: readonly Ignore[]): LintResult {
  const judged = told.map((one) => ({ ...one, entry: ignoreOf(one, ignores) }))
  const of = (severity: Severity) =>
    distinct(
      judged
        .filter((one) => one.severity === severity && !one.entry)
        .map(({ finding, speaker }) => located(finding, speaker)),
    )
  return {
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    ignored: distinct(judged.flatMap(({ entry, ...one }) => (entry ? [ignored(one, entry)] : []))),
  }
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
