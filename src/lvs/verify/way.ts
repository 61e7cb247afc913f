import type { Assertion } from '../../model/verification.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import type { Service } from '../cluster/service.ts'
import { type About, judged } from './assertion.ts'
import { socketName } from './entry.ts'
import { ownersIn } from './owners.ts'
import { isRight, pageOf } from './page.ts'
import type { HostSight, Sights } from './sight.ts'

type Owners = ReturnType<typeof ownersIn>

/** A real server and what a director finds wrong with the way to it. */
interface Fault {
  readonly hosts: readonly string[]
  readonly seen: string
  readonly remedy: string
}

/** Every director has a way to each real server, and nobody but the real server answers for its address. */
export function wayAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const servers = [
    ...new Map(
      scene.cluster.services.flatMap(({ realServers }) => realServers.map((one) => [one.address, one.host] as const)),
    ),
  ]
  const owners = ownersIn(scene, sights)
  return scene.directors.flatMap(({ host: { name } }) => {
    const sight = sights.hosts.get(name)
    if (!sight?.neighbours || servers.length === 0) return []
    const about: About = {
      id: 'server-reached',
      subject: name,
      hosts: [name],
      expected: 'a way to each real server, which alone answers for its address',
    }
    const faults = [
      ...servers.flatMap(([address, host]) => faultOf(name, sight, address, host, owners, sights) ?? []),
      ...scene.cluster.services.flatMap((service) => wrongPages(service, sight)),
    ]
    if (faults.length === 0) return [judged(about, { ok: true, seen: `${servers.length} real servers`, remedy: '' })]
    return faults.map(({ hosts, seen, remedy }) => judged({ ...about, hosts }, { ok: false, seen, remedy }))
  })
}

function wrongPages(service: Service, { statuses }: HostSight): readonly Fault[] {
  return service.realServers.flatMap((server) => {
    const page = pageOf(service, server.address)
    const status = statuses?.get(socketName(server))
    if (!page || !status || isRight(page, Number(status))) return []
    const host = server.host ?? server.address
    return [
      {
        hosts: [host],
        seen: `${host} answers ${page.path} with ${status}, not with ${page.right.join(', ')}`,
        remedy: `on ${host}: the log of what serves port ${server.port} says why it answers ${page.path} with ${status}`,
      },
    ]
  })
}

function faultOf(
  name: string,
  sight: HostSight,
  address: string,
  host: string | null,
  owners: Owners,
  sights: Sights,
): Fault | null {
  const why = sight.noWay?.get(address)
  if (why !== undefined)
    return {
      hosts: [name],
      seen: `no way to ${address}: ${why}`,
      remedy: `on ${name}: ip route show to root ${address} (which of them keeps packets from it?)`,
    }
  const own = new Set(sights.hosts.get(host ?? '')?.macs.values())
  if (own.size === 0) return null
  const others = (sight.answers?.get(address) ?? []).filter((mac) => !own.has(mac))
  if (others.length > 0) {
    const who = others.map((mac) => owners.get(mac)?.[0] ?? mac)
    const known = who.filter((one) => sights.hosts.has(one))
    return {
      hosts: known.length > 0 ? known : [name],
      seen: `${named(who)} answers for ${address}, the address of ${host}`,
      remedy:
        known.length > 0
          ? known.map((one) => `on ${one}: ${placesWith(address, sights.hosts.get(one))}`).join('; ')
          : `find the machine with ${named(who)} and take the address from it`,
    }
  }
  const kept = sight.neighbours?.get(address)
  return kept === undefined || own.has(kept)
    ? null
    : {
        hosts: [name],
        seen: `it takes ${host} to be at ${kept}, where nobody of ours is`,
        remedy: `on ${name}: ip neigh flush to ${address} nud all`,
      }
}

function placesWith(address: string, sight: HostSight | undefined): string {
  const places = sight?.addresses.filter(({ cidr }) => cidr.split('/')[0] === address) ?? []
  if (places.length === 0) return `ip neigh del proxy ${address} dev DEVICE, or net.ipv4.conf.*.proxy_arp=0`
  return places.map((place) => `ip addr del ${place.cidr} dev ${place.interface}`).join('; ')
}
