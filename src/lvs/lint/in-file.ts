import type { Finding } from '../cluster/finding.ts'
import type { ReadCluster } from '../conf/read/cluster.ts'
import { entryOf } from '../conf/read/reading.ts'
import { checkerNames } from '../language/checker.ts'
import { isKnown, keywords } from '../language/keywords.ts'
import { atLeast, between } from '../language/version.ts'
import { healthRules } from './health.ts'
import { idleRules } from './idle.ts'
import type { Remark, Rule } from './rule.ts'

/** Rules that go by a default where a word is not said, and the words. */
const ofLack = new Set<Rule>([...healthRules, ...idleRules])
const withDefault = [...checkerNames, 'delay_loop', 'connect_timeout', 'retry', 'delay_before_retry']

/** Whether the file has what the variables do not: a name of a block that could not be carried over, or a group of addresses and marks, of which its lines tell. */
export function isDefined({ rule, variable, path, lacks }: Finding, { named }: ReadCluster): boolean {
  if (rule === 'target' && variable === 'virtual_server_groups' && path.length === 1) return true
  return lacks !== undefined && named.has(`${lacks.of} ${lacks.name}`)
}

/** Whether what a rule for clusters says is so in one file of one version. */
export function holdsInFile(rule: Rule, remark: Remark, read: ReadCluster, version: string): boolean {
  if (ofLack.has(rule)) {
    const entry = entryOf(remark.variable, remark.path)
    return !isNamed(remark, read) && !withDefault.some((word) => read.short.get(word)?.has(entry))
  }
  if (rule.id === 'L22') return !isToldApart(String(remark.path[0]), read, version)
  if (rule.id === 'L26') return !isWordOf(remark, version)
  // What the variables can't hold, and a file can: a blank or a # in quotes.
  return rule.id !== 'L29' || remark.path.at(-1) !== 'auth_pass' || !atLeast(version, '1.2.20')
}

/** An entry has the name of a definition that could not be carried over. */
function isNamed({ path: [name, ...rest] }: Remark, { short }: ReadCluster): boolean {
  return rest.length === 0 && typeof name === 'string' && short.has(name)
}

/** That version knows the word, of which the variables say that the keepalived of a release was built without it. */
function isWordOf({ lacks }: Remark, version: string): boolean {
  const span = lacks && keywords.get(lacks.of)?.get(lacks.name)
  return span !== undefined && isKnown(span, version)
}

/** Instances of one number are told apart by their own addresses from 2.1.0 on, and by their peers before 1.3.0 and from 2.2.5 on. */
function isToldApart(name: string, { data, peers }: ReadCluster, version: string): boolean {
  const instances = Object.entries(data.vrrp_instances ?? {})
  const own = data.vrrp_instances?.[name]
  const others = instances.filter(
    ([other, words]) => other !== name && words.virtual_router_id === own?.virtual_router_id,
  )
  const peersOf = (instance: string) => peers.filter((peer) => peer.instance === instance).map(({ address }) => address)
  const sources = (words: typeof own) => JSON.stringify(words?.unicast_src_ip ?? null)
  return others.every(([other, words]) => {
    if (!own?.unicast || !words.unicast) return false
    if (atLeast(version, '2.1.0') && sources(own) !== sources(words)) return true
    return !between(version, '1.3.0', '2.2.5') && !peersOf(name).some((address) => peersOf(other).includes(address))
  })
}
