import { factsProbe } from '../resources/facts/probe.ts'
import { readKeepalivedPid } from '../resources/keepalived/account.ts'
import { framed, type Part } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'

/** The configuration that keepalived reads unless told otherwise, and that lbprov writes. */
export const confPath = '/etc/keepalived/keepalived.conf'

/** The file and what it includes, each once, by the names that `include` gives them; what can not be read is left out. */
const configuration = (path: string) => sh`
  set -- ${path}
  lb_n=0 lb_seen=' '
  while [ $# -gt 0 ]; do
    lb_file=$1; shift
    case $lb_seen in *" $lb_file "*) continue ;; esac
    lb_seen="$lb_seen$lb_file "
    if [ ! -f "$lb_file" ] || [ ! -r "$lb_file" ]; then continue; fi
    lb_n=$((lb_n + 1)); put "path.$lb_n" "$lb_file"; attr "text.$lb_n"; cat "$lb_file"
    while read -r lb_word lb_pattern lb_rest || [ -n "$lb_word" ]; do
      case $lb_word in @*) lb_word=$lb_pattern; lb_pattern=\${lb_rest%%[ \#!]*} ;; esac
      case $lb_word in include | include[rmwba]) ;; *) continue ;; esac
      case $lb_pattern in /*) ;; *) lb_pattern=\${lb_file%/*}/$lb_pattern ;; esac
      for lb_found in $lb_pattern; do set -- "$@" "$lb_found"; done
    done <"$lb_file"
  done
`

/** What the keepalived that runs was told on its command line, a word a line; nothing where none runs. And whether there is the user that it takes for scripts. */
const started = sh`
  if id keepalived_script >/dev/null 2>&1; then put script_user yes; fi
  ${readKeepalivedPid}
  if [ -n "$lb_ka_pid" ] && [ -r "/proc/$lb_ka_pid/cmdline" ]; then
    put started "$(tr '\0' '\n' <"/proc/$lb_ka_pid/cmdline" | sed 1d)"
  fi
`

/** Asked only where the kernel has a table: ipvsadm would load the module. */
const table = sh`
  if [ -e /proc/net/ip_vs ] && command -v ipvsadm >/dev/null 2>&1; then
    if lb_out=$(ipvsadm -Sn 2>/dev/null); then put table "$lb_out"; fi
  fi
`

/** What a host is asked to be taken over: its facts and, of a director, the configuration at that path and its table. Changes nothing. */
export function adoptScript(token: string, conf: string | null): Script {
  const facts: Part = { id: 'facts', mode: 'look', body: factsProbe() }
  if (conf === null) return framed(token, [facts])
  return framed(token, [
    facts,
    { id: 'daemon', mode: 'look', body: started },
    { id: 'configuration', mode: 'look', body: configuration(conf) },
    { id: 'table', mode: 'look', body: table },
  ])
}
