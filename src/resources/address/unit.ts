import type { Provider } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { byChkconfig, byUnit, byUpdateRcd, type Errand, type OwnBoot } from '../own-boot.ts'
import type { Desired } from './desired.ts'
import { bootElsewhere } from './elsewhere.ts'
import { bare, further, isTunnel, putLeft, putLive, setLive, takeLive } from './live.ts'

/**
 * A unit or a script of lbprov's own: nobody else manages the address, whichever network stack the host has (EL7 network-scripts,
 * NetworkManager before 1.41 that can't manage lo, networkd, ifupdown).
 */
function ownErrand(boot: OwnBoot): Provider<Desired, string | null> {
  return {
    name: boot.name,
    suits: boot.suits,
    probe: ({ name, desired, options: left }) => sh`
      ${desired !== null ? putLive(name, desired.interface) : left === null ? sh`` : putLeft(name, left)}
      if ${boot.isThere(nameOf(name))}; then
        ${desired === null ? sh`put boot true` : boot.put(errandOf(name, desired.interface))}
      ${desired?.boot === undefined ? sh`` : sh`else ${desired.boot ? putElsewhere(name, desired) : sh`put boot false`}`}
      fi
    `,
    apply: ({ name, desired, options: left }) =>
      joined([
        desired === null
          ? joined(
              (left === null ? silentDevices : [left]).map((device) => takeFrom(name, device, boot, left === null)),
            )
          : sh`:`,
        setBoot(name, desired, boot),
        desired?.live ? setLive(name, desired.interface, further(name)) : sh`:`,
      ]),
  }
}

export const oneshotUnit = ownErrand(byUnit)
export const initScript = ownErrand(byUpdateRcd)
/** EL6: where no alias file will do. */
export const chkconfigScript = ownErrand(byChkconfig)

/** Where keepalived puts no address: one that lbprov's unit set there goes with the unit. */
const silentDevices = ['lo', 'tunl0', 'ip6tnl0']

function takeFrom(cidr: string, device: string, boot: OwnBoot, onlyIfSaid: boolean): Script {
  const taken = takeLive(cidr, device)
  return onlyIfSaid
    ? sh`if grep -qsF -- ${`addr replace ${cidr} dev ${device}`} ${boot.fileOf(nameOf(cidr))}; then ${taken}
 fi`
    : taken
}

/** Of the unit or script that brings an address. */
export const nameOf = (cidr: string) => `lbprov-address-${bare(cidr).replaceAll(':', '_')}`

function putElsewhere(cidr: string, { interface: device }: Desired): Script {
  return sh`
    lb_boot=''
    ${bootElsewhere(cidr, device)}
    if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
  `
}

function setBoot(cidr: string, desired: Desired | null, boot: OwnBoot): Script {
  if (desired?.boot === undefined && desired !== null) return sh`:`
  return desired?.boot ? boot.write(errandOf(cidr, desired.interface)) : boot.remove(nameOf(cidr))
}

/** As a part of a unit's name, where - parts folders: systemd-escape(1). */
const escaped = (text: string) =>
  text.replaceAll(/[^A-Za-z0-9_.:]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** After the ARP settings. lo is always there, a tunnel once its module is loaded, which is early; another interface is waited for. */
function errandOf(cidr: string, device: string): Errand {
  const link = `sys-subsystem-net-devices-${escaped(device)}.device`
  const wait = device === 'lo' || isTunnel(device) ? [] : [`BindsTo=${link}`, `After=${link} network.target`]
  return {
    name: nameOf(cidr),
    description: `Address ${cidr} on ${device}`,
    commands: [
      ...(isTunnel(device) ? [`/sbin/ip link set ${device} up`] : []),
      ['/sbin/ip addr replace', cidr, 'dev', device, ...further(cidr)].join(' '),
    ],
    waits: ['After=systemd-sysctl.service', ...wait],
  }
}
