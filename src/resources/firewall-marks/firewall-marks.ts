import type { Kind, Meta, Provider, Resource } from '../../model/resource.ts'
import { integer, listOf, needed, object, oneOf, type Type, type Values } from '../../model/type.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { isIpv6 } from '../address/live.ts'
import { ipAddress } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { line } from '../names.ts'
import { putBoot, unitFile, writeUnit } from '../own-unit.ts'
import { chain, type Desired, type FirewallMarksOptions, families, jump, tools, unit } from './unit.ts'

const packet = {
  address: needed(ipAddress),
  port: needed(integer(0, 65_535)),
  protocol: needed(oneOf('TCP', 'UDP', 'SCTP')),
  mark: needed(integer(0, 4_294_967_295)),
}

/** Packets that get a firewall mark: those to an address, protocol and port. */
export type MarkedPackets = Values<typeof packet>

const firewalls: Type<FirewallMarksOptions['firewall']> = oneOf(
  'iptables',
  'firewalld',
  'nftables',
  'ufw',
  'netfilter-persistent',
  'none',
)

const attributes = { packets: needed(listOf(object(packet))), firewall: needed(firewalls) }

const checkCall = callOf('firewall-marks', ['the chain', line], object(attributes))

/**
 * The firewall marks that lbprov sets on packets as they come in, in a chain of its own of the table mangle, now and at boot;
 * none: the chain goes. Each rule is told as `iptables -S` does. `firewall`: who may empty the table, and is followed then.
 */
export function firewallMarks(
  packets: readonly MarkedPackets[],
  options: FirewallMarksOptions,
  meta: Meta = {},
): Resource {
  checkCall(hook, { packets, ...options }, meta)
  const { firewall } = options
  const [ipv6, ipv4] = [true, false].map((six) =>
    packets
      .filter(({ address }) => isIpv6(address) === six)
      .map(ruleOf)
      .join('\n'),
  ) as [string, string]
  const desired = packets.length === 0 ? null : { ipv4, ipv6, boot: true }
  return declare(marksKind, hook, desired, { firewall }, meta)
}

const hook = 'PREROUTING'
const unitName = 'lbprov-firewall-marks.service'

/** A unit of lbprov's own, whichever firewall the host has: it comes after that and is started and loaded again with it. */
const oneshotUnit: Provider<Desired, FirewallMarksOptions> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ desired, options }) =>
    desired === null
      ? sh`if [ -e ${unitFile(unitName)} ]; then put boot true; fi`
      : joined([
          ...families.map(putLive),
          sh`if [ -e ${unitFile(unitName)} ]; then
            if systemctl is-enabled -q -- ${unitName}; then ${putBoot(unitName, unit(desired, options))}; else put boot differently; fi
          fi`,
        ]),
  apply: ({ desired, options }) => (desired === null ? remove : set(desired, options)),
}

export const marksKind: Kind<Desired, FirewallMarksOptions> = {
  name: 'firewall-marks',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [oneshotUnit],
  leftovers: { take: () => declare(marksKind, hook, null, { firewall: 'none' }) },
}

/** As `iptables -S` tells it. */
function ruleOf({ address, port, protocol, mark }: MarkedPackets): string {
  const own = protocol.toLowerCase()
  const whole = `${address}/${isIpv6(address) ? 128 : 32}`
  return `-d ${whole} -p ${own} -m ${own} --dport ${port} -j MARK --set-xmark 0x${mark.toString(16)}/0xffffffff`
}

/** Rules that no packet gets to are none. */
function putLive(family: (typeof families)[number]): Script {
  return sh`
    lb_rules=$(exec ${tools[family]} -t mangle -S 2>/dev/null) || lb_rules=''
    case $lb_rules in
      *${`-A ${jump.join(' ')}`}*) put ${family} "$(printf '%s\n' "$lb_rules" | sed -n ${`s/^-A ${chain} //p`})" ;;
      *) put ${family} '' ;;
    esac
  `
}

function set(desired: Desired, options: FirewallMarksOptions): Script {
  return sh`
    ${writeUnit(unitName, unit(desired, options))}
    systemctl reenable -q -- ${unitName}
    systemctl restart -- ${unitName}
  `
}

const remove = sh`
  systemctl disable -q --now -- ${unitName}
  rm -f -- ${unitFile(unitName)}
  systemctl daemon-reload
  for lb_tool in iptables ip6tables; do
    while $lb_tool -t mangle -D ${jump} 2>/dev/null; do :; done
    $lb_tool -t mangle -F ${chain} 2>/dev/null || :
    $lb_tool -t mangle -X ${chain} 2>/dev/null || :
  done
`
