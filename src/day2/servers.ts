import type { Scene } from '../lvs/cluster/scene.ts'
import type { RealServer } from '../lvs/cluster/service.ts'
import { serverName } from '../lvs/table/ipvsadm.ts'
import { balancers } from '../lvs/verify/cast.ts'

/** Whether the real server is one of those, each named by its host or its address. */
export function isServer({ host, address }: Pick<RealServer, 'host' | 'address'>, names: readonly string[]): boolean {
  return names.includes(host ?? address) || names.includes(address)
}

/** The directors of the clusters that have one of those servers. */
export function directorsOf(scenes: readonly Scene[], servers: readonly string[]): readonly string[] {
  const own = scenes.filter(({ cluster }) =>
    cluster.services.some(({ realServers }) => realServers.some((one) => isServer(one, servers))),
  )
  return [...new Set(own.flatMap(balancers))].map(({ name }) => name)
}

/** `192.168.1.222:80` of those servers, each with its name. */
export function entriesOf({ cluster }: Scene, servers: readonly string[]): ReadonlyMap<string, string> {
  const found = cluster.services.flatMap((service) =>
    service.realServers
      .filter((server) => isServer(server, servers))
      .flatMap((server) =>
        service.endpoints.map((endpoint) => [serverName(server, endpoint), server.host ?? server.address] as const),
      ),
  )
  return new Map(found)
}
