import type { Provider } from '../../model/resource.ts'
import { type Script, sh } from '../../shell/script.ts'
import { type Desired, isWanted, type OnRefresh, type Options } from './desired.ts'
import { areOrphans, endOrphans } from './orphans.ts'

/** What differs between the systems that start init scripts. */
interface Tools extends Required<Pick<Provider<Desired, Options>, 'name' | 'suits' | 'hint'>> {
  /** The file that a start leaves, and a reload of ours renews; of another's reload there is no trace. */
  readonly lockOf: (name: string, options: Options) => string
  /** The runlevels that have to start it for it to be on, as a pattern of the list of those that do; in none it is off. */
  readonly levels: Script
  readonly on: (name: string) => Script
  readonly off: (name: string) => Script
}

/**
 * The script's status is asked only when `running` is managed, and judged by its exit code: 0 runs; 1 and 2 died
 * and left a file behind; 3 is stopped. Its words are translated. ipvsadm's is 0 whenever ip_vs is loaded.
 */
function initScripts(tools: Tools): Provider<Desired, Options> {
  const { name: own, suits, hint } = tools
  return {
    name: own,
    suits,
    hint,
    probe: ({ name, desired, options }) => sh`
      ${isWanted(desired) ? sh`if [ ! -f ${scriptOf(name)} ]; then return 0; fi` : sh`:`}
      ${
        desired?.running === undefined
          ? sh`:`
          : sh`if ${runs(name)} && ${
              options.pidFile === undefined
                ? sh`:`
                : sh`! { ${areOrphans(name, options.pidFile)}
    }`
            }; then put running true; else put running false; fi`
      }
      ${desired?.enabled === undefined ? sh`:` : putEnabled(name, desired.enabled, tools.levels)}
      ${options.configuration === undefined ? sh`:` : sh`if ${isStale(tools.lockOf(name, options), options.configuration)}; then put current false; else put current true; fi`}
    `,
    apply: ({ name, desired, options }, { refresh }) => {
      const lock = tools.lockOf(name, options)
      return sh`
        ${desired?.running && options.pidFile !== undefined ? endOrphans(name, options.pidFile) : sh`:`}
        ${enable(name, desired?.enabled, tools)}
        ${options.configuration === undefined || refresh ? sh`:` : sh`if ${runs(name)} && ${isStale(lock, options.configuration)}; then ${refreshed(name, lock, options.onRefresh)}; fi`}
        ${run(name, lock, desired?.running, refresh ? options.onRefresh : null)}
      `
    },
  }
}

/** EL6. A server boots into 3 or 5: on is in both, off is in none. Many scripts have no link in 2 (`# chkconfig: 345`). */
export const sysv = initScripts({
  name: 'chkconfig and service',
  suits: (facts) => facts.init === 'sysv',
  hint: (name) => `on the host: service ${name} status; tail -n 50 /var/log/messages`,
  lockOf: (name) => `/var/lock/subsys/${name}`,
  levels: sh`*3*5*`,
  on: (name) => sh`chkconfig ${name} on`,
  off: (name) => sh`chkconfig ${name} off`,
})

/** Debian and its like without systemd: they boot into 2. A script that was never registered is, first. */
export const updateRcD = initScripts({
  name: 'update-rc.d and service',
  suits: (facts) => facts.init === 'sysvinit',
  hint: (name) => `on the host: service ${name} status; tail -n 50 /var/log/syslog`,
  lockOf: (name, { pidFile }) => pidFile ?? `/var/run/${name}.pid`,
  levels: sh`*2*`,
  on: (name) => sh`update-rc.d ${name} defaults >/dev/null; update-rc.d ${name} enable`,
  off: (name) => sh`update-rc.d ${name} disable`,
})

const isStale = (lock: string, path: string) => sh`
  [ -e ${lock} ] && [ "$(stat -L -c %Y ${path} 2>/dev/null || echo 0)" -gt "$(stat -c %Y ${lock})" ]`

const scriptOf = (name: string) => `/etc/init.d/${name}`
const runs = (name: string) => sh`service ${name} status >/dev/null 2>&1`

function putEnabled(name: string, desired: boolean, levels: Script): Script {
  return sh`
    lb_on=''
    for lb_level in 2 3 4 5; do
      set -- "/etc/rc$lb_level.d/"S[0-9][0-9]${name}
      if [ -L "$1" ]; then lb_on="$lb_on $lb_level"; fi
    done
    case $lb_on in
      '') put enabled false ;;
      ${levels}) put enabled true ;;
      *) put enabled ${desired ? 'false' : 'true'} ;;
    esac
  `
}

function enable(name: string, enabled: boolean | undefined, { on, off }: Tools): Script {
  if (enabled === undefined) return sh`:`
  return enabled ? on(name) : sh`if [ -f ${scriptOf(name)} ]; then ${off(name)}; fi`
}

function run(name: string, lock: string, running: boolean | undefined, refresh: OnRefresh | null): Script {
  if (running === false) return sh`if ${runs(name)}; then service ${name} stop; fi`
  const told = refresh ? refreshed(name, lock, refresh) : sh`:`
  if (running === undefined) return refresh ? sh`if ${runs(name)}; then ${told}; fi` : sh`:`
  return sh`
    if ${runs(name)}; then ${told}
    else service ${name} start; fi
  `
}

/** A reload that fails must not become a restart: the new configuration may be bad. 2 (LSB) and 3 say that there is no reload. */
function refreshed(name: string, lock: string, how: OnRefresh): Script {
  if (how === 'restart') return sh`service ${name} restart`
  return sh`
    lb_code=3
    if grep -Eq '(^|[^-a-z])reload *[|)]' ${scriptOf(name)}; then
      lb_code=0; service ${name} reload || lb_code=$?
    fi
    case $lb_code in 0) if [ -e ${lock} ]; then touch -- ${lock}; fi ;; 2 | 3) service ${name} restart ;; *) exit $lb_code ;; esac
  `
}
