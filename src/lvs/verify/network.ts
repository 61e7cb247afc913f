import { contains, familyOf } from '../../model/ip-address.ts'
import type { Assertion } from '../../model/verification.ts'
import { named } from '../cluster/named.ts'
import type { Scene } from '../cluster/scene.ts'
import { servedAddresses } from '../cluster/service.ts'
import { judged, unchecked } from './assertion.ts'
import type { HostSight, Sights } from './sight.ts'

/** A host's link in a network that others of the cluster are in, too. */
interface Link {
  readonly host: string
  readonly device: string
  readonly mtu: number
}

/** Hosts of one network take packets of one size, answers find their way out, and packet filters have room for connections. */
export function networkAssertions(scene: Scene, sights: Sights): readonly Assertion[] {
  const names = scene.members.map(({ host }) => host.name)
  return [
    ...sizes(names, sights),
    ...waysOut(scene, sights),
    ...names.flatMap((name) => [...room(name, sights.hosts.get(name)), ...disk(name, sights.hosts.get(name))]),
  ]
}

function sizes(names: readonly string[], { hosts }: Sights): readonly Assertion[] {
  const ends = names.flatMap((host) =>
    (hosts.get(host)?.addresses ?? [])
      .filter(
        ({ cidr, interface: device }) => device !== 'lo' && !/\/(32|128)$/.test(cidr) && !cidr.startsWith('fe80:'),
      )
      .map(({ cidr, interface: device }) => ({ host, device, cidr, mtu: hosts.get(host)?.mtus?.get(device) })),
  )
  const networks = Map.groupBy(ends, ({ cidr }) => ends.find((one) => contains(one.cidr, cidr.split('/')[0]!))!.cidr)
  return [...networks].flatMap(([cidr, all]): readonly Assertion[] => {
    const links = all.flatMap(({ host, device, mtu }): Link[] => (mtu === undefined ? [] : [{ host, device, mtu }]))
    if (new Set(links.map(({ host }) => host)).size < 2) return []
    const most = usual(links.map(({ mtu }) => mtu))
    const odd = links.filter(({ mtu }) => mtu !== most)
    const hostsThere = (odd.length > 0 ? odd : links).map(({ host }) => host)
    const about = { id: 'mtu', subject: cidr, hosts: hostsThere, expected: `an MTU of ${most} on every host` } as const
    const seen = odd.map(({ host, device, mtu }) => `${mtu} on ${device} of ${host}`).join(', ')
    const remedy = odd.map(({ host, device }) => `on ${host}: ip link set ${device} mtu ${most}`).join('; ')
    return [
      judged(about, {
        ok: odd.length === 0,
        seen: seen || `${most}`,
        remedy: `${remedy} (and where its network's configuration sets another)`,
      }),
    ]
  })
}

/** What most have; of two that are as frequent the larger. */
function usual(numbers: readonly number[]): number {
  const groups = [...Map.groupBy(numbers, (number) => number)]
  return groups.toSorted(([a, one], [b, other]) => other.length - one.length || b - a)[0]![0]
}

/** With DR and TUN a real server answers clients itself, so where directors have a default route it needs one, too. */
function waysOut({ cluster, directors }: Scene, { hosts }: Sights): readonly Assertion[] {
  return ([4, 6] as const).flatMap((family) => {
    const services = cluster.services.filter((service) =>
      servedAddresses(service).some((each) => familyOf(each) === family),
    )
    const servers = services.flatMap(({ realServers }) =>
      realServers.flatMap(({ host, forwarding }) => (host && forwarding !== 'NAT' ? [host] : [])),
    )
    const via = directors
      .map(({ host }) => hosts.get(host.name)?.gateways?.get(family))
      .find((gateway) => gateway !== undefined)
    if (via === undefined) return []
    return [...new Set(servers)].map((name) => {
      const about = {
        id: 'default-route',
        subject: `IPv${family}`,
        hosts: [name],
        expected: 'a default route, as the directors have',
      } as const
      const gateways = hosts.get(name)?.gateways
      if (!gateways) return unchecked(about, `${name} could not be asked`)
      const seen = gateways.get(family)
      const remedy = `on ${name}: ip route replace default via ${via} (clients outside its networks get no answer; and at boot, where its network is configured)`
      return judged(about, { ok: seen !== undefined, seen: seen === undefined ? 'none' : `via ${seen}`, remedy })
    })
  })
}

/** From this share on a table is as good as full: new connections come in bursts, and from 95 % on the kernel throws some out by itself. */
const full = 0.9

function room(name: string, sight: HostSight | undefined): readonly Assertion[] {
  const { count, most } = sight?.conntrack ?? {}
  if (count === undefined || most === undefined) return []
  const about = {
    id: 'conntrack',
    subject: name,
    hosts: [name],
    expected: `fewer than ${Math.floor(full * most)} connections`,
  } as const
  const remedy = `on ${name}: sysctl -w net.netfilter.nf_conntrack_max=${4 * most} (and at boot; what fills it: ${named(['conntrack -S', '/proc/net/nf_conntrack'])})`
  return [judged(about, { ok: count < full * most, seen: `${count} of ${most}`, remedy })]
}

/** KiB without which files can't be written whole. */
const least = 1024

function disk(name: string, sight: HostSight | undefined): readonly Assertion[] {
  const places = [...(sight?.room ?? [])]
  if (places.length === 0) return []
  const about = { id: 'disk', subject: name, hosts: [name], expected: '1 MiB free for /etc, /tmp and /var' } as const
  const full = places.filter(([, free]) => free < least).map(([at, free]) => `${at} has ${free} KiB`)
  const remedy = `on ${name}: du -xm / | sort -rn | head -20 (what fills it? neither files of a run nor keepalived's word on itself can be written)`
  return [judged(about, { ok: full.length === 0, seen: full.join(', ') || 'there is', remedy })]
}
