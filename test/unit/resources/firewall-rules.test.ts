import { expect, test } from 'vitest'
import { firewall } from '../../../src/index.ts'
import type { Facts } from '../../../src/model/facts.ts'
import { declared } from '../../support/conformance.ts'
import { factsOf } from '../lvs/support/site.ts'

/** What a firewall is told to let in: the port or protocol, and from where. */
const told = (opening: string, name: Facts['firewall']) => {
  const resource = firewall(opening)
  return declared(resource, factsOf('el9', { firewall: name })).provider.apply(resource, { refresh: false }).text
}

test.each([
  ['80/tcp', '-p tcp -m tcp --dport 80 -m', 'rule port port="80" protocol="tcp" accept', 'tcp dport 80 accept'],
  ['vrrp', '-p 112 -m', 'rule protocol value="vrrp" accept', 'meta l4proto 112 accept'],
  ['ah', '-p 51 -m', 'rule protocol value="ah" accept', 'meta l4proto 51 accept'],
  ['igmp', '-p 2 -m', 'rule protocol value="igmp" accept', 'meta l4proto 2 accept'],
  ['ipip', '-p 4 -m', 'rule protocol value="ipencap" accept', 'meta l4proto 4 accept'],
  ['ipv6', '-p 41 -m', 'rule protocol value="ipv6" accept', 'meta l4proto 41 accept'],
  [
    '8000-8010/udp from 192.168.1.0/24',
    '-s 192.168.1.0/24 -p udp -m udp --dport 8000:8010 -m',
    'rule family="ipv4" source address="192.168.1.0/24" port port="8000-8010" protocol="udp" accept',
    'ip saddr 192.168.1.0/24 udp dport 8000-8010 accept',
  ],
  [
    '443/tcp from 2001:db8::/64',
    '-s 2001:db8::/64 -p tcp -m tcp --dport 443 -m',
    'rule family="ipv6" source address="2001:db8::/64" port port="443" protocol="tcp" accept',
    'ip6 saddr 2001:db8::/64 tcp dport 443 accept',
  ],
])('%s is all that is let in', (opening, iptables, firewalld, nftables) => {
  const program = opening.includes('2001:') ? 'ip6tables' : 'iptables'
  for (const name of ['iptables', 'netfilter-persistent', 'ufw'] as const) {
    const text = told(opening, name)
    expect(text).toContain(`${program} -I `)
    // Now, and in the file for the next boot.
    expect(text).toContain(`)" ${iptables} comment --comment`)
    expect(text).toMatch(new RegExp(`-A [\\w-]+ ${iptables} comment --comment`))
  }
  expect(told(opening, 'firewalld')).toContain(`=${firewalld}`)
  expect(told(opening, 'nftables')).toContain(nftables)
})
