import { contains } from '../../model/ip-address.ts'
import type { Instance } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import { atLeast, between } from '../language/version.ts'

type Told = Pick<Finding, 'path' | 'message' | 'hint'> & { readonly rule?: string }

/** Values of an instance that the version has the word for, and refuses, or takes for something else (L26, L57). */
export function instanceValues(instance: Instance, version: string): readonly Finding[] {
  return [
    ...tooManyAddresses(instance, version),
    ...withoutAddress(instance, version),
    ...oldIpv6(instance, version),
    ...linkLocalFirst(instance, version),
    ...virtualWithUnicast(instance, version),
    ...rules(instance, version),
    ...oldLines(instance, version, 'virtual_routes'),
    ...oldLines(instance, version, 'virtual_rules'),
  ].map((told) => ({ rule: 'L26', variable: 'vrrp_instances', ...told }))
}

/** EL6: VRRP_MAX_VIP is 20, what is above is dropped with a line in the log. */
function tooManyAddresses({ name, addresses }: Instance, version: string): readonly Told[] {
  if (addresses.length <= 20 || atLeast(version, '1.3.0')) return []
  return [
    {
      rule: 'L57',
      path: [name, 'virtual_ipaddress'],
      message: `keepalived ${version} takes 20 addresses an instance; there are ${addresses.length}`,
      hint: 'move the others to virtual_ipaddress_excluded',
    },
  ]
}

/** 2.1.0 to 2.2.7 complain of an instance without address, which fails the test of the file; older ones take it, newer ones have a word. */
function withoutAddress({ name, words }: Instance, version: string): readonly Told[] {
  if (!words.no_virtual_ipaddress || !between(version, '2.1.0', '2.2.8')) return []
  return [
    {
      path: [name, 'no_virtual_ipaddress'],
      message: `keepalived ${version} complains of an instance without virtual address`,
      hint: 'the word for it came with 2.2.8: use that or a newer one, or write virtual_ipaddress in its place, with an address that nothing uses',
    },
  ]
}

/** EL6 speaks version 2 over IPv6, which no other keepalived understands. */
function oldIpv6({ name, family }: Instance, version: string): readonly Told[] {
  if (family === 4 || atLeast(version, '1.2.20')) return []
  return [
    {
      path: [name, 'virtual_ipaddress'],
      message: `keepalived ${version} has no VRRP version 3, which IPv6 addresses take`,
      hint: 'it came with 1.2.20; move them to virtual_ipaddress_excluded of an IPv4 instance, or use a newer release',
    },
  ]
}

/** 2.0.7 to 2.1.5 take it for a mistake (EL8, Debian 11), older ones log it, newer ones with vrrp_strict alone. */
function linkLocalFirst({ name, words, family, addresses: [first] }: Instance, version: string): readonly Told[] {
  if (family === 4 || !first || words.unicast || contains('fe80::/10', first.address)) return []
  if (!between(version, '2.0.7', '2.2.0')) return []
  return [
    {
      path: [name, 'virtual_ipaddress', 0],
      message: `keepalived ${version} refuses ${first.address} as the first address: it is not link-local`,
      hint: 'put one of fe80::/10 before it: fe80::225/64',
    },
  ]
}

/** 2.1.x clears use_vmac where there are unicast peers. */
function virtualWithUnicast({ name, words }: Instance, version: string): readonly Told[] {
  if (!words.use_vmac || !words.unicast || !between(version, '2.1.0', '2.2.0')) return []
  return [
    {
      path: [name, 'use_vmac'],
      message: `keepalived ${version} has no use_vmac with unicast`,
      hint: 'leave one of the two out, or use a release with a newer keepalived: 2.2.0',
    },
  ]
}

/** From 2.0.7 on a rule without one gets 16384, which keepalived itself takes for a mistake. */
function rules({ name, words }: Instance, version: string): readonly Told[] {
  if (!atLeast(version, '2.0.7')) return []
  return (words.virtual_rules ?? []).flatMap((rule, i) => {
    if (/(^| )(preference|order|priority) /.test(rule)) return []
    const path = [name, 'virtual_rules', i]
    const message = `keepalived ${version} refuses a rule without preference: ${rule}`
    return [{ path, message, hint: `add one, below 32766: ${rule} preference 100` }]
  })
}

/** What routes and rules may say before 1.2.24; another word, and its value, is passed over or taken for the destination. */
const oldWords = {
  virtual_routes: ['blackhole', 'via', 'gw', 'or', 'src', 'dev', 'oif', 'table', 'metric', 'scope', 'to'],
  virtual_rules: ['from', 'to', 'table'],
} as const

function oldLines({ name, words }: Instance, version: string, key: keyof typeof oldWords): readonly Told[] {
  if (!between(version, key === 'virtual_rules' ? '1.2.20' : '1.2.2', '1.2.24')) return []
  return (words[key] ?? []).flatMap((line, i) => {
    const strange = strangerIn(line.split(' '), oldWords[key])
    if (strange === undefined) return []
    const message = `keepalived ${version} has no ${strange} in ${key}`
    const hint = `it has ${oldWords[key].join(', ')}, and IPv4 addresses; or use a release with a newer keepalived: 1.2.24`
    return [{ path: [name, key, i], message, hint }]
  })
}

/** The first word that is none of the known ones, their value, or an IPv4 destination. */
function strangerIn(line: readonly string[], known: readonly string[]): string | undefined {
  return line.find(
    (word, i) =>
      !known.includes(word) && !known.includes(line[i - 1] ?? '') && !/^(default|[\d.]+(\/\d+)?)$/.test(word),
  )
}
