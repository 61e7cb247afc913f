import type { Problem } from '../../model/errors.ts'
import type { Host } from '../../model/host.ts'
import type { Assignment, Site } from '../../model/play.ts'
import { sentence } from '../cluster/finding.ts'
import { hostsOf, type Scene } from '../cluster/scene.ts'
import { clusterVariables } from '../language/cluster.ts'
import type { Told } from './ignore.ts'
import type { Rule } from './rule.ts'

/** Whether the roles of a playbook say what their hosts are in a cluster. */
export const standingRules: readonly Rule[] = [
  {
    id: 'part',
    severity: 'warning',
    title: 'a role that works on a cluster declares its part',
    explanation:
      'What a host is in a cluster (director, real server, owner of the table) its roles declare; nothing is guessed from their names. Where none does, no rule of the cluster is looked at, nothing is verified between the hosts and nobody listens for a foreign virtual_router_id.',
    keepalivedTest: 'misses',
    always: true,
  },
]

const page = 'docs/own-roles.md says how'
const hint = `a role of your own declares with part what its hosts are; ${page}`

/** Of a playbook in which no role has a part of a cluster: that nothing was judged. */
export function unjudged({ plays }: Site, scenes: readonly Scene[]): Problem | null {
  if (scenes.length > 0) return null
  const message = 'no role of this playbook is part of a cluster, so nothing of a cluster was judged'
  return { where: plays[0]?.where, message, hint: sentence(hint), rule: 'part' }
}

/** Roles that take the words of a cluster and declare no part, each once; and the hosts that have such words and no part. */
export function partless({ plays, unlimited = plays }: Site, scenes: readonly Scene[]): readonly Told[] {
  const played = unlimited.flatMap((play) =>
    [...play.assignments].flatMap(([host, roles]) => roles.map((assignment) => ({ host, assignment }))),
  )
  const silent = new Map<string, Told>()
  for (const { host, assignment } of played) {
    const word = wordTaken(assignment)
    if (word && !silent.has(assignment.role)) silent.set(assignment.role, silentRole(host, assignment, word))
  }
  return [...silent.values(), ...idleHosts([...new Set(played.map(({ host }) => host))], scenes)]
}

/** The variables that roles of the playbook take. */
export function namesTaken({ plays }: Site): ReadonlySet<string> {
  const assigned = plays.flatMap(({ assignments }) => [...assignments.values()].flat())
  return new Set(assigned.flatMap(({ definition: { params } }) => Object.keys(params)))
}

/** The first word of a cluster that a role without a part takes. */
function wordTaken({ definition: { params, part } }: Assignment): string | undefined {
  return part ? undefined : Object.keys(params).find((name) => Object.hasOwn(clusterVariables, name))
}

function silentRole(speaker: Host, { role, where }: Assignment, variable: string): Told {
  const message = `the role ${role} takes ${variable} and declares no part in a cluster, so what it does there is not judged`
  return { finding: { rule: 'part', variable, path: [], where, message, hint: none }, severity: 'warning', speaker }
}

const none = `declare it with part, or part: () => ({}) for none; ${page}`

function idleHosts(played: readonly Host[], scenes: readonly Scene[]): readonly Told[] {
  const judged = new Set(scenes.flatMap(hostsOf))
  const idle = played.flatMap((host) => {
    const variable = clusterWords.find((word) => host.vars[word] !== undefined)
    return variable && !judged.has(host) ? [{ host, variable }] : []
  })
  const [first, ...others] = idle
  if (!first) return []
  const who = others.length === 0 ? `${first.host.name} has` : `${first.host.name} and ${others.length} more have`
  const message = `${who} ${first.variable}, but no role of this playbook makes that a part of a cluster`
  return [
    {
      finding: { rule: 'part', variable: first.variable, path: [], message, hint },
      severity: 'info',
      speaker: first.host,
    },
  ]
}

const clusterWords = ['vrrp_instances', 'virtual_servers']
