import type { Kind, Meta, Resource } from '../model/resource.ts'
import { boolean, needed, object, orNull, type, type Values } from '../model/type.ts'
import { literally } from '../shell/quote.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { fromAhead } from './look-ahead.ts'
import { line, sysctlKey } from './names.ts'

/** `live`: what the kernel has now. `boot`: what it is set to at boot, by lbprov's own settings or the administrator's files. */
type Desired = { live?: string; boot: string }

const value = type<string | number>(
  'a whole number or text on one line',
  (given) => Number.isSafeInteger(given) || (line.accepts(given) && given !== ''),
)

const attributes = {
  value: needed(value),
  /** False: at boot only. */
  live: boolean,
}

/** A kernel setting: a whole number, or text as the kernel prints it. */
export type SysctlState = Values<typeof attributes>

const checkCall = callOf('sysctl', ['the key', sysctlKey], orNull(object(attributes)))

const header = '# Written by lbprov; edits to its own keys are overwritten.'

/**
 * Sets $lb_sysctl_file to where lbprov's settings are, after the header: a file that is read after all others, 99-sysctl.conf (which is
 * /etc/sysctl.conf) included, as the last one wins. EL6: initscripts before 9.03.24 (6.0, 6.1) read /etc/sysctl.conf alone.
 */
const ownFile = sh`
  if [ -z "\${lb_sysctl_file:-}" ]; then
    lb_sysctl_file=/etc/sysctl.d/zz-lbprov.conf
    if [ -f /etc/rc.d/rc.sysinit ] && ! grep -qs /etc/sysctl.d /etc/rc.d/rc.sysinit /etc/rc.d/init.d/functions; then lb_sysctl_file=/etc/sysctl.conf; fi
  fi
`

/** A kernel setting, now and at boot; null: lbprov no longer sets it at boot (what is live stays). Words of a value are parted by one space. */
export function sysctl(key: string, state: SysctlState | null, meta: Meta = {}): Resource {
  checkCall(key, state, meta)
  return declare(sysctlKind, key, state && desiredOf(state), null, meta)
}

function desiredOf({ value, live = true }: SysctlState): Desired {
  const text = String(value)
  return live ? { live: text, boot: text } : { boot: text }
}

const sysctlKind: Kind<Desired, null> = {
  name: 'sysctl',
  bearsOnPackages: () => false,
  providers: [
    { name: 'proc', lookAhead: readAll, probe, apply, together: { apply: setAll, mayOvertake: () => false } },
  ],
}

/** A key with a slash in it is parted by slashes, so that an interface's name may hold dots: net/ipv4/conf/em1.5/arp_ignore. */
function procPath(key: string): string {
  return `/proc/sys/${key.includes('/') ? key : key.replaceAll('.', '/')}`
}

/** Reads all these settings with one program, into $lb_sysctls, a line each after its path. */
function readAll(resources: readonly Resource[]): Script {
  const paths = resources.filter(({ desired }) => desired !== null).map(({ name }) => procPath(name))
  return sh`lb_sysctls=${'\n'}$(exec grep -sH '' -- ${paths} 2>/dev/null)${'\n'} || :`
}

/** cat, since `read` of dash and busybox takes a byte at a time and /proc/sys answers only the first. */
function probe({ name, desired }: Resource<Desired, null>): Script {
  const path = procPath(name)
  const live = sh`
    lb_found=true
    ${fromAhead(sh`lb_sysctls`, `${path}:`, sh`lb_value`, sh`lb_value=$(exec cat ${path} 2>/dev/null) || lb_found=''`)}
    if [ -n "$lb_found" ]; then
      set -f; set -- $lb_value; set +f; put live "$*"
    fi
  `
  return sh`
    ${desired === null ? sh`:` : live}
    ${ownBoot(name)}
    ${desired === null ? sh`:` : sh`if [ -z "$lb_boot" ]; then ${bootElsewhere(name)}; fi`}
    if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
  `
}

