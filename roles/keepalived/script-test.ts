import { type Script, sh } from 'lbprov'
import { atLeast, type Cluster, defaultScriptUser, scriptPaths } from 'lbprov/lvs'

/**
 * Fails where keepalived before 2.0.4, which has no test of its own, would leave a script out and say so in its log alone:
 * it is not there, can not be run or, run as root, stands where somebody else writes, or there is nobody to run it as. Before
 * 1.3.0 (EL6) root runs them all, wherever they are. Null: there is no script.
 */
export function scriptTest(cluster: Cluster, version: string): Script | null {
  const programs = scriptPaths(cluster)
  const user = (cluster.words.global_defs?.script_user ?? defaultScriptUser).split(' ')[0]!
  if (programs.length === 0) return null
  const isSecured = atLeast(version, '1.3.0')
  return sh`
    lb_bad=''
    ${isSecured ? isThere(user) : sh`:`}
    for lb_script in ${programs}; do
      lb_path=$lb_script
      case $lb_script in /*) ;; *) ${lookedFor} ;; esac
      if [ ! -x "$lb_path" ]; then echo "$lb_script is not there, or can not be run" >&2; lb_bad=1
      else ${isSecured && user === 'root' ? ofRootAlone : sh`:`}; fi
    done
    [ -z "$lb_bad" ]
  `
}

/** keepalived from 1.3.2 on looks for a name in PATH itself, older ones have the shell do it. */
const lookedFor = sh`
  lb_folders=$PATH:
  while [ -n "$lb_folders" ]; do
    lb_path=\${lb_folders%%:*}/$lb_script; lb_folders=\${lb_folders#*:}
    if [ -x "$lb_path" ]; then break; fi
  done
`

const isThere = (user: string) => sh`
  if ! id -- ${user} >/dev/null 2>&1; then echo ${`there is no user ${user} to run scripts as`} >&2; lb_bad=1; fi
`

/** keepalived 1.3.5: a sticky directory may be everybody's, and a group's write permission counts unless it is root's. */
const ofRootAlone = sh`
  while [ -n "$lb_path" ]; do
    if [ -n "$(find -L "$lb_path" -maxdepth 0 \( ! -user root -o \( -perm -0020 ! -group root -o -perm -0002 \) ! \( -type d -perm -1000 \) \))" ]; then
      echo "$lb_path can be written by others than root, so $lb_script would not run" >&2; lb_bad=1
    fi
    lb_path=\${lb_path%/*}
  done
`
