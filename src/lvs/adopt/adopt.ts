import { canonicalAddress, compareAddresses } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { ClusterData } from '../cluster/cluster.ts'
import type { LeftOut } from '../conf/read/reading.ts'
import { type AdoptedDirector, mergeDirectors } from './merge.ts'

/** A host of the new inventory; `address` null: its name says where it is. */
export interface AdoptedHost {
  readonly name: string
  readonly address: string | null
}

/** What an existing pair becomes: hosts, variables of all of them, and what did not come along. */
export interface Adopted {
  readonly master: AdoptedHost
  readonly backups: readonly AdoptedHost[]
  readonly realServers: readonly AdoptedHost[]
  readonly data: ClusterData
  readonly leftOut: readonly LeftOut[]
}

export interface AdoptOptions {
  /** Real servers without a name get one: rs1, rs2, … in order of their addresses. Otherwise they stay addresses. */
  readonly nameAll: boolean
}

/** Turns the files of one cluster's directors into inventory and variables. `names`: name to address of real servers. */
export function adopt(
  directors: readonly AdoptedDirector[],
  names: ReadonlyMap<string, string>,
  { nameAll }: AdoptOptions = { nameAll: true },
): Adopted {
  const { data: merged, differences } = mergeDirectors(directors)
  const named = new Map([...names].map(([name, address]) => [canonicalAddress(address) ?? address, name]))
  const realServers = realServerAddresses(merged).flatMap((address, i) => {
    const name = named.get(address) ?? (nameAll ? `rs${i + 1}` : null)
    return name === null ? [] : [{ name, address }]
  })
  const hosts = directors.map(({ name }) => ({ name, address: ownAddress(name, merged) }))
  const highest = masterOf(directors, merged)
  return {
    master: hosts.find(({ name }) => name === highest)!,
    backups: hosts.filter(({ name }) => name !== highest),
    realServers,
    data: withNames(merged, new Map(realServers.map(({ name, address }) => [address!, name]))),
    leftOut: [...directors.flatMap(({ read }) => read.leftOut), ...differences],
  }
}

type Servers = NonNullable<ClusterData['virtual_servers']>[number]['real_servers']

const addressIn = (server: Servers[number]) => (typeof server === 'string' ? server : server.address)

/** The addresses of all real servers, in order. */
export function realServerAddresses({ virtual_servers = [] }: ClusterData): readonly string[] {
  const addresses = virtual_servers.flatMap(({ real_servers }) =>
    real_servers.flatMap((server) => addressIn(server) ?? []),
  )
  return [...new Set(addresses)].toSorted(compareAddresses)
}

function ownAddress(name: string, { vrrp_instances = {} }: ClusterData): string | null {
  const given = Object.values(vrrp_instances).flatMap(({ unicast_src_ip, mcast_src_ip }) => [
    own(unicast_src_ip, name),
    own(mcast_src_ip, name),
  ])
  return given.find((address) => address !== undefined) ?? null
}

/** The one of the highest priority in the first instance; of two equal ones that which says MASTER. */
function masterOf(directors: readonly AdoptedDirector[], { vrrp_instances = {} }: ClusterData): string {
  const [instance] = Object.entries(vrrp_instances)
  const rank = ({ name, read }: AdoptedDirector) =>
    (own(instance?.[1].priority, name) ?? 100) * 2 + Number(own(read.states, instance?.[0] ?? '') === 'MASTER')
  return directors.toSorted((a, b) => rank(b) - rank(a))[0]!.name
}

/** Real servers by their names in the inventory. */
function withNames(data: ClusterData, names: ReadonlyMap<string, string>): ClusterData {
  if (!data.virtual_servers) return data
  const rename = (server: Servers[number]): Servers[number] => {
    const host = names.get(addressIn(server) ?? '')
    if (host === undefined) return server
    if (typeof server === 'string') return host
    const { address, ...rest } = server
    return { host, ...rest }
  }
  return {
    ...data,
    virtual_servers: data.virtual_servers.map((server) => ({
      ...server,
      real_servers: server.real_servers.map(rename),
    })),
  }
}
