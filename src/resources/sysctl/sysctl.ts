import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { boolean, needed, object, orNull, type, type Values } from '../../model/type.ts'
import { joined, once, type Script, sh } from '../../shell/script.ts'
import { replaceFile } from '../atomic-write.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { fromAhead } from '../look-ahead.ts'
import { line, sysctlKey } from '../names.ts'
import { bootOf, bootOfPath, header, lookAtBoot, outdo, ownFile, procPath } from './at-boot.ts'
import { type Left, putLeft, takeBack } from './left.ts'

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

/** A kernel setting, now and at boot; null: lbprov no longer sets it at boot (what is live stays). Words of a value are parted by one space. */
export function sysctl(key: string, state: SysctlState | null, meta: Meta = {}): Resource {
  checkCall(key, state, meta)
  return declare(sysctlKind, key, state && desiredOf(state), null, meta)
}

function desiredOf({ value, live = true }: SysctlState): Desired {
  const text = String(value)
  return live ? { live: text, boot: text } : { boot: text }
}

export const sysctlKind: Kind<Desired, Left> = {
  name: 'sysctl',
  bearsOnPackages: () => false,
  providers: [
    { name: 'proc', lookAhead: readAll, probe, apply, together: { apply: setAll, mayOvertake: () => false } },
  ],
  leftovers: {
    keep: ({ desired }, { observed, kept }) => {
      const before = kept === undefined ? (observed?.live ?? '') : (JSON.parse(kept) as { before: string }).before
      return JSON.stringify({ set: desired?.live ?? '', before })
    },
    take: ({ name, kept }) => {
      const { set, before } = JSON.parse(kept) as { set: string; before: string }
      for (const value of [set, before]) if (value !== '') checkCall(name, { value }, {})
      return declare(sysctlKind, name, null, { set, before })
    },
    identity: (name) => `sysctl ${procPath(name)}`,
  },
}

/** Reads all these settings with one program, into $lb_sysctls, a line each after its path, and what they will be at boot with another. */
function readAll(resources: readonly Resource[]): Script {
  const paths = resources.filter(({ desired }) => desired !== null).map(({ name }) => procPath(name))
  return sh`
    lb_sysctls=${'\n'}$(exec grep -sH '' -- ${paths} 2>/dev/null)${'\n'} || :
    ${lookAtBoot}
  `
}

/** cat, since `read` of dash and busybox takes a byte at a time and /proc/sys answers only the first. */
function probe({ name, desired, options: left }: Resource<Desired, Left>): Script {
  if (desired !== null) return once(sh`lb_sysctl`, putSetting, sh`${procPath(name)} ${desired.boot}`)
  return sh`
    ${atBoot}
    ${left === null ? sh`:` : putLeft(name, left)}
    ${bootOf(name)}
    if [ -n "$lb_own" ]; then put boot "$lb_own"; fi
  `
}

const atBoot = sh`
  if [ -z "\${lb_sysctls_boot:-}" ]; then ${lookAtBoot}
  fi
`

const putSetting = sh`
  ${atBoot}
  ${bootOfPath(sh`"$1"`)}
  if [ -n "$lb_boot" ] && [ "$lb_boot" != "$2" ] && [ "$lb_by" != "$lb_sysctl_file" ]; then lb_boot="$lb_boot, as $lb_by says"; fi
  if ${fromAhead(sh`lb_sysctls`, sh`"$1:"`)} || { [ -e "$1" ] && lb_it=$(exec cat "$1" 2>/dev/null); }; then
    set -f; set -- $lb_it; set +f; put live "$*"
  fi
  if [ -n "$lb_boot" ]; then put boot "$lb_boot"; fi
`

/** What is set at boot may have been written already, with others. */
function apply(resource: Resource<Desired, Left>): Script {
  const { name, desired, options: left } = resource
  return sh`
    ${setLive(resource)}
    ${lookAtBoot}
    ${bootOf(name)}
    if [ ${desired ? sh`"$lb_boot"` : sh`"$lb_own"`} != ${desired?.boot ?? ''} ]; then
      ${setAtBoot([resource])}
    fi
    ${left === null ? sh`:` : takeBack(name, left)}
  `
}

function setAll(resources: readonly Resource<Desired, Left>[]): Script {
  return joined([...resources.map(setLive), setAtBoot(resources)])
}

/** Writes the file once for all these settings. */
function setAtBoot(resources: readonly Resource<Desired, Left>[]): Script {
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
    case $lb_sysctl_file in */z*-lbprov.conf) if ! grep -qvxF -e ${header} -e '' "$lb_sysctl_file"; then rm -f -- "$lb_sysctl_file"; fi ;; esac
    ${lookAtBoot}
    ${joined(resources.flatMap(({ name, desired }) => (desired ? [outdo(name, desired.boot)] : [])))}
  `
}

function setLive({ name, desired }: Resource<Desired, Left>): Script {
  if (desired?.live === undefined) return sh`:`
  const path = procPath(name)
  return sh`
    if [ ! -e ${path} ]; then echo ${`the kernel has no ${name}: is its module loaded?`} >&2; exit 1; fi
    printf '%s\n' ${desired.live} >${path}
  `
}