/** Sets $lb_boot to the value among lbprov's own settings, empty where it has none. */
function ownBoot(name: string): Script {
  return sh`
    ${ownFile}
    lb_boot='' lb_own=''
    if [ -r "$lb_sysctl_file" ]; then
      while IFS= read -r lb_line; do
        case $lb_own$lb_line in
          ${header}) lb_own=own: ;;
          ${`own:${name} = `}*) lb_boot=\${lb_line#* = } ;;
        esac
      done <"$lb_sysctl_file"
    fi
  `
}

/**
 * Sets $lb_boot to the value that the administrator's files set, where every file that is read at boot says the same: which
 * of two wins need not be known then. systemd reads /etc/sysctl.conf only where a link in sysctl.d leads to it.
 */
function bootElsewhere(name: string): Script {
  const line = `^[[:space:]]*-?${name.split(/[./]/).map(literally).join('[./]')}[[:space:]]*=`
  return sh`
    lb_files='/etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf'
    if [ "$lb_sysctl_file" = /etc/sysctl.conf ]; then lb_files=/etc/sysctl.conf
    elif [ ! -d /run/systemd/system ]; then lb_files='/etc/sysctl.conf /etc/sysctl.d/*'; fi
    lb_lines=$(grep -sHE ${line} $lb_files)
    case $lb_lines in
      */etc/*)
        lb_ifs=$IFS; IFS='
'
        set -f
        for lb_line in $lb_lines; do
          case \${lb_line%%=*} in *~:* | *.bak:* | *.orig:* | *.rpmnew:* | *.rpmorig:* | *.rpmsave:*) continue ;; esac
          IFS=$lb_ifs; set -- \${lb_line#*=}
          if [ -n "$lb_boot" ] && [ "$lb_boot" != "$*" ]; then lb_boot=differently; else lb_boot=$*; fi
        done
        set +f; IFS=$lb_ifs ;;
    esac
  `
}

/** What is set at boot may have been written already, with others. */
function apply(resource: Resource<Desired, null>): Script {
  const { name, desired } = resource
  return sh`
    ${setLive(resource)}
    ${ownBoot(name)}
    if [ "$lb_boot" != ${desired?.boot ?? ''} ]; then
      ${setAtBoot([resource])}
    fi
  `
}

function setAll(resources: readonly Resource<Desired, null>[]): Script {
  return joined([...resources.map(setLive), setAtBoot(resources)])
}

/** Writes the file once for all these settings. */
function setAtBoot(resources: readonly Resource<Desired, null>[]): Script {
  const keys = resources.map(({ name }) => sh`${`own:${name} = `}*`)
  const lines = resources.flatMap(({ name, desired }) => (desired ? [`${name} = ${desired.boot}`] : []))
  const produce = sh`
    lb_own=''
    if [ -r "$f" ]; then
      while IFS= read -r l || [ -n "$l" ]; do
        case $lb_own$l in
          ${header}) lb_own=own: ;;
          ${joined(keys, sh` | `)}) continue ;;
        esac
        printf '%s\n' "$l"
      done <"$f"
    fi
    if [ -z "$lb_own" ]; then printf '%s\n' ${header}; fi
    ${lines.length === 0 ? sh`:` : sh`printf '%s\n' ${lines}`}
  `
  return sh`
    ${ownFile}
    mkdir -p /etc/sysctl.d
    ${replaceFile({ path: sh`"$lb_sysctl_file"`, produce, mode: '0644', owner: 'root', group: 'root' })}
  `
}

function setLive({ name, desired }: Resource<Desired, null>): Script {
  if (desired?.live === undefined) return sh`:`
  const path = procPath(name)
  return sh`
    if [ ! -e ${path} ]; then echo ${`the kernel has no ${name}: is its module loaded?`} >&2; exit 1; fi
    printf '%s\n' ${desired.live} >${path}
  `
}
