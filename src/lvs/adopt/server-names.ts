import { canonicalAddress, compareAddresses, contains } from '../../model/ip-address.ts'
import type { ClusterData } from '../cluster/cluster.ts'
import type { SorryServerWords } from '../language/real-server.ts'

type Servers = NonNullable<ClusterData['virtual_servers']>[number]['real_servers']

const addressIn = (server: Servers[number] | SorryServerWords) => (typeof server === 'string' ? server : server.address)

/** The addresses of all real servers and sorry servers, in order; but those of the machine itself, which is another one for each director. */
export function realServerAddresses({ virtual_servers = [] }: ClusterData): readonly string[] {
  const addresses = virtual_servers.flatMap(({ real_servers, sorry_server = [] }) =>
    [real_servers, sorry_server].flat().flatMap((server) => addressIn(server) ?? []),
  )
  const others = addresses.filter((address) => canonicalAddress(address) !== null && !isLoopback(address))
  return [...new Set(others)].toSorted(compareAddresses)
}

const isLoopback = (address: string) => contains('127.0.0.0/8', address) || address === '::1'

/** Servers by their names in the inventory. */
export function withNames(data: ClusterData, names: ReadonlyMap<string, string>): ClusterData {
  if (!data.virtual_servers) return data
  return {
    ...data,
    virtual_servers: data.virtual_servers.map((server) => ({
      ...server,
      real_servers: server.real_servers.map((each) => renamed(each, names)),
      ...(server.sorry_server !== undefined && { sorry_server: renamed(server.sorry_server, names) }),
    })),
  }
}

function renamed<T extends SorryServerWords>(server: T, names: ReadonlyMap<string, string>): T {
  const host = names.get(addressIn(server) ?? '')
  if (host === undefined) return server
  if (typeof server === 'string') return host as T
  const others = Object.entries(server).filter(([key]) => key !== 'address')
  return (others.length === 0 ? host : { host, ...Object.fromEntries(others) }) as T
}
