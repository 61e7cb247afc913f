import { familyOf } from '../../model/ip-address.ts'
import type { ServerHost } from '../../model/picture.ts'
import { isUnseen, type Unseen, whyAlone } from '../cluster/hearing.ts'
import { isPrepared, type Scene } from '../cluster/scene.ts'
import { type RealServer, type Service, servedAddresses } from '../cluster/service.ts'
import { missingSockets } from '../verify/listening.ts'
import type { HostSight } from '../verify/sight.ts'

/** What one look at a real server shows, for the picture. */
export interface ServerLook extends Pick<HostSight, 'listening'> {
  /** Of all interfaces. */
  readonly addresses: ReadonlySet<string>
  /** As /proc/sys/net/ipv4/conf/all has them; empty: not shown. */
  readonly arp: { readonly ignore: string; readonly announce: string }
}

/** Looks at real servers, by name. */
export type ServerLooks = ReadonlyMap<string, ServerLook | Unseen>

/** What a real server's own host says of the service; null: nobody has looked. */
export function serverHost(server: RealServer, service: Service, scene: Scene, looks: ServerLooks): ServerHost | null {
  const look = looks.get(server.host ?? '')
  if (server.host === null || !look) return null
  if (isUnseen(look)) return { unseen: whyAlone(look, server.host), faults: [] }
  const sockets = server.drained ? [] : missingSockets(server, service, { hosts: new Map([[server.host, look]]) })
  const silent = isUnseen(look.listening) ? [look.listening.why] : []
  const faults = [...placeFaults(server, service, scene, look), ...sockets.map((one) => `nothing listens on ${one}`)]
  return { unseen: null, faults: [...faults, ...silent] }
}

/** With DR and TUN the packets come for the virtual addresses, and with DR nobody is to hear of that by ARP; where roles see to it. */
function placeFaults(server: RealServer, service: Service, scene: Scene, look: ServerLook): readonly string[] {
  const { forwarding, host } = server
  if (forwarding === 'NAT' || !isPrepared(scene, host, forwarding)) return []
  const served = servedAddresses(service)
  const { ignore, announce } = look.arp
  const isTalking = forwarding === 'DR' && served.some((one) => familyOf(one) === 4) && ignore !== ''
  return [
    ...served.filter((one) => !look.addresses.has(one)).map((one) => `it does not have ${one}`),
    ...(isTalking && Number(ignore) < 1 ? [`arp_ignore is ${ignore}`] : []),
    ...(isTalking && Number(announce) < 2 ? [`arp_announce is ${announce}`] : []),
  ]
}
