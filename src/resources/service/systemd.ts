import type { Provider, Resource } from '../../model/resource.ts'
import { once, type Script, sh } from '../../shell/script.ts'
import { fromAhead } from '../look-ahead.ts'
import { type Desired, isWanted, type OnRefresh, type Options } from './desired.ts'
import { heldBack } from './held-back.ts'

function show(names: readonly string[] | Script): Script {
  return sh`exec systemctl show -p LoadState -p ActiveState -p UnitFileState -p StateChangeTimestampMonotonic -- ${names}`
}

/** Sets $lb_load, $lb_active, $lb_file and $lb_since to what systemd says of the unit. */
const findUnit = sh`
  lb_load='' lb_active='' lb_file='' lb_since=''
  ${fromAhead(sh`lb_units`, sh`"$1"${'\t'}`)} || lb_it=$(${show(sh`"$1"`)})
  for lb_pair in $lb_it; do
    case $lb_pair in
      State*) lb_since=\${lb_pair#*=} ;;
      Load*) lb_load=\${lb_pair#*=} ;; Active*) lb_active=\${lb_pair#*=} ;; Unit*) lb_file=\${lb_pair#*=} ;;
    esac
  done
`

/** A SysV script on a systemd host is on at boot when a runlevel has a start link to it. */
const putBy = (enabled: Script, masked: Script) => sh`
  case $lb_active in active | reloading) put running true ;; *) put running false ;; esac
  case $lb_file in
    enabled* | alias | static | indirect) ${enabled} ;;
    generated)
      set -- /etc/rc[2345].d/S[0-9][0-9]"$1"
      if [ -e "$1" ]; then put enabled true; else put enabled false; fi ;;
    masked*) put enabled ${masked} ;;
    *) put enabled false ;;
  esac
`

const putStates = putBy(sh`put enabled true`, sh`false`)

const putUnlessHeld = putBy(
  sh`
    ${heldBack(sh`"$1"`)}
    if [ -z "$lb_held" ]; then put enabled true
    else put enabled "not with $lb_held" lbprov.byhand "rm $lb_held_by; systemctl daemon-reload"; fi`,
  sh`masked lbprov.byhand "systemctl unmask $1"`,
)

export const systemd: Provider<Desired, Options> = {
  name: 'systemd',
  suits: (facts) => facts.init === 'systemd',
  hint: (name) => `on the host: systemctl status ${name}; journalctl -u ${name} -n 50`,
  lookAhead: showAll,
  probe: ({ name, desired, options: { configuration } }) => sh`
    ${once(sh`lb_unit`, findUnit, sh`${name}`)}
    ${isWanted(desired) ? sh`if [ "$lb_load" = not-found ]; then return 0; fi` : sh`:`}
    ${desired?.enabled ? once(sh`lb_unit_on`, putUnlessHeld, sh`${name}`) : once(sh`lb_unit_off`, putStates, sh`${name}`)}
    ${configuration === undefined ? sh`:` : sh`put current true; ${whenStale(configuration, sh`put current false`)}`}
  `,
  apply: ({ name, desired, options }, { refresh }) => sh`
    case $(systemctl show -p NeedDaemonReload -- ${name}) in *=yes) systemctl daemon-reload ;; esac
    ${enable(name, desired?.enabled)}
    ${options.configuration === undefined || refresh ? sh`:` : tellStale(name, options.configuration)}
    ${run(name, desired?.running, refresh ? options.onRefresh : null)}
    ${desired?.enabled ? failIfHeld(name) : sh`:`}
  `,
}

function failIfHeld(name: string): Script {
  return sh`
    ${heldBack(sh`${name}`)}
    if [ -n "$lb_held" ]; then echo "$lb_held keeps it from starting at boot: rm $lb_held_by; systemctl daemon-reload" >&2; exit 1; fi
  `
}

/** Asks of all these units at once, into $lb_units, a line each; systemctl parts what it says of each by an empty line. */
function showAll(resources: readonly Resource[]): Script {
  const names = resources.map(({ name }) => name)
  return sh`
    lb_units=${'\n'} lb_unit=$(${show(names)})${'\n\n'}
    for lb_name in ${names}; do
      set -- \${lb_unit%%${'\n\n'}*}
      lb_units=$lb_units$lb_name${'\t'}$*${'\n'}
      lb_unit=\${lb_unit#*${'\n\n'}}
    done
  `
}

/**
 * Runs `then` when the file has changed since $lb_since: a start and a reload both change the unit's state, and systemd keeps
 * the time of that, in microseconds from the boot. What time it is now tells the folder of stat's own process, which is as old.
 */
function whenStale(path: string, then: Script): Script {
  return sh`
    lb_up=0; read -r lb_up _ </proc/uptime
    lb_times=$(exec stat -L -c %Y -- ${path} /proc/self/ 2>/dev/null) || :
    set -- $lb_times
    if [ $# = 2 ] && [ "$1" -gt $(($2 - \${lb_up%%.*} + \${lb_since:-0} / 1000000 + 1)) ]; then ${then}; fi
  `
}

function tellStale(name: string, path: string): Script {
  return sh`
    if systemctl is-active -q -- ${name}; then
      lb_since=$(systemctl show -p StateChangeTimestampMonotonic -- ${name}); lb_since=\${lb_since#*=}
      ${whenStale(path, sh`systemctl reload-or-restart -- ${name}`)}
    fi
  `
}

function enable(name: string, enabled: boolean | undefined): Script {
  if (enabled === undefined) return sh`:`
  return enabled
    ? sh`systemctl enable -- ${name}`
    : sh`if systemctl cat -- ${name} >/dev/null 2>&1; then systemctl disable -- ${name}; fi`
}

function run(name: string, running: boolean | undefined, refresh: OnRefresh | null): Script {
  if (running === false) return sh`if systemctl is-active -q -- ${name}; then systemctl stop -- ${name}; fi`
  const refreshed =
    refresh === 'restart' ? sh`systemctl restart -- ${name}` : sh`systemctl reload-or-restart -- ${name}`
  const told = refresh ? sh`if systemctl is-active -q -- ${name}; then ${refreshed}; fi` : sh`:`
  return running
    ? sh`
    ${told}
    systemctl start -- ${name}
  `
    : told
}
