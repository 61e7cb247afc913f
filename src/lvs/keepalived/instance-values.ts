import { contains } from '../../model/ip-address.ts'
import type { Instance } from '../cluster/cluster.ts'
import type { Finding } from '../cluster/finding.ts'
import { atLeast, between } from '../language/version.ts'
import { routeValues, ruleValues } from './line-values.ts'

type Told = Pick<Finding, 'path' | 'message' | 'hint'> & { readonly rule?: string }

/** Values of an instance that the version has the word for, and refuses, or takes for something else (L26, L57). */
export function instanceValues(instance: Instance, version: string): readonly Finding[] {
  return [
    ...tooManyAddresses(instance, version),
    ...withoutAddress(instance, version),
    ...oldIpv6(instance, version),
    ...linkLocalFirst(instance, version),
    ...virtualWithUnicast(instance, version),
    ...routeValues(linesOf(instance, 'virtual_routes'), version),
    ...ruleValues(linesOf(instance, 'virtual_rules'), version),
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

function linesOf({ name, words }: Instance, word: 'virtual_routes' | 'virtual_rules') {
  return { word, lines: words[word], path: [name, word] }
}
