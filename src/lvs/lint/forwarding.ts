import type { Facts } from '../../model/facts.ts'
import type { Host } from '../../model/host.ts'
import { canonicalAddress, contains, type Family, familyOf } from '../../model/ip-address.ts'
import { type Instance, virtualAddresses } from '../cluster/cluster.ts'
import { insideAddress } from '../cluster/duties.ts'
import { isPrepared, type Scene, withoutKernel } from '../cluster/scene.ts'
import { type Service, servedAddresses } from '../cluster/service.ts'
import { onServices, type Remark, type Rule } from './rule.ts'

/** What NAT needs of directors and real servers. */
export const forwardingRules: readonly Rule[] = [
  {
    id: 'L15',
    severity: 'error',
    title: 'with NAT a director forwards',
    explanation:
      'NAT needs net.ipv4.ip_forward on the director, of IPv6 net.ipv6.conf.all.forwarding: 0 of 12 connections without it in the lab, 73 of 73 with it. The role director-vip sets it.',
    keepalivedTest: 'misses',
    check: (scene) => {
      const lacking = withoutKernel(scene)
      if (!lacking) return []
      return natServices(scene).map(({ index }) =>
        onServices(
          [index, 'lb_kind'],
          `NAT needs a director that forwards, and no role sets that on ${lacking.host.name}`,
          'give every director director-vip, before keepalived',
        ),
      )
    },
  },
  {
    id: 'L16',
    severity: 'error',
    title: 'with NAT the gateway of a real server is a virtual address',
    explanation:
      'Replies must go back through the director that holds the address: 0 of 12 connections in the lab with another gateway. Its own address as gateway would break with the first failover. The role realserver-arp sets it.',
    keepalivedTest: 'misses',
    checkHost: (scene, host, facts) =>
      isPrepared(scene, host.name, 'NAT')
        ? []
        : ([4, 6] as const).flatMap((family) => strayed(scene, host, family, facts)),
  },
  {
    id: 'L17',
    severity: 'error',
    title: 'with NAT outside and inside fail over together',
    explanation:
      'When one director has the outside address and the other the gateway of the real servers, requests go in and replies get lost. A vrrp_sync_group keeps them together; keepalived does not ask for one.',
    keepalivedTest: 'misses',
    check: apart,
  },
]

function natServices({ cluster }: Scene) {
  return cluster.services.filter(({ realServers }) => realServers.some(({ forwarding }) => forwarding === 'NAT'))
}

/** The gateway of that family, where a server of the host is reached by NAT. */
function strayed(scene: Scene, host: Host, family: Family, facts: Facts): readonly Remark[] {
  const addresses = virtualAddresses(scene.cluster).map(({ cidr }) => cidr.address)
  const gateway = family === 6 ? canonicalAddress(facts.gateway6 ?? '') : facts.gateway
  if (gateway !== null && addresses.includes(gateway)) return []
  return natServices(scene)
    .flatMap(({ realServers }) => realServers)
    .filter((server) => server.host === host.name && server.forwarding === 'NAT' && familyOf(server.address) === family)
    .slice(0, 1)
    .map(({ path, address }) => {
      const message = `the IPv${family} gateway of ${host.name} is ${gateway ?? 'nobody'}, no virtual address`
      return { ...onServices(path, message, wayBack(scene, address)), host: host.name }
    })
}

/** Without an inside address a run refuses the role, too. */
function wayBack({ cluster }: Scene, address: string): string {
  const inside = insideAddress(cluster, [address])
  return inside === null
    ? `add to virtual_ipaddress an address with prefix in the network of ${address}, which no service is on, and give it realserver-arp`
    : `give it realserver-arp, or make ${inside}, the inside address of the directors, its default gateway`
}

function apart(scene: Scene): readonly Remark[] {
  const { instances, words } = scene.cluster
  const groups = Object.values(words.vrrp_sync_groups ?? {})
  if (instances.length < 2) return []
  const owners = new Map(virtualAddresses(scene.cluster).map(({ cidr, instance }) => [cidr.address, instance]))
  return natServices(scene).flatMap((service) => {
    const served = servedAddresses(service)
    const outside = instances.find((instance) => served.some((address) => owners.get(address) === instance))
    if (outside && hasInside(outside, service)) return []
    const together = groups.some(({ group }) => group.length > 1 && group.includes(outside?.name ?? ''))
    if (!outside || together) return []
    const message = `NAT, and ${outside.name} is in no sync group with another instance`
    return [onServices([service.index, 'lb_kind'], message, groupFor(scene))]
  })
}

/** Instances that no group has go to the first one, where there is one. */
function groupFor({ cluster: { instances, words } }: Scene): string {
  const names = instances.map(({ name }) => name)
  const groups = Object.entries(words.vrrp_sync_groups ?? {})
  const [first] = groups
  if (!first) return `vrrp_sync_groups: { G1: { group: [${names.join(', ')}] } }`
  const alone = names.filter((name) => !groups.some(([, { group }]) => group.includes(name)))
  const others = alone.length > 0 ? alone : names.filter((name) => !first[1].group.includes(name))
  return `add ${others.join(', ')} to group of ${first[0]} in vrrp_sync_groups`
}

/** An instance that has the gateway, too, can not be apart from it. */
function hasInside({ addresses, excluded }: Instance, service: Service): boolean {
  const served = new Set(servedAddresses(service))
  return [...addresses, ...excluded].some(
    ({ text, address }) => !served.has(address) && service.realServers.some((server) => contains(text, server.address)),
  )
}
