import { once, type Script, sh } from '../../shell/script.ts'
import { readKeepalivedPid } from './account.ts'

/**
 * Sets, without a program: $lb_ka_own to the processes of keepalived that its file names, the one and its children; $lb_ka_stopped to those of
 * them that are stopped; $lb_ka_wakes to how often each has slept and come back, ` PID=COUNT`; $lb_ka_other to the first of a keepalived beside it in the same network.
 * Shells read files of the kernel byte by byte, and `stat` is long: `comm`, which Linux has since 2.6.33, says first which are worth it.
 */
export const keepalivedProcesses: Script = once(
  sh`lb_ka_processes`,
  sh`
  ${readKeepalivedPid}
  lb_ka_main=$lb_ka_pid lb_ka_own='' lb_ka_stopped='' lb_ka_wakes='' lb_ka_other='' lb_others=''
  for lb_stat in /proc/[0-9]*/stat; do
    lb_comm='' lb_line=''
    { read -r lb_comm <"\${lb_stat%stat}comm" || :; } 2>/dev/null
    case $lb_comm in keepalived* | '') ;; *) continue ;; esac
    { read -r lb_line <"$lb_stat" || :; } 2>/dev/null
    case $lb_line in *' (keepalived'*) ;; *) continue ;; esac
    lb_pid=\${lb_line%% *}
    set -- \${lb_line##*) }
    if [ "$lb_pid" != "$lb_ka_main" ] && [ "$2" != "$lb_ka_main" ]; then lb_others="$lb_others $lb_pid:$2"; continue; fi
    lb_ka_own="$lb_ka_own $lb_pid"
    case $1 in T | t) lb_ka_stopped="$lb_ka_stopped $lb_pid" ;; esac
    while read -r lb_key lb_value _; do
      if [ "$lb_key" = voluntary_ctxt_switches: ]; then lb_ka_wakes="$lb_ka_wakes $lb_pid=$lb_value"; fi
    done <"/proc/$lb_pid/status"
  done 2>/dev/null
  for lb_pair in $lb_others; do
    case " $lb_ka_own " in *" \${lb_pair#*:} "*) continue ;; esac
    if [ "/proc/\${lb_pair%:*}/ns/net" -ef /proc/self/ns/net ]; then lb_ka_other=\${lb_ka_other:-\${lb_pair%:*}}; fi
  done
  `,
)
