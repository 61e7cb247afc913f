import type { Provider } from '../../model/resource.ts'
import { type Script, sh } from '../../shell/script.ts'
import { type Desired, isWanted, type OnRefresh, type Options } from './desired.ts'
import { areOrphans, endOrphans } from './orphans.ts'

/**
 * EL6: the script's status is asked only when `running` is managed, and judged by its exit code: 0 runs; 1 and 2 died
 * and left a file behind; 3 is stopped. Its words are translated. ipvsadm's is 0 whenever ip_vs is loaded.
 */
export const sysv: Provider<Desired, Options> = {
  name: 'chkconfig and service',
  suits: (facts) => facts.init === 'sysv',
  hint: (name) => `on the host: service ${name} status; tail -n 50 /var/log/messages`,
  probe: ({ name, desired, options: { configuration, pidFile } }) => sh`
    ${isWanted(desired) ? sh`if [ ! -f ${scriptOf(name)} ]; then return 0; fi` : sh`:`}
    ${
      desired?.running === undefined
        ? sh`:`
        : sh`if ${runs(name)} && ${
            pidFile === undefined
              ? sh`:`
              : sh`! { ${areOrphans(name, pidFile)}
    }`
          }; then put running true; else put running false; fi`
    }
    ${desired?.enabled === undefined ? sh`:` : putEnabled(name, desired.enabled)}
    ${configuration === undefined ? sh`:` : sh`if ${isStale(name, configuration)}; then put current false; else put current true; fi`}
  `,
  apply: ({ name, desired, options }, { refresh }) => sh`
    ${desired?.running && options.pidFile !== undefined ? endOrphans(name, options.pidFile) : sh`:`}
    ${enable(name, desired?.enabled)}
    ${options.configuration === undefined || refresh ? sh`:` : sh`if ${runs(name)} && ${isStale(name, options.configuration)}; then ${refreshed(name, options.onRefresh)}; fi`}
    ${run(name, desired?.running, refresh ? options.onRefresh : null)}
  `,
}

/** A start leaves a lock file, and a reload of ours renews it; of another's reload there is no trace. */
const lockOf = (name: string) => `/var/lock/subsys/${name}`
const isStale = (name: string, path: string) => sh`
  [ -e ${lockOf(name)} ] && [ "$(stat -c %Y ${path} 2>/dev/null || echo 0)" -gt "$(stat -c %Y ${lockOf(name)})" ]`

const scriptOf = (name: string) => `/etc/init.d/${name}`
const runs = (name: string) => sh`service ${name} status >/dev/null 2>&1`

/** A server boots into 3 or 5: on is in both, off is in none. Many scripts have no link in 2 (`# chkconfig: 345`). */
function putEnabled(name: string, desired: boolean): Script {
  return sh`
    lb_on=''
    for lb_level in 2 3 4 5; do
      set -- "/etc/rc$lb_level.d/"S[0-9][0-9]${name}
      if [ -L "$1" ]; then lb_on="$lb_on $lb_level"; fi
    done
    case $lb_on in
      '') put enabled false ;;
      *3*5*) put enabled true ;;
      *) put enabled ${desired ? 'false' : 'true'} ;;
    esac
  `
}

function enable(name: string, enabled: boolean | undefined): Script {
  if (enabled === undefined) return sh`:`
  return enabled ? sh`chkconfig ${name} on` : sh`if [ -f ${scriptOf(name)} ]; then chkconfig ${name} off; fi`
}

function run(name: string, running: boolean | undefined, refresh: OnRefresh | null): Script {
  if (running === false) return sh`if ${runs(name)}; then service ${name} stop; fi`
  const told = refresh ? refreshed(name, refresh) : sh`:`
  if (running === undefined) return refresh ? sh`if ${runs(name)}; then ${told}; fi` : sh`:`
  return sh`
    if ${runs(name)}; then ${told}
    else service ${name} start; fi
  `
}

/** A reload that fails must not become a restart: the new configuration may be bad. 2 (LSB) and 3 say that there is no reload. */
function refreshed(name: string, how: OnRefresh): Script {
  if (how === 'restart') return sh`service ${name} restart`
  return sh`
    lb_code=3
    if grep -Eq '(^|[^-a-z])reload *[|)]' ${scriptOf(name)}; then
      lb_code=0; service ${name} reload || lb_code=$?
    fi
    case $lb_code in 0) if [ -e ${lockOf(name)} ]; then touch -- ${lockOf(name)}; fi ;; 2 | 3) service ${name} restart ;; *) exit $lb_code ;; esac
  `
}
