import type { Problem } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { located } from './finding.ts'
import { agreementRules } from './lint/agreement.ts'
import { authenticationRules } from './lint/authentication.ts'
import { directorRules } from './lint/director.ts'
import { healthRules } from './lint/health.ts'
import { hostRules } from './lint/host.ts'
import { neighbourProblems } from './lint/neighbours.ts'
import type { Rule } from './lint/rule.ts'
import { type Scene, scenesOf } from './lint/scene.ts'
import { serviceRules } from './lint/service.ts'
import { supportRules } from './lint/support.ts'
import { vrrpRules } from './lint/vrrp.ts'

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = [
  ...supportRules,
  ...agreementRules,
  ...vrrpRules,
  ...authenticationRules,
  ...serviceRules,
  ...healthRules,
  ...hostRules,
  ...directorRules,
]

export interface LintResult {
  /** The run must not start. */
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/**
 * What is wrong with the clusters of a site, from inventory and playbook alone. `partial`: the plays leave hosts or
 * roles out (--limit, --tags), so nothing is said of what is missing. A site without roles of ours has nothing wrong.
 */
export function lintCluster(site: Site, { partial = false }: { readonly partial?: boolean } = {}): LintResult {
  const scenes = scenesOf(site, partial)
  const unreadable = scenes.flatMap((scene) => scene.findings.map((finding) => located(finding, speaker(scene))))
  const told = (severity: Rule['severity']) =>
    scenes.flatMap((scene) =>
      rules.filter((rule) => rule.severity === severity).flatMap((rule) => problemsOf(rule, scene)),
    )
  return {
    errors: distinct([...unreadable, ...told('error'), ...neighbourProblems(scenes)]),
    warnings: distinct(told('warning')),
  }
}

function problemsOf(rule: Rule, scene: Scene): readonly Problem[] {
  return rule.check(scene).map((remark) => located({ ...remark, rule: rule.id }, speaker(scene)))
}

/** The host whose variables the data is from. */
function speaker({ directors, members }: Scene): Scene['members'][number]['host'] {
  return (directors[0] ?? members[0])!.host
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
