import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { writeWhole } from './atomic-write.ts'
import { declare } from './declare.ts'

export interface AddressState {
  readonly interface: string
  /** On the interface now; left out: not managed. */
  readonly live?: boolean
  /** Put there at boot. */
  readonly boot?: boolean
}

type Desired = { interface: string; live?: boolean; boot?: boolean }

/**
 * An address with its prefix (`192.168.1.225/32`) on one interface and on no other, with that prefix and no other, now
 * and at boot. null: lbprov no longer sets it at boot; a live one stays, since keepalived may own it.
 */
export function address(cidr: string, state: AddressState | null, meta: Meta = {}): Resource {
  if (!/^[0-9A-Fa-f.:]+\/\d+$/.test(cidr))
    throw new TypeError(`address: expected ADDRESS/PREFIX, but got ${JSON.stringify(cidr)}`)
  return declare(addressKind, cidr, state as Desired | null, null, meta)
}

/**
 * A unit of lbprov's own: nobody else manages the address, whichever network stack the host has (EL7 network-scripts,
 * NetworkManager before 1.41 that can't manage lo, networkd, ifupdown).
 */
const oneshotUnit: Provider<Desired, null> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ name, desired }) => sh`
    ${desired === null ? sh`:` : putLive(name)}
    if [ -L ${wantsLink(name)} ] && [ -r ${unitFile(name)} ]; then
      ${desired === null ? sh`put boot true` : putBoot(name, desired)}
    ${desired?.boot === false ? sh`else put boot false` : sh``}
    fi
    return 0
  `,
  apply: ({ name, desired }) =>
    joined([setBoot(name, desired), desired?.live ? setLive(name, desired.interface) : sh`:`]),
}

const addressKind: Kind<Desired, null> = { name: 'address', chosenBy: 'init', providers: [oneshotUnit] }

const bare = (cidr: string) => cidr.slice(0, cidr.indexOf('/'))
const family = (cidr: string) => (cidr.includes(':') ? '-6' : '-4')
const unitName = (cidr: string) => `lbprov-address-${bare(cidr).replaceAll(':', '_')}.service`
const unitFile = (cidr: string) => `/etc/systemd/system/${unitName(cidr)}`
const wantsLink = (cidr: string) => `/etc/systemd/system/multi-user.target.wants/${unitName(cidr)}`

function putBoot(cidr: string, { interface: device }: Desired): Script {
  return sh`if [ "$(cat <${unitFile(cidr)})" = ${unit(cidr, device)} ]; then put boot true; else put boot differently; fi`
}

/** Runs `found` for each place of the address, with $lb_if the interface and $lb_cidr as it stands there. */
function eachPlace(cidr: string, found: Script): Script {
  return sh`
    lb_if='' lb_before=''
    for lb_cidr in $(ip -o ${family(cidr)} addr show to ${bare(cidr)}); do
      case $lb_cidr in ${bare(cidr)}/*) ${found} ;; esac
      lb_if=$lb_before; lb_before=$lb_cidr
    done
  `
}

/** Prints the interfaces that have the address, and live as `true` or, under another prefix, as that prefix. */
function putLive(cidr: string): Script {
  return sh`
    lb_on='' lb_live=true
    ${eachPlace(cidr, sh`lb_on="$lb_on $lb_if"; [ "$lb_cidr" = ${cidr} ] || lb_live="as $lb_cidr"`)}
    if [ -n "$lb_on" ]; then put interface "\${lb_on# }"; put live "$lb_live"; fi
  `
}

/** Takes it from wherever it is wrong, then adds it; where it is right it is never taken away. */
function setLive(cidr: string, device: string): Script {
  const wrong = sh`if [ "$lb_if $lb_cidr" != ${`${device} ${cidr}`} ]; then ip addr del "$lb_cidr" dev "$lb_if"; fi`
  return sh`
    ${eachPlace(cidr, wrong)}
    ip addr replace ${cidr} dev ${device}${family(cidr) === '-6' ? sh` nodad` : sh``}
  `
}

function setBoot(cidr: string, desired: Desired | null): Script {
  if (desired?.boot === undefined && desired !== null) return sh`:`
  if (!desired?.boot)
    return sh`
    rm -f -- ${wantsLink(cidr)} ${unitFile(cidr)}
    systemctl daemon-reload
  `
  return sh`
    ( ${writeWhole({ path: unitFile(cidr), produce: sh`printf '%s\n' ${unit(cidr, desired.interface)}`, mode: '0644' })}
    )
    systemctl daemon-reload
    systemctl enable -- ${unitName(cidr)}
  `
}

/** After the ARP settings; lo is always there, another interface is waited for. Its end is that of `$(cat …)`: no line feed. */
function unit(cidr: string, device: string): string {
  const wait =
    device === 'lo'
      ? ''
      : `\nBindsTo=sys-subsystem-net-devices-${device}.device\nAfter=sys-subsystem-net-devices-${device}.device network.target`
  const nodad = cidr.includes(':') ? ' nodad' : ''
  return `# Written by lbprov; edits are overwritten.
[Unit]
Description=Address ${cidr} on ${device}
After=systemd-sysctl.service${wait}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip addr replace ${cidr} dev ${device}${nodad}

[Install]
WantedBy=multi-user.target`
}
