import type { Kind, Meta, Resource } from '../model/resource.ts'
import { integer, listOf, needed, object, type Values } from '../model/type.ts'
import { isIpv6 } from './address/live.ts'
import { ipAddress } from './addresses.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { firewalls, oneshotUnit, rulesOf } from './mangle/chain.ts'
import { initScripts } from './mangle/script.ts'
import type { Desired, FirewallMarksOptions } from './mangle/unit.ts'
import { line } from './names.ts'

const clamp = {
  address: needed(ipAddress),
  mss: needed(integer(88, 65_495)),
}

/** The most bytes of a TCP segment that connections to an address of the host's are told to send. */
export type ClampedAddress = Values<typeof clamp>

const attributes = { addresses: needed(listOf(object(clamp))), firewall: needed(firewalls) }

const checkCall = callOf('mss-clamp', ['the chain', line], object(attributes))

/**
 * What the host says of itself when it answers a connection to one of these addresses, in a chain of lbprov's own of the table mangle, now
 * and at boot; none: the chain goes. `firewall`: who may empty the table, and is followed then.
 */
export function mssClamp(
  addresses: readonly ClampedAddress[],
  options: FirewallMarksOptions,
  meta: Meta = {},
): Resource {
  checkCall(hook, { addresses, ...options }, meta)
  return declare(clampKind, hook, rulesOf(addresses, ruleOf), { firewall: options.firewall }, meta)
}

const hook = 'POSTROUTING'

const chain = {
  name: 'lbprov-mss',
  hook,
  unit: 'lbprov-mss-clamp.service',
  description: 'Segment size of connections that come through a tunnel',
} as const

export const clampKind: Kind<Desired, FirewallMarksOptions> = {
  name: 'mss-clamp',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [oneshotUnit(chain), ...initScripts(chain)],
  leftovers: { take: () => declare(clampKind, hook, null, { firewall: 'none' }) },
}

/** As `iptables -S` tells it. */
function ruleOf({ address, mss }: ClampedAddress): string {
  const whole = `${address}/${isIpv6(address) ? 128 : 32}`
  return `-s ${whole} -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss ${mss}`
}
