import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firewall } from '../../src/index.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Resource } from '../../src/model/resource.ts'
import { conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { isThorough } from '../support/thorough.ts'
import { has, type Tool } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

/** By number, by port, and from somewhere; then what is like one of these. */
const openings = [
  'vrrp',
  '8000-8010/udp from 192.168.1.0/24',
  ...(isThorough ? ['5060/sctp', 'igmp from 192.168.1.221', 'ah', '80/tcp', 'ipv6'] : []),
]

/** Their rules are written by the program of the iptables service, so a few openings are enough. */
const likeIptables: readonly string[] = ['iptables 1.4.7', 'netfilter-persistent', 'ufw']
const few = openings.filter((opening) => ['vrrp', '5060/sctp', 'ipv6'].includes(opening))

const lists: Readonly<Record<string, string>> = {
  iptables: 'iptables -S; cat /etc/sysconfig/iptables',
  'iptables 1.4.7': 'iptables -S; cat /etc/sysconfig/iptables',
  firewalld: 'cat /run/lbprov-test/firewalld.live /etc/firewalld.permanent 2>/dev/null || :',
  nftables: 'nft list ruleset; cat /etc/nftables.conf /etc/nftables/* 2>/dev/null || :',
  'netfilter-persistent': 'iptables -S; cat /etc/iptables/rules.v4',
  ufw: 'iptables -S; cat /etc/ufw/before.rules',
  none: 'ls /etc',
}

/** As ufw's before.rules: no policies, and a chain in use that another file of ufw's makes. */
const ufwRules = `# rules before ufw's own; don't delete these required lines
*filter
:ufw-before-input - [0:0]
:ufw-not-local - [0:0]
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
-A ufw-before-input -j ufw-not-local
-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
-A ufw-not-local -j DROP
-A ufw-before-input -p udp -d 224.0.0.251 --dport 5353 -j ACCEPT
# don't delete the 'COMMIT' line or these rules won't be processed
COMMIT
`

/** What EL6 has in /etc/sysconfig/iptables after its installation, by its own words. */
const el6Rules = `# Firewall configuration written by system-config-firewall
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -i lo -j ACCEPT
-A INPUT -m state --state NEW -m tcp -p tcp --dport 22 -j ACCEPT
-A INPUT -j REJECT --reject-with icmp-host-prohibited
-A FORWARD -j REJECT --reject-with icmp-host-prohibited
COMMIT
`

/** As the iptables of EL6 lists rules: a blank at the end of each, protocols by their names. */
const iptables147 = `#!/bin/sh
rules=$(/usr/sbin/iptables "$@") || exit
[ -z "$rules" ] || printf '%s\\n' "$rules" | sed 's/^-A .*/& /; s/ -p 112 / -p vrrp /; s/ -p 2 / -p igmp /'
`

/** Debian's way: two chains hang on the input, and neither lets in what the other does not. */
const nftRules = `flush ruleset

table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		iif "lo" accept
		tcp dport 22 accept
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
	}
}
table ip guard {
	chain incoming {
		type filter hook input priority filter + 10; policy accept;
		ip saddr 203.0.113.0/24 drop
	}
}
`

describe.skipIf(whyNoLittleHost() !== null)('firewall', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('firewalld')
    host.exec('mkdir -p /etc/sysconfig')
  })
  afterAll(() => host.close())

  const put = (path: string, text: string) => host.exec(`printf %s '${text.replaceAll("'", "'\\''")}' >${path}`)
  const start: Readonly<Record<string, () => void>> = {
    iptables() {
      put('/etc/sysconfig/iptables', el6Rules)
      host.exec('rm -f /usr/local/sbin/iptables')
      host.exec('nft flush ruleset 2>/dev/null; iptables-restore </etc/sysconfig/iptables')
    },
    'iptables 1.4.7'() {
      start.iptables!()
      put('/usr/local/sbin/iptables', iptables147)
      host.exec('chmod +x /usr/local/sbin/iptables')
    },
    nftables() {
      put('/etc/nftables.conf', nftRules)
      host.exec('rm -rf /etc/nftables; nft -f /etc/nftables.conf')
    },
    'netfilter-persistent'() {
      host.exec('mkdir -p /etc/iptables')
      put('/etc/iptables/rules.v4', el6Rules)
      host.exec('nft flush ruleset 2>/dev/null; iptables-restore </etc/iptables/rules.v4')
    },
    ufw() {
      host.exec('mkdir -p /etc/ufw; nft flush ruleset 2>/dev/null; iptables -F; iptables -X')
      put('/etc/ufw/before.rules', ufwRules)
      host.exec('iptables -N ufw-logging-deny; iptables -N ufw-user-input')
      host.exec('iptables-restore --noflush </etc/ufw/before.rules; iptables -A ufw-before-input -j ufw-user-input')
      host.exec('iptables -A INPUT -j ufw-before-input; iptables -P INPUT DROP')
    },
    firewalld: () => void host.exec('rm -f /etc/firewalld.permanent /run/lbprov-test/firewalld.live'),
    none: () => {},
  }
  const needs: Readonly<Record<string, Tool>> = {
    iptables: 'iptables',
    'iptables 1.4.7': 'iptables',
    'netfilter-persistent': 'iptables',
    ufw: 'iptables',
    nftables: 'nft',
  }
  const facts = (name: string): Facts => factsOf('el7', { firewall: name.split(' ')[0] as Facts['firewall'] })
  const bring = (resource: Resource, name: string) =>
    host.exec(`set -e\n${declared(resource, facts(name)).provider.apply(resource, { refresh: false }).text}`)

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    for (const [name, title] of [
      ['iptables 1.4.7', 'iptables service (real iptables, that lists rules as 1.4.7)'],
      ['iptables', 'iptables service (real iptables)'],
      ['nftables', 'nftables service (real nft)'],
      ['netfilter-persistent', 'netfilter-persistent (real iptables)'],
      ['ufw', 'ufw (real iptables, its chains)'],
      ['firewalld', 'firewalld (stand-in)'],
      ['none', 'no firewall'],
    ] as const)
      describe.skipIf(needs[name] !== undefined && !has(needs[name]))(title, () => {
        const most = likeIptables.includes(name) ? few : openings
        const some = shell === releaseShells[0] ? most : ['5060/sctp']
        conforms(
          {
            title: some.join(', '),
            states: [some.map((opening) => firewall(opening)), some.map((opening) => firewall(opening, null))],
            setUp: () => name,
          },
          {
            connect: () => host.connect(shell),
            facts: facts(name),
            fingerprint: async () => host.exec(lists[name]!),
            exec: async (which) => start[which]!(),
          },
        )
      })
  })

  test.skipIf(!has('iptables'))('EL6: a blank at the end of a rule is no other rule', () => {
    start['iptables 1.4.7']!()
    bring(firewall('vrrp'), 'iptables')
    bring(firewall('vrrp'), 'iptables')
    const listed = host.exec('iptables -S INPUT').split('\n').slice(5)
    expect(listed).toEqual([
      '-A INPUT -p vrrp -m comment --comment lbprov-vrrp -j ACCEPT ',
      '-A INPUT -j REJECT --reject-with icmp-host-prohibited ',
      '',
    ])
    start.iptables!()
  })

  const rules = () => host.exec('iptables -S INPUT').trim().split('\n').slice(1)
  const saved = () => host.exec('grep -e "^-A INPUT" /etc/sysconfig/iptables').trim().split('\n')

  describe.skipIf(!has('iptables'))('iptables service', () => {
    test('the rule goes before the line that rejects the rest, live and saved; nothing else is saved', () => {
      start.iptables!()
      host.exec('iptables -I INPUT -s 203.0.113.7 -j DROP')
      bring(firewall('80/tcp'), 'iptables')
      const ours = '-A INPUT -p tcp -m tcp --dport 80 -m comment --comment lbprov-80_tcp -j ACCEPT'
      expect([rules().indexOf(ours), rules().length]).toEqual([5, 7])
      expect([saved().indexOf(ours), saved().length]).toEqual([4, 6])
      bring(firewall('80/tcp', null), 'iptables')
      expect(host.exec('cat /etc/sysconfig/iptables')).toBe(el6Rules)
    })

    test('one that comes too late is moved', () => {
      start.iptables!()
      host.exec('iptables -A INPUT -p 112 -m comment --comment lbprov-vrrp -j ACCEPT')
      bring(firewall('vrrp'), 'iptables')
      expect(rules().findIndex((rule) => rule.includes('lbprov-vrrp'))).toBe(4)
      expect(rules().length).toBe(6)
    })

    test('rules in a chain of somebody’s are come before, as EL5 had them', () => {
      host.exec(
        'iptables -F; iptables -N firewall; iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -j firewall; iptables -A firewall -j REJECT',
      )
      bring(firewall('vrrp'), 'iptables')
      expect(rules().findIndex((rule) => rule.includes('lbprov-vrrp'))).toBe(1)
      host.exec('iptables -F; iptables -X')
    })

    test('counters in the saved rules are no hindrance', () => {
      start.iptables!()
      host.exec("sed -i 's/^-A/[12:3456] &/' /etc/sysconfig/iptables")
      bring(firewall('80/tcp'), 'iptables')
      expect(host.exec('grep -n lbprov /etc/sysconfig/iptables')).toMatch(/^10:-A INPUT/)
    })
  })

  test.skipIf(!has('iptables'))(
    'ufw: the rule goes before the rules of its users, now and when ufw has loaded its files again',
    () => {
      start.ufw!()
      const places = () => {
        const chain = host.exec('iptables -S ufw-before-input').trim().split('\n').slice(1)
        return ['--comment lbprov-vrrp ', '-j ufw-not-local', '-j ufw-user-input'].map((words) =>
          chain.findIndex((rule) => rule.includes(words)),
        )
      }
      bring(firewall('vrrp'), 'ufw')
      expect(places()).toEqual([5, 3, 6])
      host.exec('iptables-restore --noflush </etc/ufw/before.rules; iptables -A ufw-before-input -j ufw-user-input')
      expect(places()).toEqual([3, 4, 6])
      host.exec('iptables -P INPUT ACCEPT; iptables -F; iptables -X')
    },
  )

  test.skipIf(!has('nft'))(
    'nftables: what is open stays so after the service has loaded its file again, chain for chain',
    () => {
      start.nftables!()
      bring(firewall('80/tcp'), 'nftables')
      bring(firewall('vrrp'), 'nftables')
      const before = host.exec('nft -s list ruleset')
      host.exec('nft -f /etc/nftables.conf')
      expect(host.exec('nft -s list ruleset')).toBe(before)
      expect(before.match(/tcp dport 80 accept/g)).toHaveLength(2)
      bring(firewall('80/tcp', null), 'nftables')
      bring(firewall('vrrp', null), 'nftables')
      expect(host.exec('cat /etc/nftables.conf').trimEnd()).toBe(nftRules.trimEnd())
      expect(host.exec('ls /etc/nftables')).toBe('')
    },
  )

  test.skipIf(!has('nft'))('nftables: a chain that is gone does not keep the rest from being loaded', () => {
    start.nftables!()
    bring(firewall('80/tcp'), 'nftables')
    host.exec("sed -i '/^table ip guard/,/^}/d' /etc/nftables.conf; nft -f /etc/nftables.conf")
    expect(host.exec('nft list ruleset')).toContain('dport 22')
  })
})
