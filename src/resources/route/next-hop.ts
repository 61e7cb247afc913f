import { isIPv6 } from 'node:net'
import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { boolean, needed, object, orNull } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { ipAddress } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'

type Desired = { gateway: boolean }

/** null: the route is as it was. */
export type NextHopState = { readonly gateway: true } | null

const checkCall = callOf('next-hop', ['the address', ipAddress], orNull(object({ gateway: needed(boolean) })))

/**
 * The route to a host of the director's own network names that host as its gateway; for now, not at boot. null: it does no more. A kernel
 * keeps one route for all that IPVS sends to a real server. One that NAT has made has no gateway, and by it a packet of DR is sent to whoever
 * answers for the virtual address: nobody. So where both are in use, either kind of route needs one. Seen with Linux 6.1.
 */
export function nextHop(address: string, state: NextHopState, meta: Meta = {}): Resource {
  checkCall(address, state, meta)
  return declare(nextHopKind, address, state as Desired | null, {}, meta)
}

export const nextHopKind: Kind<Desired> = {
  name: 'next-hop',
  providers: [{ name: 'ip route', probe, apply }],
  leftovers: { take: ({ name }) => nextHop(name, null) as Resource<Desired>, rank: 1 },
}

const ip = (address: string) => (isIPv6(address) ? sh`ip -6` : sh`ip -4`)

/** A host behind a router has a gateway anyway, and so has nothing to be done. */
function probe({ name, desired }: Resource<Desired>): Script {
  if (desired === null)
    return sh`case $(${ip(name)} route show ${name} 2>/dev/null) in ${`${name} via ${name} `}*) put gateway true ;; esac`
  return sh`case $(${ip(name)} route get ${name} 2>/dev/null) in *' via '* | local*) put gateway true ;; esac`
}

function apply({ name, desired }: Resource<Desired>): Script {
  if (desired === null) return sh`while ${ip(name)} route del ${name} via ${name} 2>/dev/null; do :; done`
  return sh`
    lb_way=$(${ip(name)} route get ${name})
    lb_way=\${lb_way#* dev }
    ${ip(name)} route replace ${name} via ${name} dev "\${lb_way%% *}" onlink
  `
}
