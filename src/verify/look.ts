import { awaitDump, findKeepalived, printDump } from '../resources/keepalived/account.ts'
import { framed, type Part } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import { advertFilter } from './tap.ts'

/** What every host is asked; starts a handful of programs and changes nothing. */
const place = sh`
  put clock "$(date +%s)"
  if [ ! -d /run/systemd/system ]; then put sysv true; fi
  attr addresses; ip -o addr show || :
  attr macs
  for lb_file in /sys/class/net/*/address; do
    lb_name=\${lb_file%/address}; lb_mac=''
    read -r lb_mac <"$lb_file" || :
    printf '%s %s\n' "\${lb_name##*/}" "$lb_mac"
  done
  lb_blind=''
  attr tcp; awk '$4 == "0A" { print $2 }' /proc/net/tcp 2>/dev/null || lb_blind=1
  awk '$4 == "0A" { print $2 }' /proc/net/tcp6 2>/dev/null || :
  attr udp; awk '$4 == "07" { print $2 }' /proc/net/udp 2>/dev/null || lb_blind=1
  awk '$4 == "07" { print $2 }' /proc/net/udp6 2>/dev/null || :
  if [ -n "$lb_blind" ]; then put no-sockets '/proc/net does not show what listens'; fi
`

const counters = sh`
  if lb_out=$(ipvsadm -Ln --stats --exact 2>&1); then put traffic "$lb_out"; else put no-traffic "$lb_out"; fi
`

const table = sh`
  if ! command -v ipvsadm >/dev/null 2>&1; then put no-table 'there is no ipvsadm'; put no-traffic 'there is no ipvsadm'; put no-daemons 'there is no ipvsadm'; return 0; fi
  if lb_out=$(ipvsadm -Sn 2>&1); then put table "$lb_out"; else put no-table "$lb_out"; fi
  if lb_out=$(ipvsadm -L --daemon 2>&1); then put daemons "$lb_out"; else put no-daemons "$lb_out"; fi
  ${counters}
`

const stats = sh`
  rm -f -- "$lb_ka_tmp/keepalived.stats"; kill -USR2 "$lb_ka_pid"
  ${awaitDump('keepalived.stats')}
  ${printDump('keepalived.stats')}
  rm -f -- "$lb_ka_tmp/keepalived.stats"
`

/**
 * What keepalived counts before and after some seconds and, where there is tcpdump, what is on the wire in between.
 * keepalived writes its counters to a file, which does not stay.
 */
function adverts(seconds: number, interfaces: readonly string[]): Script {
  return sh`
    ${findKeepalived}
    if [ -n "$lb_ka_pid" ]; then attr before; ${stats}
    else put no-adverts "$lb_ka_why"; fi
    attr wire
    if command -v tcpdump >/dev/null 2>&1; then
      for lb_if in ${interfaces}; do
        tcpdump -nn -l -p -i "$lb_if" ${advertFilter} 2>/dev/null & lb_dumps="\${lb_dumps:-} $!"
      done
      sleep ${seconds}
      kill $lb_dumps 2>/dev/null
      for lb_dump in $lb_dumps; do
        wait "$lb_dump" 2>/dev/null
        case $? in 0 | 143) ;; *) lb_deaf=1 ;; esac
      done
      if [ -n "\${lb_deaf:-}" ]; then put no-wire 'tcpdump could not listen'; fi
    else
      put no-wire 'there is no tcpdump'
      sleep ${seconds}
    fi
    if [ -n "$lb_ka_pid" ]; then attr after; ${stats}; fi
  `
}

/** Rules that name a protocol of VRRP's adverts and keep it out. Where iptables writes to nf_tables it tells nothing of what iptables-legacy wrote. */
const barriers = sh`
  attr barriers
  lb_tools='iptables ip6tables'
  case $(iptables -V 2>/dev/null) in
    *nf_tables*)
      for lb_family in ip ip6; do
        lb_names=/proc/net/\${lb_family}_tables_names
        if [ -r "$lb_names" ] && read -r lb_line <"$lb_names"; then lb_tools="$lb_tools \${lb_family}tables-legacy"; fi
      done ;;
  esac
  for lb_tool in $lb_tools; do
    if command -v $lb_tool >/dev/null 2>&1; then $lb_tool -S 2>/dev/null | grep -Ei -e '-p (112|vrrp|51|ah)\b.*-j (DROP|REJECT)' | sed "s/^/$lb_tool /"; fi
  done
  if command -v nft >/dev/null 2>&1; then
    nft list ruleset 2>/dev/null | grep -Ei '(protocol|l4proto|nexthdr) (112|vrrp|51|ah)\b.*(drop|reject)' | sed 's/^[[:space:]]*/nft /'
  fi
  :
`

export interface DirectorErrand {
  /** How long adverts are watched. */
  readonly seconds: number
  readonly interfaces: readonly string[]
}

/** The one script of a host; `director` where it is one that runs keepalived, `balances` where it has a table. */
export function lookScript(token: string, director: DirectorErrand | null, balances: boolean): Script {
  const look = (id: string, body: Script): Part => ({ id, mode: 'look', body })
  return framed(token, [
    look('place', place),
    ...(director ? [look('adverts', adverts(director.seconds, director.interfaces)), look('barriers', barriers)] : []),
    ...(balances ? [look('table', table)] : []),
  ])
}

/** The counters alone, once they tell of `total` connections or ten seconds are over: the kernel sums them every two, later under load. */
export function trafficScript(token: string, total: number): Script {
  const body = sh`
    lb_n=0
    while [ $lb_n -lt 20 ] && lb_sum=$(ipvsadm -Ln --stats --exact 2>/dev/null | awk '$1 == "->" { n += $3 } END { printf "%.0f", n }') && [ "\${lb_sum:-0}" -lt ${total} ]; do
      lb_n=$((lb_n + 1))
      sleep 0.5
    done
    ${counters}
  `
  return framed(token, [{ id: 'table', mode: 'look', body }])
}
