import { canonicalAddress } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { LeftOut } from '../conf/read/reading.ts'
import type { AdoptedDirector } from './merge.ts'

/** The address of a director that its file says, or the peers that the others have and it has not; null: none. */
export function directorAddress(director: AdoptedDirector, directors: readonly AdoptedDirector[]): string | null {
  const instances = Object.values(director.read.data.vrrp_instances ?? {})
  const said = instances.flatMap(({ unicast_src_ip, mcast_src_ip }) => [
    own(unicast_src_ip, director.name) ?? '',
    own(mcast_src_ip, director.name) ?? '',
  ])
  return (
    said.find((address) => canonicalAddress(address) !== null) ??
    (directors.length < 2 ? null : notItsPeer(director, directors))
  )
}

function notItsPeer({ read }: AdoptedDirector, directors: readonly AdoptedDirector[]): string | null {
  const all = new Set(directors.flatMap((each) => each.read.peers.map(({ address }) => address)))
  const peers = new Set(read.peers.map(({ address }) => address))
  const [address, ...others] = peers.size === 0 ? [] : [...all].filter((each) => !peers.has(each))
  return address === undefined || others.length > 0 || canonicalAddress(address) === null ? null : address
}

/** Peers that are none of the directors: lbprov sends adverts to the directors of the group alone. */
export function strangePeers(directors: readonly AdoptedDirector[]): readonly LeftOut[] {
  const addresses = directors.map((each) => [directorAddress(each, directors) ?? [], each.addresses ?? []].flat())
  const known = new Set(addresses.flat().map((address) => canonicalAddress(address)))
  const unknown = addresses.filter(({ length }) => length === 0).length
  const peers = directors.flatMap(({ read }) => read.peers)
  const strange = peers.filter(({ address }) => !known.has(canonicalAddress(address)))
  if (directors.length > 1 && new Set(strange.map(({ address }) => address)).size <= unknown) return []
  const reason = 'no director that was given has this address: give the keepalived.conf of all'
  return strange.map(({ instance, address, where }) => ({
    text: `vrrp_instance ${instance} unicast_peer: ${address}`,
    where,
    reason,
  }))
}
