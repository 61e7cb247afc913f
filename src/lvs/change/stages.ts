import type { Stage } from '../../model/stage.ts'
import { nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import type { ClusterChange } from './change.ts'

/** What is done in a stage; a host's plan is parted by it. */
export type StageKind = 'drain' | 'stop' | 'hold' | 'reload' | 'start' | 'take away'

/** A stage of a cluster's change. */
export interface ClusterStage extends Stage {
  readonly kind: StageKind
}

/** What else has a say in how a change goes. */
export interface Circumstances {
  /** Real servers of the cluster that are in the run. */
  readonly servers: readonly string[]
  /** Directors that have a virtual address now, or may. */
  readonly holding: readonly string[]
  /** Directors in the run on which keepalived is to be started. */
  readonly starting: readonly string[]
  /** Directors of the cluster that are not in the run, or could not be looked at. */
  readonly missing: readonly string[]
  /** Hosts that have something to be taken away. */
  readonly leftovers: readonly string[]
  /** Seconds that a server which is taken out gets for the connections that it has. */
  readonly drainSeconds: number
}

/**
 * What follows when everything that the change needs is prepared, in its order; empty where the order of the playbook loses nothing.
 * What a change needs comes before the directors turn to it, and what they do without goes when none uses it any more.
 */
export function stagesOf(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
  const stages = change.live.length > 0 ? [...draining(change, about), ...reloading(change, about)] : []
  return [...stages, ...takingAway(change, about)]
}

function draining({ leaving, live }: ClusterChange, { drainSeconds }: Circumstances): readonly ClusterStage[] {
  const servers = [...new Set([...leaving.values()].flatMap((all) => all.flatMap((one) => one.servers)))]
  if (servers.length === 0) return []
  const title = `${named(servers)} ${servers.length > 1 ? 'get' : 'gets'} no new connection (weight 0), and up to ${drainSeconds} s for those ${servers.length > 1 ? 'they have' : 'it has'}`
  return [{ kind: 'drain', title, hosts: live, needs: live, together: true, clients: nothingNoticed }]
}

function reloading(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
  const { agreed, live, turning, leaving } = change
  const leaves = [...leaving.values()].some((all) => all.length > 0)
  if (agreed.length === 0 && turning.length === 0 && !leaves) return []
  const active = live.filter((name) => about.holding.includes(name))
  const hosts = [...live, ...about.starting]
  const inTurn = agreed.length > 0 && active.length > 0 && active.length < hosts.length
  return inTurn ? aroundActive(change, about, active) : [atOnce(change, about, agreed.length > 0)]
}

/**
 * The directors that hold nothing are stopped while a word changes that all must agree on: with the old word they would
 * take the others for dead, however quick the change is. Where keepalived would begin an instance anew, and be without the
 * addresses for an election, it has them as their owner for a while.
 */
function aroundActive(change: ClusterChange, about: Circumstances, active: readonly string[]): readonly ClusterStage[] {
  const idle = change.live.filter((name) => !active.includes(name))
  const waiting = [...idle, ...about.starting]
  const clients = forClients(change, about)
  const why = clients.why ?? `until ${named(waiting)} ${have(waiting)} started again nobody can take over`
  const base = { needs: needsOf(change, about), together: true, clients }
  const titles = {
    stop: `keepalived of ${named(idle)} stops: no address is there`,
    hold: `keepalived of ${named(active)} takes ${words(change)}, as owner of the addresses (priority 255)`,
    reload: `keepalived of ${named(active)} takes ${isAnew(change) ? 'its own priority' : words(change)}`,
    start: `keepalived of ${named(waiting)} starts with the same`,
  }
  const stage = (kind: keyof typeof titles, hosts: readonly string[], more: Partial<Stage> = {}): ClusterStage[] =>
    hosts.length === 0 ? [] : [{ ...base, kind, title: titles[kind], hosts, ...more }]
  return [
    ...stage('stop', idle, { clients: { ...clients, why } }),
    ...stage('hold', isAnew(change) && active.length === 1 ? active : []),
    ...stage('reload', active),
    ...stage('start', waiting),
  ]
}

/** keepalived 2.2.7 goes on with an instance through a reload where these alone are others; for another virtual_router_id or unicast it begins anew. */
const goesOn = /: (auth_pass|auth_type|advert_int|version|virtual_ipaddress)$/

const isAnew = ({ agreed }: ClusterChange) => agreed.some((word) => !goesOn.test(word))

function atOnce(change: ClusterChange, about: Circumstances, together: boolean): ClusterStage {
  const hosts = [...change.live, ...about.starting]
  const how = hosts.length === 1 ? '' : together ? ', at once' : ', one after the other'
  const title = `keepalived of ${named(hosts)} takes ${words(change)}${how}`
  return { kind: 'reload', title, hosts, needs: needsOf(change, about), together, clients: forClients(change, about) }
}

/** Real servers first, where they are handed packets in another way. */
function needsOf({ live, turning }: ClusterChange, { starting, servers }: Circumstances): readonly string[] {
  return [...live, ...starting, ...(turning.length > 0 ? servers : [])]
}

const have = (hosts: readonly string[]) => (hosts.length > 1 ? 'have' : 'has')

function words({ agreed }: ClusterChange): string {
  return agreed.length === 0 ? 'its configuration' : `what all must agree on (${shortly(agreed)})`
}

function shortly(words: readonly string[]): string {
  return words.length > 3 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : words.join(', ')
}

function forClients({ agreed, leaving }: ClusterChange, { missing, drainSeconds }: Circumstances): Stage['clients'] {
  if (agreed.length > 0 && missing.length > 0) {
    const why = `${named(missing)} ${missing.length > 1 ? 'are' : 'is'} not in this run and would reject what the others send: two masters until ${missing.length > 1 ? 'they have' : 'it has'} the same words`
    return { newConnections: null, established: 'may be reset', why }
  }
  const servers = [...new Set([...leaving.values()].flatMap((all) => all.flatMap((one) => one.servers)))]
  if (servers.length === 0) return nothingNoticed
  return {
    newConnections: 0,
    established: 'may be reset',
    why: `of ${named(servers)}, where one lasts longer than ${drainSeconds} s`,
  }
}

function takingAway({ live }: ClusterChange, { leftovers }: Circumstances): readonly ClusterStage[] {
  if (leftovers.length === 0) return []
  const title = `what the cluster does without goes from ${named(leftovers)}`
  return [{ kind: 'take away', title, hosts: leftovers, needs: live, together: false, clients: nothingNoticed }]
}
