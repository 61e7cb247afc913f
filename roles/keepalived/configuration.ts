import { file, joined, type Resource, type Script, sh } from 'lbprov'
import { atLeast, configTestStatuses, maskKeepalivedConf, sameConf } from 'lbprov/lvs'

/**
 * keepalived.conf, tested by keepalived itself before it is in place, where it can: from 2.0.4 on; elsewhere by `scripts`,
 * if given. A file made by hand that means the same stays, with its comments.
 */
export function configuration(content: string, version: string, name: string, scripts: Script | null): Resource {
  const test = testOf(version, scripts)
  const validate = (path: Script) => joined([isRead, test(path)])
  const state = { content, mode: '0640', owner: 'root', group: 'root' }
  const same = (found: string) => sameConf(found, content, { name, version })
  return file('/etc/keepalived/keepalived.conf', state, { same, mask: maskKeepalivedConf, validate })
}

/** A keepalived that is told to read another file never sees this one. EL: KEEPALIVED_OPTIONS; Debian: DAEMON_ARGS. */
const isRead = sh`
  for lb_file in /etc/sysconfig/keepalived /etc/default/keepalived; do
    if grep -sE '^(KEEPALIVED_OPTIONS|DAEMON_ARGS)=(.*[ "'\''])?(-f|--use-file)' "$lb_file" | grep -qv /etc/keepalived/keepalived.conf; then
      echo "$lb_file has keepalived read another file: take -f out of it" >&2; exit 1
    fi
  done
`

function testOf(version: string, scripts: Script | null): (path: Script) => Script {
  if (atLeast(version, '2.0.4')) return (path) => selfTest(path, version)
  return () => scripts ?? sh`:`
}

/**
 * Anything said is a failure: the status for errors covers harmless and deadly alike, and a missing file is 0. keepalived 2.2.5 to
 * 2.2.7 sends itself SIGTERM, without a word, once it has looked for a script of another user than root; it goes on where that is ignored.
 */
function selfTest(path: Script, version: string): Script {
  const meanings = Object.entries(configTestStatuses(version)).map(([status, text]) => `${status}: ${text}`)
  return sh`
    lb_status=0
    if [ ! -s ${path} ]; then echo 'the file is empty' >&2; exit 1; fi
    lb_said=$(trap '' TERM; exec keepalived -t -f ${path} 2>&1) || lb_status=$?
    if [ "$lb_status" -ne 0 ] || [ -n "$lb_said" ]; then
      printf '%s\n' "\${lb_said:-it says nothing}" "keepalived -t: status $lb_status" >&2
      for lb_meaning in ${meanings}; do
        case $lb_meaning in "$lb_status: "*) echo "($lb_meaning)" >&2 ;; esac
      done
      if [ "$lb_status" -eq 0 ]; then exit 1; else exit "$lb_status"; fi
    fi
  `
}
