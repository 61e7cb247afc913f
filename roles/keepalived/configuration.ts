import { file, type Resource, type Script, sh } from 'lbprov'
import { atLeast, configTestStatuses, maskKeepalivedConf, sameConf } from 'lbprov/lvs'

/**
 * keepalived.conf, tested by keepalived itself before it is in place, where it can: from 2.0.4 on; elsewhere by `scripts`,
 * if given. A file made by hand that means the same stays, with its comments.
 */
export function configuration(content: string, version: string, name: string, scripts: Script | null): Resource {
  const validate = testOf(version, scripts)
  const state = { content, mode: '0640', owner: 'root', group: 'root' }
  const same = (found: string) => sameConf(found, content, { name, version })
  return file('/etc/keepalived/keepalived.conf', state, { same, mask: maskKeepalivedConf, validate })
}

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
