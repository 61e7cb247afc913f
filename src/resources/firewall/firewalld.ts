import { once, sh } from '../../shell/script.ts'
import { type Backend, providerOf } from './backend.ts'
import { isIpv6, type Opening } from './opening.ts'

/** firewall-cmd takes a third of a second to start: it is asked once for all openings of one look. */
const putRule = sh`
  if [ -z "\${lb_rules_live+set}" ]; then
    lb_rules_live=${'\n'}$(exec firewall-cmd --list-rich-rules)${'\n'}
    lb_rules_boot=${'\n'}$(exec firewall-cmd --permanent --list-rich-rules)${'\n'}
  fi
  case $lb_rules_live in *${'\n'}"$1"${'\n'}*) put live true ;; esac
  case $lb_rules_boot in *${'\n'}"$1"${'\n'}*) put boot true ;; esac
`

/**
 * firewalld (EL7 and later): a rich rule in the default zone, permanent and at once; no reload, which would drop what
 * others opened for a while. Rich rules alone: EL7 before 7.3 (firewalld 0.3) has no other word for a protocol, and a
 * list of ports comes back with neighbours joined.
 */
export const firewalld = providerOf({
  name: 'firewalld',
  suits: (facts) => facts.firewall === 'firewalld',
  probe: ({ options }) => once(sh`lb_rich_rule`, putRule, sh`${ruleOf(options)}`),
  live: tell(),
  boot: tell('--permanent'),
})

function tell(...words: readonly string[]): Backend['live'] {
  return (opening, open) => sh`firewall-cmd -q ${words} ${`--${open ? 'add' : 'remove'}-rich-rule=${ruleOf(opening)}`}`
}

const names = { vrrp: 'vrrp', ah: 'ah', igmp: 'igmp', ipip: 'ipencap', ipv6: 'ipv6' } as const

/** In the very words in which firewalld lists it. */
function ruleOf(opening: Opening): string {
  const { protocol, port, from } = opening
  const source = from === null ? '' : ` family="${isIpv6(opening) ? 'ipv6' : 'ipv4'}" source address="${from}"`
  const packets =
    port !== null
      ? `port port="${port}" protocol="${protocol}"`
      : `protocol value="${names[protocol as keyof typeof names]}"`
  return `rule${source} ${packets} accept`
}
