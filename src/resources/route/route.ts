import type { ConfirmableMeta, Kind, Provider, Resource } from '../../model/resource.ts'
import { needed, object, orNull } from '../../model/type.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { globalIpv6Address, ipv4Address } from '../addresses.ts'
import { byLine, byWord } from '../by-line.ts'
import { type CheckCall, callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { line } from '../names.ts'
import { byChkconfig, byUnit, byUpdateRcd, type Errand, type OwnBoot } from '../own-boot.ts'
import { type Family, ipv4, ipv6 } from './family.ts'

type Desired = { via: string; boot: boolean }
/** The family; of a route that is left over where it leads, and the one whose place it took. */
type Options = Family & { readonly left?: { readonly via: string; readonly before: string } }
/** `via`: the gateway's address; null: no longer set at boot. */
export type RouteState = { readonly via: string } | null

const [checkRoute, checkRoute6] = [ipv4Address, globalIpv6Address].map((via) =>
  callOf('route', ['the name', line], orNull(object({ via: needed(via) }))),
) as [CheckCall, CheckCall]

/**
 * The IPv4 default route, through that gateway before all others, now and at boot, whoever else sets one. null: lbprov no
 * longer sets it at boot; the live one stays. With `confirm` the host takes it back should it lock us out.
 */
export function defaultRoute(state: RouteState, meta: ConfirmableMeta = {}): Resource {
  checkRoute('default', state, meta)
  return declareRoute('default', state, ipv4, meta)
}

/** The same of IPv6, where the gateway is no link-local address. */
export function defaultRoute6(state: RouteState, meta: ConfirmableMeta = {}): Resource {
  checkRoute6('default6', state, meta)
  return declareRoute('default6', state, ipv6, meta)
}

function ownErrand(boot: OwnBoot): Provider<Desired, Options> {
  return {
    name: boot.name,
    suits: boot.suits,
    probe: ({ desired, options: family }) => sh`
      ${family.left ? putLeft(family.left, family) : desired === null ? sh`:` : putVia(family)}
      if ${boot.isThere(family.errand)}; then ${desired === null ? sh`put boot true` : boot.put(errandOf(desired.via, family))}; fi
    `,
    apply({ desired, options: family }) {
      if (desired !== null) return set(desired.via, family, boot)
      return joined([boot.remove(family.errand), family.left ? takeLive(family.left, family) : sh`:`])
    },
    undo: ({ options: family }) => ({
      save: sh`
        ip ${family.flag} route show default >"$lb_undo/routes"
        if [ -e ${boot.fileOf(family.errand)} ]; then cp -p -- ${boot.fileOf(family.errand)} "$lb_undo/unit"; fi
      `,
      restore: sh`
        ${family.restore(sh`"$lb_undo/routes"`)}
        if [ -e "$lb_undo/unit" ]; then cp -p -- "$lb_undo/unit" ${boot.fileOf(family.errand)}; ${boot.reread}
        else ${boot.remove(family.errand)}; fi
      `,
    }),
  }
}

export const routeKind: Kind<Desired, Options> = {
  name: 'route',
  chosenBy: 'init',
  providers: [byUnit, byUpdateRcd, byChkconfig].map(ownErrand),
  leftovers: {
    keep: ({ desired }, { observed, kept }) => {
      const before =
        kept === undefined
          ? (observed?.before ?? '').replaceAll(/ (linkdown|dead)\b/g, '').trim()
          : (JSON.parse(kept) as { before: string }).before
      return JSON.stringify({ via: desired?.via, before })
    },
    take: ({ name, kept }) => {
      const { via, before } = JSON.parse(kept) as { via: string; before: string }
      const [check, family] = name === 'default6' ? ([checkRoute6, ipv6] as const) : ([checkRoute, ipv4] as const)
      check(name, { via }, {})
      if (!/^(default via [\w.:%@ +-]+)?$/.test(before)) throw new Error('it is no route')
      return declare(routeKind, name, null, { ...family, left: { via, before } }, { confirm: {} })
    },
    rank: 1,
  },
}

function declareRoute(name: string, state: RouteState, family: Family, meta: ConfirmableMeta): Resource {
  return declare(routeKind, name, state && { via: state.via, boot: true }, family, meta)
}

/** The first line that ip prints is the one that packets take. */
function putVia({ flag }: Family): Script {
  return sh`
    lb_route=$(ip ${flag} route show default)
    set -- $lb_route
    if [ "$1 $2" = 'default via' ]; then put via "$3"; fi
    lb_route=\${lb_route%%${'\n'}*}
    case " $lb_route " in *' metric '*) ;; *' via '*) put before "$lb_route" ;; esac
  `
}

/** Runs `found` for the live route of ours: through that gateway, and before all others. */
function ifLive(via: string, { flag, first }: Family, found: Script): Script {
  const ours =
    first.length === 0
      ? sh`*' metric '*) ;; ${`default via ${via} `}*`
      : sh`${`default via ${via} `}*${` ${first.join(' ')} `}*`
  return sh`
    lb_routes=$(ip ${flag} route show default)
    ${byLine}
    set -- $lb_routes
    ${byWord}
    for lb_route in "$@"; do case "$lb_route " in ${ours}) ${found} ;; esac; done
  `
}

const putLeft = ({ via }: NonNullable<Options['left']>, family: Family) => ifLive(via, family, sh`put via ${via}`)

function takeLive({ via, before }: NonNullable<Options['left']>, family: Family): Script {
  const { flag, first } = family
  const again =
    before === '' || first.length > 0 ? sh`` : sh`; ip ${flag} route add ${before.split(/ +/)} 2>/dev/null || :`
  return ifLive(via, family, sh`ip ${flag} route del default via ${via} ${first}${again}`)
}

function set(via: string, family: Family, boot: OwnBoot): Script {
  return sh`
    ${boot.write(errandOf(via, family))}
    ip ${family.flag} route replace default via ${via} ${family.first}
  `
}

function errandOf(via: string, { flag, first, start, errand }: Family): Errand {
  return {
    name: errand,
    description: `Default route via ${via}`,
    commands: [start(['/sbin/ip', flag, 'route replace default via', via, ...first].join(' '))],
    waits: ['Wants=network-online.target', 'After=network-online.target'],
  }
}
