import type { Provider } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { isAtBoot, putBoot, removeUnit, unitFile, writeUnit } from '../own-unit.ts'
import type { Desired } from './desired.ts'
import { bootElsewhere } from './elsewhere.ts'
import { bare, further, isTunnel, putLeft, putLive, setLive, takeLive } from './live.ts'

/**
 * A unit of lbprov's own: nobody else manages the address, whichever network stack the host has (EL7 network-scripts,
 * NetworkManager before 1.41 that can't manage lo, networkd, ifupdown).
 */
export const oneshotUnit: Provider<Desired, string | null> = {
  name: 'systemd oneshot unit',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ name, desired, options: left }) => sh`
    ${desired !== null ? putLive(name, desired.interface) : left === null ? sh`:` : putLeft(name, left)}
    if ${isAtBoot(unitName(name))}; then
      ${desired === null ? sh`put boot true` : putBoot(unitName(name), unit(name, desired.interface))}
    ${desired?.boot === undefined ? sh`` : sh`else ${desired.boot ? putElsewhere(name, desired) : sh`put boot false`}`}
    fi
    return 0
  `,
  apply: ({ name, desired, options: left }) =>
    joined([
      desired === null
        ? joined((left === null ? silentDevices : [left]).map((device) => takeFrom(name, device, left === null)))
        : sh`:`,
      setBoot(name, desired),
      desired?.live ? setLive(name, desired.interface, further(name)) : sh`:`,
    ]),
}

/** Where keepalived puts no address: one that lbprov's unit set there goes with the unit. */
const silentDevices = ['lo', 'tunl0', 'ip6tnl0']

function takeFrom(cidr: string, device: string, onlyIfSaid: boolean): Script {
  const taken = takeLive(cidr, device)
  return onlyIfSaid
    ? sh`if grep -qsF -- ${`addr replace ${cidr} dev ${device}`} ${unitFile(unitName(cidr))}; then ${taken}
 fi`
    : taken
}

const unitName = (cidr: string) => `lbprov-address-${bare(cidr).replaceAll(':', '_')}.service`

function putElsewhere(cidr: string, { interface: device }: Desired): Script {
  return sh`
    lb_boot=''
    ${bootElsewhere(cidr, device)}
    if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
  `
}

function setBoot(cidr: string, desired: Desired | null): Script {
  if (desired?.boot === undefined && desired !== null) return sh`:`
  if (!desired?.boot) return removeUnit(unitName(cidr))
  return sh`
    ${writeUnit(unitName(cidr), unit(cidr, desired.interface))}
    systemctl enable -- ${unitName(cidr)}
  `
}

/** As a part of a unit's name, where - parts folders: systemd-escape(1). */
const escaped = (text: string) =>
  text.replaceAll(/[^A-Za-z0-9_.:]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** After the ARP settings. lo is always there, a tunnel once its module is loaded, which is early; another interface is waited for. */
function unit(cidr: string, device: string): string {
  const link = `sys-subsystem-net-devices-${escaped(device)}.device`
  const wait = device === 'lo' || isTunnel(device) ? '' : `\nBindsTo=${link}\nAfter=${link} network.target`
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
