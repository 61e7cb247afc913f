import type { Provider } from '../../model/resource.ts'
import { oneOf, type Type } from '../../model/type.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { isIpv6 } from '../address/live.ts'
import { putBoot, unitFile, writeUnit } from '../own-unit.ts'
import { type Chain, type Desired, type FirewallMarksOptions, families, jumpTo, tools, unitText } from './unit.ts'

/** The firewalls that a host may have. */
export const firewalls: Type<FirewallMarksOptions['firewall']> = oneOf(
  'iptables',
  'firewalld',
  'nftables',
  'ufw',
  'netfilter-persistent',
  'none',
)

/** The rules of each family, one an item; null: there is none. */
export function rulesOf<T extends { readonly address: string }>(
  items: readonly T[],
  rule: (item: T) => string,
): Desired | null {
  if (items.length === 0) return null
  const of = (six: boolean) => items.filter(({ address }) => isIpv6(address) === six)
  return { ipv4: of(false).map(rule).join('\n'), ipv6: of(true).map(rule).join('\n'), boot: true }
}

/** A unit of lbprov's own, whichever firewall the host has: it comes after that and is started and loaded again with it. */
export function oneshotUnit(chain: Chain): Provider<Desired, FirewallMarksOptions> {
  const { unit } = chain
  return {
    name: 'systemd oneshot unit',
    suits: (facts) => facts.init === 'systemd',
    probe: ({ desired, options }) =>
      desired === null
        ? sh`if [ -e ${unitFile(unit)} ]; then put boot true; fi`
        : joined([
            ...families.map((family) => putLive(chain, family)),
            sh`if [ -e ${unitFile(unit)} ]; then
            if systemctl is-enabled -q -- ${unit}; then ${putBoot(unit, unitText(chain, desired, options))}; else put boot differently; fi
          fi`,
          ]),
    apply: ({ desired, options }) => (desired === null ? remove(chain) : set(chain, desired, options)),
  }
}

/** Rules that no packet gets to are none. Older versions end some in a blank. */
export function putLive(chain: Chain, family: (typeof families)[number]): Script {
  return sh`
    lb_rules=$(exec ${tools[family]} -t mangle -S 2>/dev/null) || lb_rules=''
    case $lb_rules in
      *${`-A ${jumpTo(chain).join(' ')}`}*) put ${family} "$(printf '%s\n' "$lb_rules" | sed -n ${`s/ *$//; s/^-A ${chain.name} //p`})" ;;
      *) put ${family} '' ;;
    esac
  `
}

function set(chain: Chain, desired: Desired, options: FirewallMarksOptions): Script {
  return sh`
    ${writeUnit(chain.unit, unitText(chain, desired, options))}
    systemctl reenable -q -- ${chain.unit}
    systemctl restart -- ${chain.unit}
  `
}

function remove(chain: Chain): Script {
  const { unit } = chain
  return sh`
    systemctl disable -q --now -- ${unit}
    rm -f -- ${unitFile(unit)}
    systemctl daemon-reload
    ${takeChain(chain)}
  `
}

/** The chain of both families, and what leads to it, if they are there. */
export function takeChain(chain: Chain): Script {
  return sh`
    for lb_tool in iptables ip6tables; do
      while $lb_tool -t mangle -D ${jumpTo(chain)} 2>/dev/null; do :; done
      $lb_tool -t mangle -F ${chain.name} 2>/dev/null || :
      $lb_tool -t mangle -X ${chain.name} 2>/dev/null || :
    done
  `
}
