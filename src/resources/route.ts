import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { writeWhole } from './atomic-write.ts'
import { declare } from './declare.ts'

type Desired = { via: string; boot: boolean }
type State = { readonly via: string } | null

/**
 * The IPv4 default route, through that gateway before all others, now and at boot, whoever else sets one. null: lbprov no
 * longer sets it at boot; the live one stays. With `confirm` the host takes it back should it lock us out.
 */
export function defaultRoute(state: State, meta: Meta = {}): Resource {
  return declareRoute('default', state, ipv4, meta)
}

/** The same of IPv6, where the gateway is no link-local address. */
export function defaultRoute6(state: State, meta: Meta = {}): Resource {
  return declareRoute('default6', state, ipv6, meta)
}

/** One of the two families, as ip and the boot unit have it. */
interface Family {
  readonly form: RegExp
  readonly flag: '-4' | '-6'
  /** Words of a route that is before all others. */
  readonly first: readonly string[]
  readonly unitName: string
  /** The command line of the boot unit. */
  readonly start: (command: string) => string
  /** Puts back what `ip route show default` said, which is in the file. */
  readonly restore: (saved: Script) => Script
}

/** Metric 0 is before what DHCP and NetworkManager set. */
const ipv4: Family = {
  form: /^[0-9.]+$/,
  flag: '-4',
  first: [],
  unitName: 'lbprov-route-default.service',
  start: (command) => command,
  restore: (saved) => sh`
    while ip -4 route del default 2>/dev/null; do :; done
    ${addAgain('-4', saved)}
  `,
}

/** The kernel takes metric 0 for 1024, that of router adverts. The others stay as they are: one by router advert can't be put back. */
const ipv6: Family = {
  form: /^(?!fe[89ab])[0-9a-f:.]*:[0-9a-f:.]*$/i,
  flag: '-6',
  first: ['metric', '1'],
  unitName: 'lbprov-route-default6.service',
  start: patiently,
  restore: (saved) => sh`
    while ip -6 route del default metric 1 2>/dev/null; do :; done
    sed -n '/ metric 1 /p; / metric 1$/p' ${saved} >"$lb_undo/first"
    ${addAgain('-6', sh`"$lb_undo/first"`)}
  `,
}

/** network-online.target does not wait for an address by router advert, nor for duplicate address detection. */
function patiently(command: string): string {
  const seconds = Array.from({ length: 30 }, (_, i) => i + 1).join(' ')
  return `/bin/sh -c 'for second in ${seconds}; do ${command} && exit 0; sleep 1; done; exit 1'`
}

/** ip prints the state of the link among the words of a route, and then doesn't read it. */
function addAgain(flag: string, saved: Script): Script {
  return sh`sed 's/ linkdown//; s/ dead//' ${saved} | while read -r lb_route; do ip ${flag} route add $lb_route; done`
}

const oneshotUnit: Provider<Desired, Family> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ desired, options: family }) => sh`
    ${desired === null ? sh`:` : putVia(family)}
    if [ -L ${wantsLink(family)} ] && [ -r ${unitFile(family)} ]; then ${desired === null ? sh`put boot true` : putBoot(desired.via, family)}; fi
  `,
  apply: ({ desired, options: family }) => (desired === null ? remove(family) : set(desired.via, family)),
  undo: ({ options: family }) => ({
    save: sh`
      ip ${family.flag} route show default >"$lb_undo/routes"
      if [ -e ${unitFile(family)} ]; then cp -p -- ${unitFile(family)} "$lb_undo/unit"; fi
    `,
    restore: sh`
      ${family.restore(sh`"$lb_undo/routes"`)}
      if [ -e "$lb_undo/unit" ]; then cp -p -- "$lb_undo/unit" ${unitFile(family)}; else rm -f -- ${wantsLink(family)} ${unitFile(family)}; fi
      systemctl daemon-reload
    `,
  }),
}

const routeKind: Kind<Desired, Family> = { name: 'route', chosenBy: 'init', providers: [oneshotUnit] }

function declareRoute(name: string, state: State, family: Family, meta: Meta): Resource {
  if (state && !family.form.test(state.via))
    throw new TypeError(
      `route: expected an ${family.flag === '-6' ? 'IPv6 address of no link' : 'IPv4 address'} as the gateway, but got ${JSON.stringify(state.via)}`,
    )
  return declare(routeKind, name, state && { via: state.via, boot: true }, family, meta)
}

const unitFile = ({ unitName }: Family) => `/etc/systemd/system/${unitName}`
const wantsLink = ({ unitName }: Family) => `/etc/systemd/system/multi-user.target.wants/${unitName}`

/** The first line that ip prints is the one that packets take. */
function putVia({ flag }: Family): Script {
  return sh`
    lb_route=$(ip ${flag} route show default)
    set -- $lb_route
    if [ "$1 $2" = 'default via' ]; then put via "$3"; fi
  `
}

function putBoot(via: string, family: Family): Script {
  return sh`if [ "$(cat <${unitFile(family)})" = ${unit(via, family)} ]; then put boot true; else put boot differently; fi`
}

function set(via: string, family: Family): Script {
  return sh`
    ( ${writeWhole({ path: unitFile(family), produce: sh`printf '%s\n' ${unit(via, family)}`, mode: '0644' })}
    )
    systemctl daemon-reload
    systemctl enable -- ${family.unitName}
    ip ${family.flag} route replace default via ${via} ${family.first}
  `
}

function remove(family: Family): Script {
  return sh`
    rm -f -- ${wantsLink(family)} ${unitFile(family)}
    systemctl daemon-reload
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
