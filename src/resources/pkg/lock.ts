import { type Script, sh } from '../../shell/script.ts'

/** Seconds between two looks at a lock. What is waited for is said with the third, after 6 s; after 5 min the tool says what it has to say. */
const everySeconds = 3
const mostLooks = 100

/** Waits while `holder` finds a process that has one of the locks of the package tools, in $lb_holder. */
export function waitForLock(holder: Script): Script {
  return sh`
    lb_looks=0
    while [ $lb_looks -lt ${mostLooks} ]; do
      lb_holder=''
      ${holder}
      if [ -z "$lb_holder" ]; then break; fi
      lb_name=''; { read -r lb_name <"/proc/$lb_holder/comm"; } 2>/dev/null || :
      if [ $lb_looks = 2 ]; then put waiting "for the package lock, held by process $lb_holder\${lb_name:+ ($lb_name)}"; fi
      lb_looks=$((lb_looks + 1)); sleep ${everySeconds}
    done
  `
}

/** yum's, and dnf's, which has one for each of its parts: a file with the number of the process. */
export const rpmLock = sh`
  for lb_lock in /var/run/yum.pid /var/lib/dnf/rpmdb_lock.pid /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid; do
    lb_pid=''; { read -r lb_pid lb_rest <"$lb_lock" || :; } 2>/dev/null || :
    if [ -n "$lb_pid" ] && [ -d "/proc/$lb_pid" ]; then lb_holder=$lb_pid; fi
  done
`

/** apt before 2.0 gives up at once, and for its lists every apt does. */
export const aptLock = sh`
  lb_holder=$(stat -c %i /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock 2>/dev/null | awk '
    NR == FNR { wanted[$1]; next }
    $2 == "POSIX" && $4 == "WRITE" { split($6, place, ":"); if (place[3] in wanted) { print $5; exit } }' - /proc/locks)
`
