import { type Script, sh } from '../../shell/script.ts'

/** Characters that the kernel keeps of a program's name. */
const longestComm = 15

/**
 * Succeeds where the process of the pid file is dead while others of the service's name live, none of them the parent of another; their
 * numbers are in $lb_orphans. EL6: `status` finds them and says that the service runs, and keepalived does not start beside them.
 */
export function areOrphans(name: string, pidFile: string): Script {
  const comm = `(${name.slice(0, longestComm)})`
  return sh`
    lb_find_orphans() {
      lb_pid='' lb_comm='' lb_orphans=' ' lb_parents=' '
      { read -r lb_pid lb_rest <${pidFile} || :; } 2>/dev/null || :
      if [ -z "$lb_pid" ]; then return 1; fi
      { read -r lb_pid lb_comm lb_state lb_rest <"/proc/$lb_pid/stat" || :; } 2>/dev/null || :
      if [ "$lb_comm" = ${comm} ] && [ "$lb_state" != Z ]; then return 1; fi
      for lb_stat in /proc/[0-9]*/stat; do
        lb_pid='' lb_comm=''
        { read -r lb_pid lb_comm lb_state lb_parent lb_rest <"$lb_stat" || :; } 2>/dev/null || :
        if [ "$lb_comm" = ${comm} ] && [ "$lb_state" != Z ]; then lb_orphans="$lb_orphans$lb_pid " lb_parents="$lb_parents$lb_parent "; fi
      done
      for lb_parent in $lb_parents; do case $lb_orphans in *" $lb_parent "*) return 1 ;; esac; done
      [ "$lb_orphans" != ' ' ]
    }; lb_find_orphans
  `
}

/** Ends them by their numbers, in good order if they take no more than 5 s for it, so that the service can be started. */
export function endOrphans(name: string, pidFile: string): Script {
  return sh`
    lb_looks=0
    while ${areOrphans(name, pidFile)}; do
      case $lb_looks in 0) kill $lb_orphans 2>/dev/null || : ;; 25) kill -KILL $lb_orphans 2>/dev/null || : ;; 50) break ;; esac
      lb_looks=$((lb_looks + 1)); sleep 0.2
    done
  `
}
