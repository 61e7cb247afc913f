import { type Script, sh } from '../../shell/script.ts'
import { bootOf, lookAtBoot, procPath } from './at-boot.ts'

/** Of a setting that no role declares any more: what lbprov set, and what was set before; empty: not known. */
export type Left = { readonly set: string; readonly before: string } | null

/**
 * Sets $lb_back to what the setting goes back to: what others set at boot ($lb_boot, of $lb_sysctls_boot), else what was set before. What IPVS itself begins
 * with a new network shows.
 */
function goingBack(key: string, before: string): Script {
  const isIpvs = key.replaceAll('/', '.').startsWith('net.ipv4.vs.')
  const known = isIpvs && before === '' ? sh`"$(exec unshare -n cat ${procPath(key)} 2>/dev/null)"` : sh`${before}`
  return sh`
    ${bootOf(key)}
    if [ -n "$lb_own" ] || [ -z "$lb_boot" ]; then lb_back=${known}; else lb_back=$lb_boot; fi
  `
}

const isSet = (key: string, set: string) =>
  sh`[ "$(set -f; set -- $(cat ${procPath(key)} 2>/dev/null); echo "$*")" = ${set} ]`

/** For a probe: prints live where the setting is lbprov's still and can go back. */
export function putLeft(key: string, { set, before }: NonNullable<Left>): Script {
  return sh`
    if ${isSet(key, set)}; then
      ${goingBack(key, before)}
      if [ -n "$lb_back" ] && [ "$lb_back" != ${set} ]; then put live ${set}; fi
    fi
  `
}

/** Once lbprov's line is gone. */
export function takeBack(key: string, { set, before }: NonNullable<Left>): Script {
  return sh`
    set +e
    ${lookAtBoot}
    ${goingBack(key, before)}
    set -e
    if [ -n "$lb_back" ] && ${isSet(key, set)}; then printf '%s\n' "$lb_back" >${procPath(key)}; fi
  `
}
