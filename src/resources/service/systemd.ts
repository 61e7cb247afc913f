import type { Provider } from '../../model/resource.ts'
import { type Script, sh } from '../../shell/script.ts'
import { type Desired, isWanted, type OnRefresh, type Options } from './service.ts'

export const systemd: Provider<Desired, Options> = {
  name: 'systemd',
  suits: (facts) => facts.init === 'systemd',
  probe: ({ name, desired, options: { configuration } }) => sh`
    lb_load='' lb_active='' lb_file=''
    for lb_pair in $(exec systemctl show -p LoadState -p ActiveState -p UnitFileState -- ${name}); do
      case $lb_pair in
        LoadState=*) lb_load=\${lb_pair#*=} ;; ActiveState=*) lb_active=\${lb_pair#*=} ;; UnitFileState=*) lb_file=\${lb_pair#*=} ;;
      esac
    done
    ${isWanted(desired) ? sh`if [ "$lb_load" = not-found ]; then return 0; fi` : sh`:`}
    case $lb_active in active | reloading) put running true ;; *) put running false ;; esac
    case $lb_file in
      enabled | enabled-runtime | alias | static | indirect) put enabled true ;;
      generated) ${putSysvLinks(name)} ;;
      *) put enabled false ;;
    esac
    ${configuration === undefined ? sh`:` : sh`if ${isStale(name, configuration)}; then put current false; else put current true; fi`}
  `,
  apply: ({ name, desired, options }, { refresh }) => sh`
    case $(systemctl show -p NeedDaemonReload -- ${name}) in *=yes) systemctl daemon-reload ;; esac
    ${enable(name, desired?.enabled)}
    ${options.configuration === undefined || refresh ? sh`:` : sh`if systemctl is-active -q -- ${name} && ${isStale(name, options.configuration)}; then systemctl reload-or-restart -- ${name}; fi`}
    ${run(name, desired?.running, refresh ? options.onRefresh : null)}
  `,
}

/** A start and a reload both change the unit's state, and systemd keeps the time of that, counted from the boot. */
function isStale(name: string, path: string): Script {
  return sh`(
      lb_up=0; read -r lb_up _ </proc/uptime
      lb_state=$(systemctl show -p StateChangeTimestampMonotonic -- ${name}); lb_state=\${lb_state#*=}
      lb_told=$(($(date +%s) - \${lb_up%%.*} + \${lb_state:-0} / 1000000 + 1))
      [ "$(stat -c %Y ${path} 2>/dev/null || echo 0)" -gt $lb_told ]
    )`
}

/** A SysV script on a systemd host is on at boot when a runlevel has a start link to it. */
function putSysvLinks(name: string): Script {
  return sh`
    set -- /etc/rc[2345].d/S[0-9][0-9]${name}
    if [ -e "$1" ]; then put enabled true; else put enabled false; fi
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
