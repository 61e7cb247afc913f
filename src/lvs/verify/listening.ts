import { familyOf } from '../../model/ip-address.ts'
import type { Assertion } from '../../model/verification.ts'
import { isUnseen } from '../cluster/hearing.ts'
import type { Scene } from '../cluster/scene.ts'
import { type RealServer, type Service, serviceName, serviceSockets } from '../cluster/service.ts'
import { type About, judged, unchecked } from './assertion.ts'
import { socketName } from './entry.ts'
import type { HostSight, Sights } from './sight.ts'

/** Every real server has a socket for what is sent to it. */
export function listeningAssertions({ cluster }: Scene, sights: Sights): readonly Assertion[] {
  return cluster.services.flatMap((service) => service.realServers.map((server) => listens(server, service, sights)))
}

/** `192.168.1.222:80` of the real servers that are known not to listen. */
export function deafServers({ cluster }: Scene, sights: Sights): readonly string[] {
  return cluster.services.flatMap((service) =>
    service.realServers.filter((server) => missingSockets(server, service, sights).length > 0).map(socketName),
  )
}

function listens(server: RealServer, service: Service, sights: Sights): Assertion {
  const name = server.host ?? server.address
  const needed = socketsNeeded(server, service)
  const expected = `${needed.map((own) => own.join(' or ')).join(', ') || 'a socket'} on ${name}`
  const about: About = { id: 'listening', subject: serviceName(service), hosts: [name], expected }
  const unknown = whyUnknown(server, service)
  if (unknown !== null) return { ...unchecked(about, unknown), essential: false }
  const listening = sights.hosts.get(name)?.listening ?? { why: `${name} could not be asked` }
  if (isUnseen(listening)) return unchecked(about, listening.why)
  const missing = missingSockets(server, service, sights)
  if (server.drained && missing.length > 0)
    return { ...unchecked(about, `no socket, and ${name} is drained`), essential: false }
  const there = needed.flat().filter((socket) => listening.has(socket))
  const ports = [...new Set(serviceSockets(service).map(({ port }) => port))].join(', ')
  const remedy = `on ${name}: start what serves port ${server.port || ports}, or have it listen on ${missing[0]}`
  const none = missing.length === needed.length ? 'no such socket' : `none for ${missing.join(', ')}`
  return judged(about, { ok: missing.length === 0, seen: missing.length === 0 ? there.join(', ') : none, remedy })
}

/** Null: it can be known. */
function whyUnknown({ host, address }: RealServer, service: Service): string | null {
  if (host === null) return `${address} is no host of the inventory`
  const sockets = serviceSockets(service)
  if (sockets.length === 0) return 'which port a firewall mark stands for is not known'
  if (sockets.some(({ port }) => port === 0)) return 'it takes every port'
  return sockets.some(({ protocol }) => protocol === 'SCTP') ? 'SCTP sockets are not looked at' : null
}

/** The first choice of each socket that the server is known not to have. */
export function missingSockets(
  server: RealServer,
  service: Service,
  { hosts }: { readonly hosts: ReadonlyMap<string, Pick<HostSight, 'listening'>> },
): readonly string[] {
  const listening = hosts.get(server.host ?? '')?.listening
  if (!listening || isUnseen(listening) || whyUnknown(server, service) !== null) return []
  return socketsNeeded(server, service)
    .filter((own) => !own.some((socket) => listening.has(socket)))
    .map(([socket]) => socket!)
}

/**
 * For each socket that clients connect to those that would do. NAT writes the real server's own address and port in the packets,
 * of a firewall mark the address alone; DR and TUN leave the virtual ones.
 */
function socketsNeeded(server: RealServer, service: Service): readonly (readonly string[])[] {
  const arriving = serviceSockets(service).map(({ address, port, protocol }) =>
    server.forwarding === 'NAT'
      ? { address: server.address, port: server.port || port, protocol }
      : { address, port, protocol },
  )
  const distinct = new Map(arriving.map((one) => [`${socketName(one)}/${one.protocol}`, one]))
  return [...distinct.values()].map(({ address, port, protocol }) =>
    [address, ...anyAddress(address)].map((each) => `${socketName({ address: each, port })}/${protocol}`),
  )
}

/** A socket on :: takes IPv4, too, unless it was told not to, which /proc does not show; one on 0.0.0.0 takes IPv4 alone. */
function anyAddress(address: string): readonly string[] {
  return familyOf(address) === 6 ? ['::'] : ['0.0.0.0', '::']
}
