import { contains } from '../../model/ip-address.ts'
import type { Assertion } from '../../model/verification.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { isUnseen, type Unseen } from '../cluster/hearing.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import { type Socket, socketsOf } from '../cluster/target.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { balancers, holdersOf } from './cast.ts'
import { type Entry, entriesOf, socketName } from './entry.ts'
import { type Page, pageAssertions, pageOf } from './page.ts'
import { askedFor, replierAssertions } from './replier.ts'
import type { Attempts, ClientSight, Sights } from './sight.ts'
import { trafficAssertions } from './traffic.ts'
import { blameFor } from './unanswered.ts'

/** What a client must see: one machine that answers, and packets that reach every real server. */
export function clientAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const { client } = sights
  if (!client) return []
  return [
    ...replierAssertions(client, scene, sights),
    ...entriesOf(scene.cluster).flatMap((entry) => entryAssertions(entry, client, scene, sights)),
  ]
}

/** Why what this host sees of the cluster proves nothing; null: it can be a client. A backup, too, hands over its own connections by its own table. */
export function whyNoClient(name: string, scenes: readonly Scene[]): string | null {
  if (scenes.some((scene) => balancers(scene).some((host) => host.name === name)))
    return `${name} is a director: it would reach the real servers by its own IPVS table`
  const serves = scenes.flatMap(({ cluster }) => cluster.services.flatMap(({ realServers }) => realServers))
  const server = serves.find(({ host, forwarding }) => host === name && forwarding !== 'NAT')
  return server
    ? `${name} is a real server with ${server.forwarding}: it has the virtual address, and would reach itself`
    : null
}

/** What a client of the cluster has to try: every virtual address, every TCP port of every service. */
export function clientErrand(cluster: Cluster): {
  readonly addresses: readonly string[]
  readonly services: readonly { readonly address: string; readonly port: number; readonly page?: Page }[]
} {
  const services = entriesOf(cluster).flatMap((entry) =>
    triedOf(entry).map(({ address, port }) => {
      const page = pageOf(entry.service, address)
      return { address, port, ...(page && { page }) }
    }),
  )
  return { addresses: askedFor(cluster), services }
}

/** What a client can try of an entry. */
function triedOf({ endpoint, service }: Entry): readonly Socket[] {
  return socketsOf(endpoint, service.protocol).filter(({ protocol, port }) => protocol === 'TCP' && port > 0)
}

function whyNotTried({ endpoint, service }: Entry): string {
  const [socket] = socketsOf(endpoint, service.protocol)
  if (!socket) return 'which address and port a firewall mark stands for is not known'
  if (socket.protocol !== 'TCP') return `a client tries TCP only, and this is ${socket.protocol}`
  return 'it takes every port, and which one answers is not known'
}

function entryAssertions(entry: Entry, client: ClientSight, scene: Scene, sights: Sights): readonly Assertion[] {
  const sockets = triedOf(entry)
  const [first] = sockets
  const hosts = first ? holdersOf(first.address, scene, sights) : []
  const { name: subject } = entry
  const about: About = { id: 'service-answers', subject, hosts, expected: 'every connection is made' }
  if (!first) return [{ ...unchecked(about, whyNotTried(entry)), essential: false }]
  const tried = sockets.map((socket) => client.connections.get(socketName(socket)) ?? { why: 'the client did not try' })
  const unseen = tried.find(isUnseen)
  if (unseen) return [unchecked(about, unseen.why)]
  const [made, failed] = [total(tried, 'made'), total(tried, 'failed')]
  const seen = failed === 0 ? `${made} of ${made} made` : `${failed} of ${made + failed} failed`
  const neighbours = natNeighbours(entry, client.sources.get(first.address), sights)
  if (failed > 0 && neighbours.length > 0) return [unreachableByNat(about, seen, neighbours)]
  const blame = failed === 0 ? null : blameFor(entry, sockets, hosts[0], client, scene, sights)
  const verdict = {
    ok: failed === 0 && made > 0,
    seen: blame ? `${seen}; ${blame.seen}` : seen,
    remedy:
      blame?.remedy ??
      'mend what else is wrong here first; then: does the service answer on each real server, and does a firewall between keep it back?',
  }
  return [
    judged({ ...about, hosts: blame?.hosts ?? hosts }, verdict),
    ...pageAssertions(entry, sockets, client),
    ...trafficAssertions(entry, hosts, made, client, sights),
  ]
}

function total(tried: readonly (Attempts | Unseen)[], what: 'made' | 'failed'): number {
  return tried.reduce((sum, one) => sum + (isUnseen(one) ? 0 : one[what]), 0)
}

/** Real servers with NAT that are in the client's own network: what they answer goes past the director, under another address. */
function natNeighbours({ service }: Entry, source: string | undefined, { hosts }: Sights): readonly string[] {
  const isNear = (name: string) => hosts.get(name)?.addresses.some(({ cidr }) => contains(cidr, source ?? ''))
  return service.realServers.flatMap(({ forwarding, host }) =>
    forwarding === 'NAT' && host !== null && isNear(host) ? [host] : [],
  )
}

function unreachableByNat(about: About, seen: string, neighbours: readonly string[]): Assertion {
  return unchecked(
    about,
    `${seen}: the client is in the network of ${named(neighbours)}, and with NAT their answers must go through the director`,
    'look from a client on another network: --from HOST',
  )
}
