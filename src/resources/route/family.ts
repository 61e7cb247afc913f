import { type Script, sh } from '../../shell/script.ts'

/** One of the two families, as ip and the boot unit have it. */
export interface Family {
  readonly flag: '-4' | '-6'
  /** Words of a route that is before all others. */
  readonly first: readonly string[]
  /** The name of what sets it at boot. */
  readonly errand: string
  /** The command line of that. */
  readonly start: (command: string) => string
  /** Puts back what `ip route show default` said, which is in the file. */
  readonly restore: (saved: Script) => Script
}

/** Metric 0 is before what DHCP and NetworkManager set. */
export const ipv4: Family = {
  flag: '-4',
  first: [],
  errand: 'lbprov-route-default',
  start: (command) => command,
  restore: (saved) => sh`
    while ip -4 route del default 2>/dev/null; do :; done
    ${addAgain('-4', saved)}
  `,
}

/** The kernel takes metric 0 for 1024, that of router adverts. The others stay as they are: one by router advert can't be put back. */
export const ipv6: Family = {
  flag: '-6',
  first: ['metric', '1'],
  errand: 'lbprov-route-default6',
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
