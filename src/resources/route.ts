import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { writeWhole } from './atomic-write.ts'
import { declare } from './declare.ts'

type Desired = { via: string; boot: boolean }

/**
 * The default route, through that gateway before all others, now and at boot, whoever else sets one. null: lbprov no
 * longer sets it at boot; the live one stays. With `confirm` the host takes it back should it lock us out.
 */
export function defaultRoute(state: { readonly via: string } | null, meta: Meta = {}): Resource {
  if (state && !/^[0-9A-Fa-f.:]+$/.test(state.via))
    throw new TypeError(`route: expected an address as the gateway, but got ${JSON.stringify(state.via)}`)
  return declare(routeKind, 'default', state && { via: state.via, boot: true }, null, meta)
}

/** Metric 0 is before what DHCP and NetworkManager set. */
const oneshotUnit: Provider<Desired, null> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ desired }) => sh`
    ${desired === null ? sh`:` : putVia(desired.via)}
    if [ -L ${wantsLink} ] && [ -r ${unitFile} ]; then ${desired === null ? sh`put boot true` : putBoot(desired.via)}; fi
  `,
  apply: ({ desired }) => (desired === null ? remove : set(desired.via)),
  undo: () => ({
    save: sh`
      { ip -4 route show default; } >"$lb_undo/ipv4"; { ip -6 route show default; } >"$lb_undo/ipv6"
      if [ -e ${unitFile} ]; then cp -p -- ${unitFile} "$lb_undo/unit"; fi
    `,
    restore: sh`
      ${restoreFamily('4')}
      ${restoreFamily('6')}
      if [ -e "$lb_undo/unit" ]; then cp -p -- "$lb_undo/unit" ${unitFile}; else rm -f -- ${wantsLink} ${unitFile}; fi
      systemctl daemon-reload
    `,
  }),
}

const routeKind: Kind<Desired, null> = { name: 'route', chosenBy: 'init', providers: [oneshotUnit] }

const unitName = 'lbprov-route-default.service'
const unitFile = `/etc/systemd/system/${unitName}`
const wantsLink = `/etc/systemd/system/multi-user.target.wants/${unitName}`
const family = (via: string) => (via.includes(':') ? '-6' : '-4')

/** The first line that ip prints is the one that packets take. */
function putVia(via: string): Script {
  return sh`
    lb_route=$(ip ${family(via)} route show default)
    set -- $lb_route
    if [ "$1 $2" = 'default via' ]; then put via "$3"; fi
  `
}

function putBoot(via: string): Script {
  return sh`if [ "$(cat <${unitFile})" = ${unit(via)} ]; then put boot true; else put boot differently; fi`
}

function set(via: string): Script {
  return sh`
    ( ${writeWhole({ path: unitFile, produce: sh`printf '%s\n' ${unit(via)}`, mode: '0644' })}
    )
    systemctl daemon-reload
    systemctl enable -- ${unitName}
    ip ${family(via)} route replace default via ${via}
  `
}

const remove = sh`
  rm -f -- ${wantsLink} ${unitFile}
  systemctl daemon-reload
`

/** ip prints the state of the link among the words of a route, and then doesn't read it. */
function restoreFamily(which: '4' | '6'): Script {
  return sh`
    while ip ${`-${which}`} route del default 2>/dev/null; do :; done
    sed 's/ linkdown//; s/ dead//' "$lb_undo"/${`ipv${which}`} | while read -r lb_route; do ip ${`-${which}`} route add $lb_route; done
  `
}

function unit(via: string): string {
  return `# Written by lbprov; edits are overwritten.
[Unit]
Description=Default route via ${via}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip ${family(via)} route replace default via ${via}

[Install]
WantedBy=multi-user.target`
}
