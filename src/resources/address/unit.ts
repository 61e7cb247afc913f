import type { Provider } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { writeWhole } from '../atomic-write.ts'
import type { Desired } from './address.ts'
import { bootElsewhere } from './elsewhere.ts'
import { bare, further, isTunnel, putLive, setLive } from './live.ts'

/**
 * A unit of lbprov's own: nobody else manages the address, whichever network stack the host has (EL7 network-scripts,
 * NetworkManager before 1.41 that can't manage lo, networkd, ifupdown).
 */
export const oneshotUnit: Provider<Desired, null> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ name, desired }) => sh`
    ${desired === null ? sh`:` : putLive(name, desired.interface)}
    if [ -L ${wantsLink(name)} ] && [ -r ${unitFile(name)} ]; then
      ${desired === null ? sh`put boot true` : putBoot(name, desired)}
    ${desired?.boot === undefined ? sh`` : sh`else ${desired.boot ? putElsewhere(name, desired) : sh`put boot false`}`}
    fi
    return 0
  `,
  apply: ({ name, desired }) =>
    joined([setBoot(name, desired), desired?.live ? setLive(name, desired.interface, further(name)) : sh`:`]),
}

const unitName = (cidr: string) => `lbprov-address-${bare(cidr).replaceAll(':', '_')}.service`
const unitFile = (cidr: string) => `/etc/systemd/system/${unitName(cidr)}`
const wantsLink = (cidr: string) => `/etc/systemd/system/multi-user.target.wants/${unitName(cidr)}`

function putBoot(cidr: string, { interface: device }: Desired): Script {
  return sh`if [ "$(exec cat <${unitFile(cidr)})" = ${unit(cidr, device)} ]; then put boot true; else put boot differently; fi`
}

function putElsewhere(cidr: string, { interface: device }: Desired): Script {
  return sh`
    lb_boot=''
    ${bootElsewhere(cidr, device)}
    if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
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

/** After the ARP settings. lo is always there, a tunnel once its module is loaded, which is early; another interface is waited for. Its end is that of `$(cat …)`: no line feed. */
function unit(cidr: string, device: string): string {
  const wait =
    device === 'lo' || isTunnel(device)
      ? ''
      : `\nBindsTo=sys-subsystem-net-devices-${device}.device\nAfter=sys-subsystem-net-devices-${device}.device network.target`
  const up = isTunnel(device) ? `ExecStart=/sbin/ip link set ${device} up\n` : ''
  return `# Written by lbprov; edits are overwritten.
[Unit]
Description=Address ${cidr} on ${device}
After=systemd-sysctl.service${wait}

[Service]
Type=oneshot
RemainAfterExit=yes
${up}ExecStart=${['/sbin/ip addr replace', cidr, 'dev', device, ...further(cidr)].join(' ')}

[Install]
WantedBy=multi-user.target`
}
