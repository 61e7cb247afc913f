import type { Path } from '../../model/host.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { atLeast } from '../language/version.ts'
import { type Line, newerWords, unreadWords } from './line-words.ts'
import { onEachDirector, type Rule } from './rule.ts'

/** Whether keepalived reads lines of routes and rules to their end. */
export const lineRules: readonly Rule[] = [
  {
    id: 'L69',
    severity: 'error',
    title: 'lines of routes and rules are in words that keepalived knows',
    explanation:
      'keepalived passes over a word that it does not know in a route or a rule, or drops the line: the route is another one, or is missing after a failover. Before 2.0.4 it has no test that says so. The words of each version were read off its source (vrrp_iproute.c, vrrp_iprule.c).',
    keepalivedTest: 'catches',
    check: onEachDirector((cluster) => linesOf(cluster).flatMap(unreadWords)),
    checkVersion: (scene, version) =>
      atLeast(version, '1.2.24')
        ? onEachDirector((cluster) => linesOf(cluster).flatMap((line) => newerWords(line, version)))(scene)
        : [],
  },
]

function linesOf({ instances, words: { static_routes = [], static_rules = [] } }: Cluster): readonly Line[] {
  const lines = (variable: string, path: Path, texts: readonly string[], isRoute: boolean) =>
    texts.map((text, i) => ({ variable, path: [...path, i], text, isRoute }))
  return [
    ...lines('static_routes', [], static_routes, true),
    ...lines('static_rules', [], static_rules, false),
    ...instances.flatMap(({ name, words: { virtual_routes = [], virtual_rules = [] } }) => [
      ...lines('vrrp_instances', [name, 'virtual_routes'], virtual_routes, true),
      ...lines('vrrp_instances', [name, 'virtual_rules'], virtual_rules, false),
    ]),
  ]
}
