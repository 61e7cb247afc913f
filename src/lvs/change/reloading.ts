import { type ForClients, nothingNoticed } from '../../model/stage.ts'
import { named } from '../cluster/named.ts'
import { atLeast } from '../language/version.ts'
import type { ClusterChange } from './change.ts'
import type { Circumstances, ClusterStage } from './cluster-stage.ts'

/** How directors come to their new configuration; nothing where the order of the playbook loses nothing. */
export function reloading(change: ClusterChange, about: Circumstances): readonly ClusterStage[] {
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
  const owns = isAnew(change) && active.length === 1
  const all: readonly Pick<ClusterStage, 'kind' | 'title' | 'hosts' | 'clients'>[] = [
    {
      kind: 'stop',
      title: `keepalived of ${named(idle)} stops: no address is there`,
      hosts: idle,
      clients: { ...nothingNoticed, why },
    },
    {
      kind: 'hold',
      title: `keepalived of ${named(active)} takes ${words(change)}, as owner of the addresses (priority 255)`,
      hosts: owns ? active : [],
      clients: isSlow(change) ? slow : clients,
    },
    {
      kind: 'reload',
      title: `keepalived of ${named(active)} takes ${owns ? 'its own priority' : words(change)}`,
      hosts: active,
      clients,
    },
    {
      kind: 'start',
      title: `keepalived of ${named(waiting)} starts with the same`,
      hosts: waiting,
      clients: nothingNoticed,
    },
  ]
  const needs = needsOf(change, about)
  return all.filter(({ hosts }) => hosts.length > 0).map((stage) => ({ ...stage, needs, together: true }))
}

/** 1.3.5 is without the addresses for 1.7 s with another virtual_router_id even as their owner; 1.2.13 and 2.0.10 on are not. */
const isSlow = ({ versions, agreed }: ClusterChange) =>
  agreed.some((word) => word.endsWith(': virtual_router_id')) &&
  versions.some((version) => atLeast(version, '1.3.0') && !atLeast(version, '2.0.0'))

const slow = {
  newConnections: 2,
  established: 'live',
  why: 'keepalived 1.3 and 1.4 take the addresses away for a moment when virtual_router_id changes',
} as const

/** Two minutes: IPVS keeps the entry of a connection that has ended for as long. */
function byNat({ keepingPorts }: Circumstances): ForClients {
  const why = 'but those of clients in a network of the real servers, which NAT can not serve'
  if (keepingPorts.length === 0) return { ...nothingNoticed, why }
  const ports = `those of a client that takes a port again within two minutes, since the kernel of ${named(keepingPorts)} is older than Linux 4.1 and sends it the old way`
  return { newConnections: 120, established: 'live', why: `${ports}; ${why}` }
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

function forClients(change: ClusterChange, about: Circumstances): ForClients {
  const { agreed, leaving, turning, way } = change
  const { missing, drainSeconds } = about
  if (agreed.length > 0 && missing.length > 0) {
    const why = `${named(missing)} ${missing.length > 1 ? 'are' : 'is'} not in this run and would reject what the others send: two masters until ${missing.length > 1 ? 'they have' : 'it has'} the same words`
    return { newConnections: null, established: 'may be reset', why }
  }
  const servers = [...new Set([...leaving.values()].flatMap((all) => all.flatMap((one) => one.servers)))]
  if (servers.length === 0) return way === 'to NAT' && turning.length > 0 ? byNat(about) : nothingNoticed
  return {
    newConnections: 0,
    established: 'may be reset',
    why: `of ${named(servers)}, where one lasts longer than ${drainSeconds} s`,
  }
}
