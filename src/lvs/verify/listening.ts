import type { Assertion } from '../../model/verification.ts'
import { bracketed } from '../address.ts'
import type { Scene } from '../lint/scene.ts'
import { type RealServer, type Service, serviceName } from '../service.ts'
import { type About, judged, unchecked } from './assertion.ts'
import type { Sights } from './sight.ts'

/** Every real server has a socket for what is sent to it. */
export function listeningAssertions({ cluster }: Scene, sights: Sights): readonly Assertion[] {
  return cluster.services.flatMap((service) =>
    service.realServers.map((server) => {
      const name = server.host ?? server.address
      const expected = `${socketsOf(server, service).join(' or ')} on ${name}`
      const about: About = { id: 'listening', subject: serviceName(service), hosts: [name], expected }
      const heard = hears(server, service, sights)
      if (server.host === null) return { ...unchecked(about, `${name} is no host of the inventory`), essential: false }
      if (heard === null) return unchecked(about, whyUnknown(service, name))
      const remedy = `on ${name}: start what serves port ${server.port}, or have it listen on ${expected.split(' or ')[0]}`
      return judged(about, { ok: heard, seen: heard ? 'it does' : 'no such socket', remedy })
    }),
  )
}

/** `192.168.1.222:80` of the real servers that are known not to listen. */
export function deafServers({ cluster }: Scene, sights: Sights): readonly string[] {
  return cluster.services.flatMap((service) =>
    service.realServers
      .filter((server) => hears(server, service, sights) === false)
      .map(({ address, port }) => `${bracketed(address)}:${port}`),
  )
}

function whyUnknown({ protocol, target }: Service, name: string): string {
  if (target.address === null) return 'which port a firewall mark stands for is not known'
  return protocol === 'SCTP' ? 'SCTP sockets are not looked at' : `${name} could not be asked`
}

/** Null: not known. */
function hears(server: RealServer, service: Service, { hosts }: Sights): boolean | null {
  const sight = hosts.get(server.host ?? '')
  if (!sight || service.protocol === 'SCTP' || service.target.address === null) return null
  return socketsOf(server, service).some((socket) => sight.listening.has(socket))
}

/** NAT writes the real server's own address in the packets; DR and TUN leave the virtual one. */
function socketsOf({ address, port, forwarding }: RealServer, { target, protocol }: Service): readonly string[] {
  const to = forwarding === 'NAT' ? address : (target.address ?? address)
  return [`${bracketed(to)}:${port}/${protocol}`, `*:${port}/${protocol}`]
}
