import type { ConfirmableMeta, Kind, Provider, Resource } from '../../model/resource.ts'
import { needed, object, orNull } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { globalIpv6Address, ipv4Address } from '../addresses.ts'
import { type CheckCall, callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { line } from '../names.ts'
import { isAtBoot, putBoot, removeUnit, unitFile, writeUnit } from '../own-unit.ts'
import { type Family, ipv4, ipv6 } from './family.ts'

type Desired = { via: string; boot: boolean }
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

const oneshotUnit: Provider<Desired, Family> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ desired, options: family }) => sh`
    ${desired === null ? sh`:` : putVia(family)}
    if ${isAtBoot(family.unitName)}; then ${desired === null ? sh`put boot true` : putBoot(family.unitName, unit(desired.via, family))}; fi
  `,
  apply: ({ desired, options: family }) => (desired === null ? removeUnit(family.unitName) : set(desired.via, family)),
  undo: ({ options: family }) => ({
    save: sh`
      ip ${family.flag} route show default >"$lb_undo/routes"
      if [ -e ${unitFile(family.unitName)} ]; then cp -p -- ${unitFile(family.unitName)} "$lb_undo/unit"; fi
    `,
    restore: sh`
      ${family.restore(sh`"$lb_undo/routes"`)}
      if [ -e "$lb_undo/unit" ]; then cp -p -- "$lb_undo/unit" ${unitFile(family.unitName)}; systemctl daemon-reload
      else ${removeUnit(family.unitName)}; fi
    `,
  }),
}

const routeKind: Kind<Desired, Family> = { name: 'route', chosenBy: 'init', providers: [oneshotUnit] }

function declareRoute(name: string, state: RouteState, family: Family, meta: ConfirmableMeta): Resource {
  return declare(routeKind, name, state && { via: state.via, boot: true }, family, meta)
}

/** The first line that ip prints is the one that packets take. */
function putVia({ flag }: Family): Script {
  return sh`
    lb_route=$(ip ${flag} route show default)
    set -- $lb_route
    if [ "$1 $2" = 'default via' ]; then put via "$3"; fi
  `
}

function set(via: string, family: Family): Script {
  return sh`
    ${writeUnit(family.unitName, unit(via, family))}
    systemctl enable -- ${family.unitName}
    ip ${family.flag} route replace default via ${via} ${family.first}
  `
}

function unit(via: string, { flag, first, start }: Family): string {
  return `# Written by lbprov; edits are overwritten.
[Unit]
Description=Default route via ${via}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${start(['/sbin/ip', flag, 'route replace default via', via, ...first].join(' '))}

[Install]
WantedBy=multi-user.target`
}
