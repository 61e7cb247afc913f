import { literally } from '../../shell/quote.ts'
import { joined, once, type Script, sh } from '../../shell/script.ts'
import { bare, isIpv6 } from './live.ts'
import { netmaskOf, prefixOf } from './netmask.ts'

/**
 * Sets $lb_boot to true where somebody else's file puts the address on the interface at boot, under that prefix: an enabled
 * unit, rc.local, ifupdown, networkd, NetworkManager and, where their service is enabled, network-scripts. What is said
 * there in another way is not recognised.
 */
export function bootElsewhere(cidr: string, device: string): Script {
  const words = sh`${cidr} ${device} ${literally(cidr)} ${literally(device)}`
  if (isIpv6(cidr)) return once(sh`lb_elsewhere6`, joined([byCommand, byKeys]), words)
  const parts = sh`${bare(cidr)} ${literally(bare(cidr))} ${netmaskOf(cidr)} ${literally(netmaskOf(cidr))} ${prefixOf(cidr)}`
  return once(sh`lb_elsewhere`, joined([byCommand, byKeys, byIfupdown, byNetworkScripts]), sh`${words} ${parts}`)
}

const byCommand = sh`
  lb_added="ip( -[46])? a(ddr|ddress)? (add|replace) $3 (.* )?dev $4(\$|[ ;\"'&])"
  for lb_file in /etc/systemd/system/*.wants/*.service; do
    if grep -qsE "^ExecStart=[^#]*$lb_added" "$lb_file"; then lb_boot=true; fi
  done
  for lb_file in /etc/rc.local /etc/rc.d/rc.local; do
    if [ -x "$lb_file" ] && grep -qsE "^[^#]*$lb_added" "$lb_file"; then lb_boot=true; fi
  done
`

const byKeys = sh`
  for lb_file in /etc/systemd/network/*.network /etc/NetworkManager/system-connections/*; do
    if grep -qsE "^(Address|address[0-9]*)=$3\$" "$lb_file" && grep -qsE "^(Name|interface-name)=$4\$" "$lb_file"; then lb_boot=true; fi
  done
`

/** An interface or an alias of it that comes up by itself and has the address, or a command of one that adds it. */
const byIfupdown = sh`
  if [ -r /etc/network/interfaces ] && cat /etc/network/interfaces /etc/network/interfaces.d/* 2>/dev/null |
    lb_cidr=$1 lb_device=$2 lb_bare=$5 lb_mask=$7 lb_prefix=$9 lb_added=$lb_added awk '
    $1 == "auto" { for (i = 2; i <= NF; i++) auto[$i] = 1 }
    $1 == "iface" { name = $2 }
    $1 == "address" {
      split(name, parts, ":")
      if (parts[1] == ENVIRON["lb_device"]) { if ($2 == ENVIRON["lb_cidr"]) has[name] = 1; if ($2 == ENVIRON["lb_bare"]) waits[name] = 1 }
    }
    $1 == "netmask" && waits[name] && ($2 == ENVIRON["lb_mask"] || $2 == ENVIRON["lb_prefix"]) { has[name] = 1 }
    $1 ~ /^(pre-|post-)?up$/ && $0 ~ ENVIRON["lb_added"] { has[name] = 1 }
    END { for (name in has) if (auto[name]) exit 0; exit 1 }'
  then lb_boot=true; fi
`

/** Sets $lb_service to 1 where the service that reads the files of network-scripts comes with the boot. */
export const networkAtBoot = sh`
  lb_service=''
  for lb_file in /etc/rc[2-5].d/S[0-9][0-9]network /etc/systemd/system/*.wants/network.service; do
    if [ -e "$lb_file" ]; then lb_service=1; fi
  done
`

/** EL6 and EL7; without their service nobody reads them. */
const byNetworkScripts = sh`
  ${networkAtBoot}
  for lb_file in "/etc/sysconfig/network-scripts/ifcfg-$2:"*; do
    if [ -n "$lb_service" ] && grep -qsE "^IPADDR=\"?$6\"?\$" "$lb_file" && grep -qsE "^(PREFIX=\"?$9\"?|NETMASK=\"?$8\"?)\$" "$lb_file" && ! grep -qsiE '^ONBOOT="?no' "$lb_file"; then lb_boot=true; fi
  done
`
