import { isUnseen } from '../cluster/hearing.ts'
import type { Scene } from '../cluster/scene.ts'
import type { Socket } from '../cluster/target.ts'
import { barriersTo, withoutRule } from './barrier.ts'
import { placesOf } from './cast.ts'
import { type Entry, socketName } from './entry.ts'
import { ownersIn } from './owners.ts'
import type { ClientSight, Sights } from './sight.ts'

/** Where connections of a client came to nothing: the hosts, how many to each real server, and what to do. */
export interface Blame {
  readonly hosts: readonly string[]
  readonly seen: string
  readonly remedy: string
}

/** Whose doing it is that connections failed, by what the director saw of them, its rules and the client's neighbour table; null: nobody's that is known. */
export function blameFor(
  entry: Entry,
  sockets: readonly Socket[],
  holder: string | undefined,
  client: ClientSight,
  scene: Scene,
  sights: Sights,
): Blame | null {
  if (holder === undefined) return null
  return (
    ofServers(entry, sockets, holder, client, sights) ??
    ofNeighbours(sockets, holder, client, scene, sights) ??
    ofRules(sockets, holder, sights)
  )
}

/** IPVS saw connections begin, handed them to a real server, and saw no more of them. */
function ofServers(
  { service }: Entry,
  sockets: readonly Socket[],
  holder: string,
  { traffic, sources }: ClientSight,
  sights: Sights,
): Blame | null {
  const turn = traffic.get(holder)
  const unanswered =
    turn && !isUnseen(turn) ? (turn.unanswered ?? new Map<string, number>()) : new Map<string, number>()
  const counts = service.realServers.map((server) => ({
    name: server.host ?? server.address,
    server,
    count: sockets.reduce(
      (sum, socket) =>
        sum + (unanswered.get(`${sources.get(socket.address) ?? ''} ${socketName(socket)} ${server.address}`) ?? 0),
      0,
    ),
  }))
  const mute = counts.filter(({ count }) => count > 0)
  if (mute.length === 0) return null
  const ways = mute.map(({ name, server }) => {
    const addresses = [...sockets.map(({ address }) => address), server.address]
    const ports = [...sockets.map(({ port }) => port), server.port]
    const rules = barriersTo(sights.hosts.get(name), addresses, ports)
    if (rules.length > 0) return rules.map((rule) => withoutRule(name, rule)).join('; ')
    const { gateways } = sights.hosts.get(name) ?? {}
    return gateways?.size === 0
      ? `see default-route: ${name} has none`
      : `on ${name}: tcpdump -ni any port ${server.port || ports[0]} (does it get them, and does it answer?)`
  })
  return {
    hosts: mute.map(({ name }) => name),
    seen: `without an answer: ${counts.map(({ name, count }) => `${name} ${count}`).join(', ')}`,
    remedy: ways.join('; '),
  }
}

/** The client did not hear that the address has moved. */
function ofNeighbours(
  sockets: readonly Socket[],
  holder: string,
  { cached }: ClientSight,
  scene: Scene,
  sights: Sights,
): Blame | null {
  const owners = ownersIn(scene, sights)
  const stale = sockets.flatMap(({ address }) => {
    const mac = cached?.get(address)
    return mac === undefined || owners.get(mac)?.includes(holder) ? [] : [{ address, at: owners.get(mac)?.[0] ?? mac }]
  })
  const [first] = stale
  if (!first) return null
  const device = placesOf(sights.hosts.get(holder), first.address)[0]?.interface
  return {
    hosts: [holder],
    seen: `the client took ${first.address} to be at ${first.at}`,
    remedy: `on ${holder}: arping -U -c 3 -I ${device} ${first.address} (tells the whole network where it is, as keepalived does when it becomes master)`,
  }
}

/** A rule of the director takes the packets before IPVS does. */
function ofRules(sockets: readonly Socket[], holder: string, sights: Sights): Blame | null {
  const addresses = sockets.map(({ address }) => address)
  const rules = barriersTo(
    sights.hosts.get(holder),
    addresses,
    sockets.map(({ port }) => port),
  )
  if (rules.length === 0) return null
  return { hosts: [holder], seen: rules.join('; '), remedy: rules.map((rule) => withoutRule(holder, rule)).join('; ') }
}
