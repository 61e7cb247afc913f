import type { Provider } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import { replaceFile } from '../atomic-write.ts'
import type { Desired } from './desired.ts'
import { bootElsewhere, networkAtBoot } from './elsewhere.ts'
import { bare, putLeft, putLive, setLive, takeLive } from './live.ts'
import { broadcastOf, netmaskOf, numberOf, prefixOf } from './netmask.ts'

/**
 * EL6: an alias file of network-scripts, for IPv4. Bringing an interface up takes away every labelled address that has no such
 * file, so the live address carries the label and the broadcast that ifup-aliases would give it.
 */
export const aliasFile: Provider<Desired, string | null> = {
  name: 'network-scripts alias',
  suits: (facts) => facts.init === 'sysv',
  probe: ({ name, desired, options: left }) => sh`
    ${desired !== null ? putLive(name) : left === null ? sh`:` : putLeft(name, left)}
    lb_boot=${desired?.boot === false ? 'false' : ''}
    for lb_file in ${anyFile(name)}; do
      if [ -f "$lb_file" ]; then lb_boot=${desired?.boot ? 'differently' : 'true'}; fi
    done
    ${desired?.boot ? isAsWritten(name, desired.interface) : sh`:`}
    ${desired?.boot ? sh`if [ -z "$lb_boot" ]; then ${bootElsewhere(name, desired.interface)}; fi` : sh`:`}
    if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
  `,
  apply: ({ name, desired, options: left }) =>
    joined([
      desired !== null
        ? sh`:`
        : left === null
          ? sh`if [ -f ${fileOf(name, 'lo')} ]; then ${takeLive(name, 'lo')}
 fi`
          : takeLive(name, left),
      setBoot(name, desired),
      desired?.live ? setLive(name, desired.interface, words(name, desired)) : sh`:`,
    ]),
}

/** A label is 15 characters with the interface's name, letters and digits after the colon: 7 of them hold any IPv4 address. */
const label = (cidr: string) => numberOf(bare(cidr)).toString(36).padStart(7, '0')

const folder = '/etc/sysconfig/network-scripts'
const fileOf = (cidr: string, device: string) => `${folder}/ifcfg-${device}:${label(cidr)}`
const anyFile = (cidr: string) => sh`${folder}/ifcfg-*:${label(cidr)}`
const longestDevice = 7

/** Succeeds where there is one of the address, of whichever interface. */
export const isAlias = (cidr: string): Script => sh`{ set -- ${anyFile(cidr)}; [ -f "$1" ]; }`
export const removeAlias = (cidr: string): Script => sh`rm -f -- ${anyFile(cidr)}`

function isAsWritten(cidr: string, device: string): Script {
  const file = fileOf(cidr, device)
  return sh`
    if [ -f ${file} ] && [ "$(exec cat <${file})" = ${text(cidr, device)} ]; then
      set -- ${anyFile(cidr)}
      ${networkAtBoot}
      if [ $# = 1 ] && [ -n "$lb_service" ]; then lb_boot=true; fi
    fi
  `
}

function setBoot(cidr: string, desired: Desired | null): Script {
  if (desired !== null && desired.boot === undefined) return sh`:`
  if (!desired?.boot) return removeAlias(cidr)
  if (desired.interface.length > longestDevice) return sh`echo ${noLabel(desired.interface)} >&2; exit 1`
  const file = fileOf(cidr, desired.interface)
  return sh`
    ${networkAtBoot}
    if [ -z "$lb_service" ]; then echo ${unread} >&2; exit 1; fi
    ( ${replaceFile({ path: file, produce: sh`printf '%s\n' ${text(cidr, desired.interface)}`, mode: '0644' })}
    )
    for lb_file in ${anyFile(cidr)}; do if [ "$lb_file" != ${file} ]; then rm -f -- "$lb_file"; fi; done
  `
}

const unread =
  'the network service is off at boot, and nothing else brings up what is in ifcfg files: chkconfig network on'

const noLabel = (device: string) => `EL6: no label fits the name ${device}: the kernel takes 15 characters`

function words(cidr: string, { interface: device }: Desired): readonly string[] {
  if (device.length > longestDevice) return []
  return ['brd', broadcastOf(cidr), 'label', `${device}:${label(cidr)}`]
}

/**
 * Without a prefix of its own an alias takes its parent's: a /8 on lo. PREFIX goes before NETMASK, which older tools read.
 * With alias routing ifup would try to set the default route on lo, before there is a network.
 */
function text(cidr: string, device: string): string {
  return `# Written by lbprov; edits are overwritten.
DEVICE=${device}:${label(cidr)}
IPADDR=${bare(cidr)}
PREFIX=${prefixOf(cidr)}
NETMASK=${netmaskOf(cidr)}
BROADCAST=${broadcastOf(cidr)}
ONBOOT=yes
NO_ALIASROUTING=yes`
}
