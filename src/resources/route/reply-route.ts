import { isIPv6 } from 'node:net'
import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { needed, object, orNull } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { ipAddress } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'

type Desired = { via: string }

/** `via`: the gateway's address; null: by the table of all others. */
export type ReplyRouteState = { readonly via: string } | null

/** A table that nothing else has. */
const table = '22504'

const checkCall = callOf('reply-route', ['the address', ipAddress], orNull(object({ via: needed(ipAddress) })))

/**
 * What the host sends from that address goes through that gateway, whatever the default route is; for now, not at boot. While
 * real servers change from DR to NAT, or back, both ways back to clients are open.
 */
export function replyRoute(address: string, state: ReplyRouteState, meta: Meta = {}): Resource {
  checkCall(address, state, meta)
  return declare(replyRouteKind, address, state as Desired | null, {}, meta)
}

export const replyRouteKind: Kind<Desired> = {
  name: 'reply-route',
  providers: [{ name: 'ip rule', probe, apply }],
  leftovers: { take: ({ name }) => replyRoute(name, null) as Resource<Desired>, rank: 1 },
}

const ip = (address: string) => (isIPv6(address) ? sh`ip -6` : sh`ip -4`)

function probe({ name }: Resource<Desired>): Script {
  return sh`
    lb_rules=$(${ip(name)} rule show 2>/dev/null) || :
    case $lb_rules in
      *${`from ${name} lookup ${table}`}*)
        lb_route=$(${ip(name)} route show default table ${table} 2>/dev/null) || :
        set -- $lb_route
        if [ "$1 $2" = 'default via' ]; then put via "$3"; else put via none; fi ;;
    esac
  `
}

function apply({ name, desired }: Resource<Desired>): Script {
  const rule = sh`from ${name} lookup ${table}`
  if (desired === null)
    return sh`
      while ${ip(name)} rule del ${rule} 2>/dev/null; do :; done
      case $(${ip(name)} rule show) in *${`lookup ${table}`}*) ;; *) ${ip(name)} route flush table ${table} ;; esac
    `
  // The networks that the host has other ways to, its own before all, keep them: a client there would get its answers by way of the gateway.
  return sh`
    ${ip(name)} route show table main | sed 's/ linkdown//; s/ dead//' | while read -r lb_route; do
      case $lb_route in default*) ;; *) ${ip(name)} route replace $lb_route table ${table} 2>/dev/null || : ;; esac
    done
    ${ip(name)} route replace default via ${desired.via} table ${table}
    case $(${ip(name)} rule show) in *${`from ${name} lookup ${table}`}*) ;; *) ${ip(name)} rule add ${rule} ;; esac
  `
}
