import { awaitDump, findKeepalived, printDump } from '../resources/keepalived/account.ts'
import { keepalivedProcesses } from '../resources/keepalived/processes.ts'
import { framed, type Part } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import { barriers, reachability, type Server } from './look-around.ts'
import { paths } from './path.ts'
import { advertFilter } from './tap.ts'

/** What listens; `listeningIn` reads it. */
export const sockets: Script = sh`
  lb_blind=''
  attr tcp; awk '$4 == "0A" { print $2 }' /proc/net/tcp 2>/dev/null || lb_blind=1
  awk '$4 == "0A" { print $2 }' /proc/net/tcp6 2>/dev/null || :
  attr udp; awk '$4 == "07" { print $2 }' /proc/net/udp 2>/dev/null || lb_blind=1
  awk '$4 == "07" { print $2 }' /proc/net/udp6 2>/dev/null || :
  if [ -n "$lb_blind" ]; then put no-sockets '/proc/net does not show what listens'; fi
`

/** What every host is asked; starts a handful of programs and changes nothing. */
const place = sh`
  put clock "$(date +%s)"
  if [ ! -d /run/systemd/system ]; then put sysv true; fi
  attr addresses; ip -o addr show || :
  attr macs
  for lb_file in /sys/class/net/*/address; do
    lb_name=\${lb_file%/address}; lb_mac='' lb_mtu=''
    read -r lb_mac <"$lb_file" || :
    read -r lb_mtu <"$lb_name/mtu" || :
    printf '%s %s %s\n' "\${lb_name##*/}" "$lb_mac" "$lb_mtu"
  done
  attr room; df -Pk /etc /tmp /var 2>/dev/null || :
  attr defaults
  awk '$2 == "00000000" && $8 == "00000000" { print 4, $3 }' /proc/net/route 2>/dev/null || :
  awk '$1 == "00000000000000000000000000000000" && $2 == "00" && $10 != "lo" { print 6, $5 }' /proc/net/ipv6_route 2>/dev/null || :
  # dash reads a byte at a time, and /proc/sys answers only the first
  if lb_line=$(cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max 2>/dev/null); then
    set -- $lb_line; put conntrack "$1 $2"
  fi
  ${sockets}
`

const counters = sh`
  attr loads; ipvsadm -Ln 2>/dev/null || :
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
  ${printDump(sh`"$lb_ka_tmp/keepalived.stats"`)}
  rm -f -- "$lb_ka_tmp/keepalived.stats"
`

/**
 * What keepalived counts before and after some seconds and, where there is tcpdump, what is on the wire in between.
 * keepalived writes its counters to a file, which does not stay.
 */
function adverts(seconds: number, interfaces: readonly string[]): Script {
  return sh`
    ${keepalivedProcesses}
    ${findKeepalived}
    if [ -n "$lb_ka_stopped" ]; then put hung "$lb_ka_stopped"; lb_ka_pid='' lb_ka_why="keepalived hangs: process$lb_ka_stopped is stopped"; fi
    if [ -n "$lb_ka_runs" ]; then put runs true; fi
    if [ -n "$lb_ka_pid" ]; then attr before; ${stats}
    else put no-adverts "$lb_ka_why"; fi
    attr wire
    if command -v tcpdump >/dev/null 2>&1; then
      for lb_if in ${interfaces}; do
        timeout ${seconds} tcpdump -nn -l -p -i "$lb_if" ${advertFilter} 2>/dev/null & lb_dumps="\${lb_dumps:-} $!"
      done
      sleep ${seconds}
      for lb_dump in $lb_dumps; do wait "$lb_dump"; [ $? = 124 ] || lb_deaf=1; done
      if [ -n "\${lb_deaf:-}" ]; then put no-wire 'tcpdump could not listen'; fi
    else
      put no-wire 'there is no tcpdump'
      sleep ${seconds}
    fi
    if [ -n "$lb_ka_pid" ]; then attr after; ${stats}; fi
  `
}

export interface DirectorErrand {
  /** How long adverts are watched. */
  readonly seconds: number
  readonly interfaces: readonly string[]
  /** The real servers that it hands packets to. */
  readonly servers?: readonly Server[]
}

/** The one script of a host; `director` where it is one that runs keepalived, `balances` where it has a table. */
export function lookScript(token: string, director: DirectorErrand | null, balances: boolean): Script {
  const look = (id: string, body: Script): Part => ({ id, mode: 'look', body })
  return framed(token, [
    look('place', place),
    look('barriers', barriers),
    ...(director
      ? [
          look('adverts', adverts(director.seconds, director.interfaces)),
          ...(director.servers?.length
            ? [
                look('servers', reachability(director.servers)),
                look('paths', paths([...new Set(director.servers.map(({ address }) => address))])),
              ]
            : []),
        ]
      : []),
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
    attr unanswered
    awk '$1 == "TCP" && $8 == "SYN_RECV" { n[$2 " " $4 " " $5 " " $6]++ } END { for (each in n) if (++lines <= 1000) print n[each], each }' /proc/net/ip_vs_conn 2>/dev/null || :
  `
  return framed(token, [{ id: 'table', mode: 'look', body }])
}
