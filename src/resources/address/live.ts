import { once, type Script, sh } from '../../shell/script.ts'

export const bare = (cidr: string): string => cidr.slice(0, cidr.indexOf('/'))
export const isIpv6 = (cidr: string): boolean => cidr.includes(':')

/** A tunnel that comes with its module is down until somebody brings it up. */
export const isTunnel = (device: string): boolean => /^(tunl|ip6tnl)\d+$/.test(device)

/** Words after the address: an IPv6 one that others hold too is not looked for on the network, nor taken as a source. */
export const further = (cidr: string): readonly string[] =>
  isIpv6(cidr) ? ['nodad', ...(cidr.endsWith('/128') ? ['preferred_lft', '0'] : [])] : []

/** Runs `found` for each place of the address, with $lb_if the interface and $lb_cidr as it stands there. */
export function eachPlace(cidr: string, found: Script): Script {
  return places(sh`${familyOf(cidr)}`, sh`${bare(cidr)}`, found)
}

const familyOf = (cidr: string) => (isIpv6(cidr) ? '-6' : '-4')

function places(family: Script, address: Script, found: Script): Script {
  return sh`
    lb_if='' lb_before=''
    for lb_cidr in $(exec ip -o ${family} addr show to ${address}); do
      case $lb_cidr in ${address}/*) ${found} ;; esac
      lb_if=$lb_before; lb_before=$lb_cidr
    done
  `
}

/** Prints live where the address is on that interface. */
export function putLeft(cidr: string, device: string): Script {
  return eachPlace(cidr, sh`if [ "$lb_if $lb_cidr" = ${`${device} ${cidr}`} ]; then put live true; fi`)
}

/** Takes it from that interface; a tunnel that has no address then goes down, as it was. */
export function takeLive(cidr: string, device: string): Script {
  return sh`
    ${eachPlace(cidr, sh`if [ "$lb_if $lb_cidr" = ${`${device} ${cidr}`} ]; then ip addr del ${cidr} dev ${device}; fi`)}
    ${isTunnel(device) ? sh`case $(ip -o addr show dev ${device} 2>/dev/null) in *' inet'*) ;; *) ip link set ${device} down 2>/dev/null || : ;; esac` : sh`:`}
  `
}

/** Prints the interfaces that have the address, and live as `true` or, under another prefix, as that prefix. */
export function putLive(cidr: string, device = ''): Script {
  return once(sh`lb_address`, putPlaces, sh`${bare(cidr)} ${cidr} ${familyOf(cidr)} ${isTunnel(device) ? device : ''}`)
}

/** $4: the tunnel that it is on. */
const putPlaces = sh`
  lb_on='' lb_live=true
  ${places(sh`"$3"`, sh`"$1"`, sh`lb_on="$lb_on $lb_if"; [ "$lb_cidr" = "$2" ] || lb_live="as $lb_cidr"`)}
  if [ -n "$4" ] && ! ip -o link show dev "$4" up 2>/dev/null | grep -q .; then lb_live='on a tunnel that is down'; fi
  if [ -n "$lb_on" ]; then put interface "\${lb_on# }" live "$lb_live"; fi
`

/**
 * Takes it from wherever it is wrong, then adds it; where it is right it is left alone. EL6: kernel 2.6.32 refuses to
 * replace an address that is there. `more` are further words for `ip addr add`.
 */
export function setLive(cidr: string, device: string, more: readonly string[] = []): Script {
  const placed = sh`
    if [ "$lb_if $lb_cidr" = ${`${device} ${cidr}`} ]; then lb_right=1; else ip addr del "$lb_cidr" dev "$lb_if"; fi
  `
  return sh`
    ${isTunnel(device) ? sh`ip link set ${device} up` : sh`:`}
    lb_right=''
    ${eachPlace(cidr, placed)}
    if [ -z "$lb_right" ]; then ip addr add ${cidr} dev ${device} ${more}; fi
  `
}
