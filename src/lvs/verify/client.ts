import type { Assertion } from '../../model/verification.ts'
import { contains } from '../address.ts'
import type { Cluster } from '../cluster.ts'
import type { Scene } from '../lint/scene.ts'
import { type About, isUnseen, judged, unchecked } from './assertion.ts'
import { holdersOf, named } from './cast.ts'
import { type Entry, entriesOf, socketName } from './entry.ts'
import { askedFor, replierAssertions } from './replier.ts'
import type { ClientSight, Sights } from './sight.ts'
import { trafficAssertions } from './traffic.ts'

/** What a client must see: one machine that answers, and packets that reach every real server. */
export function clientAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const { client } = sights
  if (!client) return []
  return [
    ...replierAssertions(client, scene, sights),
    ...entriesOf(scene.cluster).flatMap((entry) => entryAssertions(entry, client, scene, sights)),
  ]
}

/** What a client of the cluster has to try: every virtual address, every TCP port of every service. */
export function clientErrand(cluster: Cluster): {
  readonly addresses: readonly string[]
  readonly services: readonly { readonly address: string; readonly port: number }[]
} {
  const services = entriesOf(cluster).flatMap((entry) => {
    const { address, port } = entry.endpoint
    return address !== null && whyNotTried(entry) === null ? [{ address, port }] : []
  })
  return { addresses: askedFor(cluster), services }
}

/** Null: a client can try it. */
function whyNotTried({ endpoint, service: { protocol } }: Entry): string | null {
  if (endpoint.address === null) return 'which address and port a firewall mark stands for is not known'
  if (protocol !== 'TCP') return `a client tries TCP only, and this is ${protocol}`
  return endpoint.port === 0 ? 'it takes every port, and which one answers is not known' : null
}

function entryAssertions(entry: Entry, client: ClientSight, scene: Scene, sights: Sights): readonly Assertion[] {
  const { endpoint, name: subject } = entry
  const hosts = endpoint.address === null ? [] : holdersOf(endpoint.address, scene, sights)
  const about: About = { id: 'service-answers', subject, hosts, expected: 'every connection is made' }
  const untried = whyNotTried(entry)
  if (endpoint.address === null || untried !== null) return [{ ...unchecked(about, untried ?? ''), essential: false }]
  const tried = client.connections.get(socketName(endpoint)) ?? { why: 'the client did not try' }
  if (isUnseen(tried)) return [unchecked(about, tried.why)]
  const { made, failed } = tried
  const seen = failed === 0 ? `${made} of ${made} made` : `${failed} of ${made + failed} failed`
  const neighbours = natNeighbours(entry, client.sources.get(endpoint.address), sights)
  if (failed > 0 && neighbours.length > 0) return [unreachableByNat(about, seen, neighbours)]
  const remedy =
    'mend what else is wrong here first; then: does the service answer on each real server, and does a firewall between keep it back?'
  return [
    judged(about, { ok: failed === 0 && made > 0, seen, remedy }),
    ...trafficAssertions(entry, hosts, made, client, scene, sights),
  ]
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
