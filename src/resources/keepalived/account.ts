import { awkProgram, once, type Script, sh } from '../../shell/script.ts'

const dumps = ['keepalived.data', 'keepalived_check.data', 'keepalived_parent.data', 'keepalived_bfd.data']

/** Sets $lb_ka_pid to what keepalived's file says its process is; the file may be old. */
export const readKeepalivedPid: Script = once(
  sh`lb_ka_read_pid`,
  sh`
    lb_ka_pid=''
    for lb_file in /run/keepalived.pid /var/run/keepalived.pid; do
      if [ -r "$lb_file" ]; then read -r lb_ka_pid <"$lb_file" || :; break; fi
    done
  `,
)

/**
 * Sets $lb_ka_runs when keepalived runs, and $lb_ka_pid to it if it can be asked by signal: to one before 1.2.17 (EL6) the signals are
 * deadly. Sets $lb_ka_tmp to its /tmp, which systemd may have made a private one.
 */
export const findKeepalived: Script = sh`
  lb_ka_runs='' lb_ka_why='keepalived does not run' lb_line=''
  ${readKeepalivedPid}
  if [ -n "$lb_ka_pid" ] && [ -r "/proc/$lb_ka_pid/comm" ]; then read -r lb_line <"/proc/$lb_ka_pid/comm"; fi
  case $lb_line in keepalived*) lb_ka_runs=1 lb_ka_why='' ;; *) lb_ka_pid='' ;; esac
  lb_ka_tmp=/proc/$lb_ka_pid/root/tmp
  if [ -n "$lb_ka_pid" ]; then
    lb_line=$(keepalived -v 2>&1) || :
    lb_line=\${lb_line#*eepalived v}
    case \${lb_line%%[ ,]*} in
      1.[01].* | 1.2.[0-9] | 1.2.1[0-6] | '') lb_ka_pid='' lb_ka_why='keepalived before 1.2.17 tells nothing about itself' ;;
    esac
  fi
`

/** Waits, 3 s at most, for a dump to be there and whole. */
export function awaitDump(file: string): Script {
  return sh`
    lb_n=0
    while [ ! -s "$lb_ka_tmp/"${file} ] && [ $lb_n -lt 15 ]; do sleep 0.2; lb_n=$((lb_n + 1)); done
    sleep 0.2
  `
}

/** Prints a dump that we, and so keepalived, own: in a /tmp for all somebody else may have made one first, and a sticky folder keeps ours from being swapped. */
export function printDump(path: Script): Script {
  return sh`lb_path=${path}; if [ -f "$lb_path" ] && [ ! -L "$lb_path" ] && [ -O "$lb_path" ]; then cat "$lb_path"; fi`
}

const sweep = once(sh`lb_ka_sweep`, sh`( cd "$lb_ka_tmp" && rm -f -- ${dumps} )`)

const dumpProgram = awkProgram(`
  { gsub(",", "") }
  /VRRP Instance = / { name = $4 }
  /^ *State = / { if (name != "") print "instance", name, $3; name = "" }
  /VS VIP = / { service = $4 " " $7 }
  /VS FWMARK = / { service = "fwmark " $4 }
  /^ *RIP = / { server = $3 " " $6 }
  /^ *alive = / { if (server != "") print "server", service, server, $3; server = "" }
`)

/**
 * Sets $lb_ka to keepalived's own account, lines `instance NAME STATE` and `server ADDRESS PORT ADDRESS PORT ALIVE` (or `server
 * fwmark MARK …`); real servers from 2.1 on. Asked once a script; its dumps, in which the password stands, do not stay.
 */
export const keepalivedAccount: Script = once(
  sh`lb_ka_tell`,
  sh`
    if [ -z "\${lb_ka_asked:-}" ]; then
      lb_ka_asked=1 lb_ka=''
      ${findKeepalived}
      if [ -n "$lb_ka_pid" ]; then
        ${sweep}
        kill -USR1 "$lb_ka_pid"
        ${awaitDump('keepalived.data')}
        lb_ka=$(for lb_file in keepalived.data keepalived_check.data; do ${printDump(sh`"$lb_ka_tmp/$lb_file"`)}; done | awk ${dumpProgram})
        ${sweep}
      fi
    fi
  `,
)
