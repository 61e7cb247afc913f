import { command, type Facts, line, type Resources, type Script, sh } from 'lbprov'
import type { ClusterData } from 'lbprov/lvs'

type Options = NonNullable<ClusterData['keepalived_options']>

/** The line of the package's file of options; nothing where none are given. */
export function optionsLine(options: Options, { family }: Pick<Facts, 'family'>): Resources {
  if (!isGiven(options)) return []
  const [file, name] =
    family === 'debian'
      ? ['/etc/default/keepalived', 'DAEMON_ARGS']
      : ['/etc/sysconfig/keepalived', 'KEEPALIVED_OPTIONS']
  return [line(file!, { match: `^[[:space:]]*${name}=`, line: `${name}="${wordsOf(options).join(' ')}"` })]
}

/**
 * A reload does not change options, so a keepalived that was started with others is restarted: before its file changes, which directors may
 * have to turn to at once, while they restart one after the other, as the plays say.
 */
export function restartForOptions(options: Options, { init }: Pick<Facts, 'init'>): Resources {
  if (!isGiven(options)) return []
  const run = init === 'systemd' ? sh`systemctl restart keepalived` : sh`service keepalived restart`
  return [command('keepalived runs with keepalived_options', { run, unless: runsWith(wordsOf(options), init) })]
}

const isGiven = (options: Options) => Object.keys(options).length > 0

function wordsOf({ log_detail = true, log_facility, log_file }: Options): readonly string[] {
  return [
    ...(log_detail ? ['-D'] : []),
    ...(log_facility === undefined ? [] : [`-S ${log_facility}`]),
    ...(log_file === undefined ? [] : [`-g ${log_file}`]),
  ]
}

/** One that does not run has no other options. */
function runsWith(words: readonly string[], init: Facts['init']): Script {
  return sh`
    ${init === 'systemd' ? mainPid : pidFile}
    ${hasOptions(words)}
  `
}

/** Whether the process $lb_pid was started with these, of the options about the log. */
export function hasOptions(words: readonly string[]): Script {
  return sh`
    if [ -z "$lb_pid" ] || [ ! -r "/proc/$lb_pid/cmdline" ]; then exit 0; fi
    set -- $(tr '\0' '\n' <"/proc/$lb_pid/cmdline")
    lb_detail='' lb_facility='' lb_log=''
    while [ $# -gt 0 ]; do
      case $1 in
        -D | --log-detail) lb_detail=' -D' ;;
        -S | --log-facility) lb_facility=" -S $2" ;;
        -S*) lb_facility=" -S \${1#-S}" ;;
        --log-facility=*) lb_facility=" -S \${1#*=}" ;;
        -g | --log-file) lb_log=" -g $2" ;;
        -g*) lb_log=" -g \${1#-g}" ;;
        --log-file=*) lb_log=" -g \${1#*=}" ;;
      esac
      shift
    done
    [ "$lb_detail$lb_facility$lb_log" = ${words.map((word) => ` ${word}`).join('')} ]
  `
}

const mainPid = sh`lb_pid=$(systemctl show -p MainPID -- keepalived); lb_pid=\${lb_pid#*=}`
const pidFile = sh`lb_pid=''; { read -r lb_pid </var/run/keepalived.pid || :; } 2>/dev/null || :`
