import { familyOf } from '../../model/ip-address.ts'
import type { Scene } from '../cluster/scene.ts'
import { placesOf, removal } from './cast.ts'
import type { Sights } from './sight.ts'

/** The commands that keep a host from answering for an address, for a person, where a run changes nothing there. */
export function silence(address: string, name: string, macs: readonly string[], scene: Scene, sights: Sights): string {
  const sight = sights.hosts.get(name)
  const places = placesOf(sight, address)
  const [there] = [...(sight?.macs ?? [])].find(([, mac]) => macs.includes(mac)) ?? ['all']
  if (places.length === 0) return `on ${name}: ${withoutProxy(address, there)}`
  if (places.some((place) => place.interface !== 'lo')) return removal(address, name, sights)
  if (serves(name, scene))
    return `on ${name}: sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2; the role realserver-arp keeps them so`
  return `on ${name}: ${places.map(({ cidr }) => `ip addr del ${cidr} dev lo`).join('; ')}`
}

/** A host that does not have the address answers for another, as a proxy: for each that it has a route to, or for this one. */
function withoutProxy(address: string, device: string): string {
  if (familyOf(address) === 6)
    return `sysctl -w net.ipv6.conf.${device}.proxy_ndp=0; ip -6 neigh del proxy ${address} dev ${device}; what sets them at boot: grep -rs proxy /etc/sysctl* /etc/network /etc/sysconfig`
  return `sysctl -w net.ipv4.conf.all.proxy_arp=0 net.ipv4.conf.${device}.proxy_arp=0; ip neigh del proxy ${address} dev ${device}; what sets them at boot: grep -rs proxy /etc/sysctl* /etc/network /etc/sysconfig`
}

function serves(name: string, { cluster }: Scene): boolean {
  return cluster.services.some(({ realServers }) => realServers.some(({ host }) => host === name))
}
