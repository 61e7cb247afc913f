import type { Facts } from '../../model/facts.ts'
import { readIpAddr } from './ip-addr.ts'
import { askedUnits } from './probe.ts'
import { routes6Of } from './routes6.ts'

type Seen = Readonly<Record<string, string>>

/** Facts from what the script of `factsProbe` printed. */
export function readFacts(seen: Seen): Facts {
  const { distribution, release } = systemOf(seen)
  const family = familyOf(`${distribution} ${seen.like ?? ''}`)
  const init = oneOf(seen.init, ['systemd', 'sysv', 'sysvinit'] as const) ?? 'other'
  const active = activeOf(seen)
  return {
    hostname: seen.hostname ?? '',
    family,
    distribution,
    release,
    kernel: seen.kernel ?? '',
    init,
    packageTool: packageToolOf(words(seen.packageTools), release, family),
    network: networkOf(active, seen, family),
    networkManager: active.has('NetworkManager') ? (seen.networkManager?.trim() ?? null) : null,
    firewall: firewallOf(active, seen),
    selinux: seen.selinux === '1' ? 'enforcing' : seen.selinux === '0' ? 'permissive' : 'disabled',
    ipVs: oneOf(seen.ipVs, ['loaded', 'built-in', 'module'] as const) ?? 'absent',
    keepalived: /^Keepalived v(\S+)/m.exec(seen.keepalived ?? '')?.[1] ?? null,
    keepalivedOptions: words(/^(?:Config|Build) options:(.*)$/m.exec(seen.keepalived ?? '')?.[1]),
    candidates: candidatesOf(seen),
    interfaces: interfacesOf(words(seen.links), seen.addresses ?? ''),
    madeInterfaces: words(seen.made),
    ...routingOf(seen),
    ...routes6Of(seen.routes6 ?? ''),
    balancers: ['ipvsadm', 'ldirectord', 'pulse'].filter((name) => active.has(name)),
    deadRepositories: words(seen.deadRepositories),
  }
}

/** EL6 has no os-release: `CentOS release 6.10 (Final)`, `Red Hat Enterprise Linux Server release 6.10 (Santiago)`. */
function systemOf(seen: Seen): { distribution: string; release: string } {
  const line = seen['redhat-release'] ?? ''
  const [, number] = / release (\d+(?:\.\d+)?)/.exec(line) ?? []
  const name = number === undefined ? undefined : words(line.toLowerCase())[0]
  return {
    distribution: seen.distribution ?? (name === 'red' ? 'rhel' : name) ?? 'unknown',
    release: seen.release ?? number ?? '',
  }
}

function familyOf(ids: string): Facts['family'] {
  if (/\b(debian|ubuntu)\b/.test(ids)) return 'debian'
  return /\b(rhel|centos|fedora|rocky|almalinux|ol|scientific)\b/.test(ids) ? 'rhel' : 'other'
}

/** EL7: a dnf from EPEL does not have the say; from EL8 on yum is dnf by another name. */
function packageToolOf(tools: readonly string[], release: string, family: Facts['family']): Facts['packageTool'] {
  const oldYum = family === 'rhel' && Number.parseInt(release, 10) <= 7 && tools.includes('yum')
  return oldYum ? 'yum' : (oneOf(tools[0], ['apt', 'dnf', 'yum'] as const) ?? 'none')
}

function activeOf({ units, locks }: Seen): ReadonlySet<string> {
  const states = (units ?? '').split('\n')
  return new Set([...askedUnits.filter((_, i) => states[i] === 'active'), ...words(locks)])
}

/**
 * Who comes first has the last word: netplan writes for networkd, unless its renderer is NetworkManager, which then runs alone;
 * NetworkManager takes over from EL7's network scripts.
 */
function networkOf(active: ReadonlySet<string>, { netplan }: Seen, family: Facts['family']): Facts['network'] {
  const rendersForManager = active.has('NetworkManager') && !active.has('systemd-networkd')
  if (netplan && !rendersForManager) return 'netplan'
  if (active.has('NetworkManager')) return 'NetworkManager'
  if (active.has('systemd-networkd')) return 'networkd'
  if (active.has('network') && family === 'rhel') return 'network-scripts'
  return active.has('networking') ? 'ifupdown' : 'other'
}

/** Ubuntu's ufw unit is active whether or not ufw is on: its settings tell. */
function firewallOf(active: ReadonlySet<string>, { ufw }: Seen): Facts['firewall'] {
  if (ufw) return 'ufw'
  return (
    (['firewalld', 'nftables', 'iptables', 'netfilter-persistent'] as const).find((name) => active.has(name)) ?? 'none'
  )
}

/** `Version     : 2.2.8` of yum and dnf, `Candidate: 1:2.2.7-1+b2` of apt-cache: what stands between epoch and revision. */
function candidatesOf(seen: Seen): Facts['candidates'] {
  const prefix = 'candidate.'
  const found = Object.entries(seen).flatMap(([key, said]) => {
    const version = /^(?:Version *| {2}Candidate): (?:\d+:)?([\w.]+)/m.exec(said)?.[1]
    return key.startsWith(prefix) && version ? [[key.slice(prefix.length), version] as const] : []
  })
  return new Map(found)
}

function interfacesOf(names: readonly string[], lines: string): Facts['interfaces'] {
  const found = new Map<string, string[]>(names.map((name) => [name, []]))
  for (const { interface: name, cidr } of readIpAddr(lines)) {
    const own = found.get(name)
    if (own) own.push(cidr)
    else found.set(name, [cidr])
  }
  return found
}

/** The gateway of /proc/net/route, on little-endian machines last byte first: `0101A8C0` is 192.168.1.1. */
function routingOf({ gateway, sysctls = '', configured = '' }: Seen) {
  const lines = sysctls.split('\n').map((line) => line.split('=', 2))
  return {
    gateway: /^[0-9a-f]{8}$/i.test(gateway ?? '') ? [...Buffer.from(gateway!, 'hex')].toReversed().join('.') : null,
    sysctls: new Map(lines.flatMap(([key, value]) => (key && value ? [[key.replaceAll('/', '.'), value]] : []))),
    configuredAddresses: configuredOf(configured),
  }
}

/** Lines of `grep -H`: `/etc/sysconfig/network-scripts/ifcfg-em1:IPADDR=192.168.1.220`. */
function configuredOf(lines: string): Facts['configuredAddresses'] {
  const found = new Map<string, string>()
  for (const [, file, text] of lines.matchAll(/^(\/[^:\n]+(?::\w+)?):(.*)$/gm)) {
    const addresses = text!.split('#', 1)[0]!.matchAll(/(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g)
    for (const [address] of addresses) if (!found.has(address)) found.set(address, file!)
  }
  return found
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((word) => word === value)
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
