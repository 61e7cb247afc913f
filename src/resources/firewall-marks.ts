import type { Kind, Meta, Resource } from '../model/resource.ts'
import { integer, listOf, needed, object, oneOf, type Values } from '../model/type.ts'
import { isIpv6 } from './address/live.ts'
import { ipAddress } from './addresses.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { firewalls, oneshotUnit, rulesOf } from './mangle/chain.ts'
import { initScripts } from './mangle/script.ts'
import type { Desired, FirewallMarksOptions } from './mangle/unit.ts'
import { line } from './names.ts'

const packet = {
  address: needed(ipAddress),
  port: needed(integer(0, 65_535)),
  protocol: needed(oneOf('TCP', 'UDP', 'SCTP')),
  mark: needed(integer(0, 4_294_967_295)),
}

/** Packets that get a firewall mark: those to an address, protocol and port. */
export type MarkedPackets = Values<typeof packet>

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
  return declare(marksKind, hook, rulesOf(packets, ruleOf), { firewall: options.firewall }, meta)
}

const hook = 'PREROUTING'

const chain = {
  name: 'lbprov-marks',
  hook,
  unit: 'lbprov-firewall-marks.service',
  description: 'Firewall marks of virtual services',
} as const

export const marksKind: Kind<Desired, FirewallMarksOptions> = {
  name: 'firewall-marks',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [oneshotUnit(chain), ...initScripts(chain)],
  leftovers: { take: () => declare(marksKind, hook, null, { firewall: 'none' }) },
}

/** As `iptables -S` tells it. */
function ruleOf({ address, port, protocol, mark }: MarkedPackets): string {
  const own = protocol.toLowerCase()
  const whole = `${address}/${isIpv6(address) ? 128 : 32}`
  return `-d ${whole} -p ${own} -m ${own} --dport ${port} -j MARK --set-xmark 0x${mark.toString(16)}/0xffffffff`
}
