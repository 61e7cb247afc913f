import { type Cidr, parseCidr } from '../../model/ip-address.ts'
import type { Site } from '../../model/play.ts'
import { addressesServedBy, type Cluster, virtualAddresses } from '../cluster/cluster.ts'
import { clusterOf } from './verify.ts'

/** An address on an interface; `file`: a file that puts it there at boot said so. */
export interface HeldAddress {
  readonly interface: string
  readonly cidr: Cidr
  readonly file: boolean
}

/** What files say of a host; null where none was given. */
export interface GivenHost {
  readonly name: string
  readonly addresses: readonly HeldAddress[] | null
  readonly sysctls: ReadonlyMap<string, string> | null
}

/** What `ip addr` printed, with or without -o, or ifcfg files of network-scripts, or both after one another. */
export function readAddresses(text: string): readonly HeldAddress[] {
  return [...liveIn(text), ...configuredIn(text)]
}

/** What `sysctl -a` printed. */
export function readSysctls(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => /^([\w./-]+) *=(.*)$/.exec(line))
  return new Map(lines.flatMap((found) => (found ? [[found[1]!, found[2]!.trim()]] : [])))
}

function liveIn(text: string): readonly HeldAddress[] {
  let device = ''
  return text.split('\n').flatMap((line) => {
    device = /^\d+: ([^\s:@]+)/.exec(line)?.[1] ?? device
    const cidr = parseCidr(/\binet6? (\S+)/.exec(line)?.[1] ?? '')
    return cidr ? [{ interface: device, cidr, file: false }] : []
  })
}

/** EL6, EL7: an alias without PREFIX and NETMASK takes those of its interface, /8 on lo. */
function configuredIn(text: string): readonly HeldAddress[] {
  const files = text.split(/^(?=DEVICE=)/m).map((part) => {
    const values = new Map([...part.matchAll(/^([A-Z]+)=["']?([^"'\s#]*)/gm)].map(([, key, value]) => [key!, value!]))
    const device = (values.get('DEVICE') ?? 'lo').split(':')[0]!
    const prefix = values.get('PREFIX') ?? prefixOf(values.get('NETMASK')) ?? (device === 'lo' ? 8 : 24)
    const cidr = parseCidr(`${values.get('IPADDR') ?? ''}/${prefix}`)
    return cidr ? [{ interface: device, cidr, file: true }] : []
  })
  return files.flat()
}

function prefixOf(mask: string | undefined): number | undefined {
  if (mask === undefined) return undefined
  const bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0'))
  return bits.join('').lastIndexOf('1') + 1
}

/** What a run would change on hosts that only files tell of: resource, attribute, from and to, in the words of a check. */
export function givenHostDifferences(
  site: Site,
  hosts: readonly GivenHost[],
): readonly (readonly [name: string, lines: readonly string[]])[] {
  return hosts.map((host) => {
    const server = clusterOf(site, host.name, 'realServer')
    const director = clusterOf(site, host.name, 'director')
    return [
      host.name,
      [
        ...(server ? [...arpChanges(host), ...addressChanges(host, addressesServedBy(server, host.name))] : []),
        ...(director ? staticAddresses(host, director) : []),
      ],
    ] as const
  })
}

const silence = [
  ['net.ipv4.conf.all.arp_ignore', '1'],
  ['net.ipv4.conf.all.arp_announce', '2'],
] as const

function arpChanges({ sysctls }: GivenHost): readonly string[] {
  if (sysctls === null) return []
  return silence.flatMap(([key, value]) => {
    const found = sysctls.get(key)
    return found === value ? [] : [`sysctl[${key}]\n  live: ${found ?? '(none)'} → ${value}`]
  })
}

function addressChanges({ addresses }: GivenHost, served: readonly string[]): readonly string[] {
  if (addresses === null) return []
  return served.flatMap((address) => {
    const whole = parseCidr(address)!.text
    const held = addresses.filter(({ cidr }) => cidr.address === address)
    const right = held.some((one) => one.interface === 'lo' && one.cidr.text === whole)
    const wrong = held.filter((one) => one.interface !== 'lo' || one.cidr.text !== whole)
    if (right && wrong.length === 0) return []
    const found = wrong.map((one) => `${one.cidr.text} on ${one.interface}${one.file ? ' (at boot)' : ''}`)
    return [`address[${whole}]\n  live: ${found.join(', ') || '(none)'} → ${whole} on lo`]
  })
}

/** keepalived takes addresses to it and away; a file that does the same makes two hosts answer for one (L01). */
function staticAddresses({ addresses }: GivenHost, cluster: Cluster): readonly string[] {
  const virtual = virtualAddresses(cluster).map(({ cidr }) => cidr.address)
  return (addresses ?? [])
    .filter(({ file, cidr }) => file && virtual.includes(cidr.address))
    .map(
      ({ cidr, interface: device }) =>
        `${cidr.address} is on ${device} for good: take it out of the file, keepalived adds it where it belongs`,
    )
}
