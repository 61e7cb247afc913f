import { once, type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'

/** Where a systemd unit of lbprov's own is, by its name. */
export const unitFile = (name: string): string => `/etc/systemd/system/${name}`

const wantsLink = (name: string) => `/etc/systemd/system/multi-user.target.wants/${name}`

/** Succeeds where the unit is there and comes with multi-user.target. */
export function isAtBoot(name: string): Script {
  const body = sh`[ -L "/etc/systemd/system/multi-user.target.wants/$1" ] && [ -r "/etc/systemd/system/$1" ]`
  return once(sh`lb_at_boot`, body, sh`${name}`)
}

/** Runs `found` for each drop-in of the unit, with $lb_drop_in. The unit and what belongs to it are lbprov's; systemd from 244 on reads also what is for all names that begin alike. */
function eachDropIn(name: string, found: Script): Script {
  const starts = [...name.matchAll(/-/g)].map(({ index }) => `${name.slice(0, index + 1)}.service`)
  return sh`
    for lb_name in ${[name, ...starts]}; do
      for lb_drop_in in "/etc/systemd/system/$lb_name.d"/*.conf "/run/systemd/system/$lb_name.d"/*.conf; do
        if [ -e "$lb_drop_in" ]; then ${found}; fi
      done
    done
  `
}

/** Prints boot: whether the unit that is there, and no drop-in changes, has this text, whose end is that of `$(cat …)`: no line feed. */
export function putBoot(name: string, text: string): Script {
  return sh`
    lb_boot=true
    if [ "$(exec cat <${unitFile(name)})" != ${text} ]; then lb_boot=differently; fi
    ${eachDropIn(name, sh`lb_boot="differently, as $lb_drop_in says"`)}
    put boot "$lb_boot"
  `
}

/** Has systemd read the unit as it is here, without drop-ins; who wants it at boot enables it. */
export function writeUnit(name: string, text: string): Script {
  return sh`
    ( ${replaceFile({ path: unitFile(name), produce: sh`printf '%s\n' ${text}`, mode: '0644' })}
    )
    ${eachDropIn(name, sh`rm -f -- "$lb_drop_in"`)}
    systemctl daemon-reload
  `
}

/** The unit, if it is there, is no more. */
export function removeUnit(name: string): Script {
  return sh`
    systemctl stop -- ${name} 2>/dev/null || :
    rm -f -- ${wantsLink(name)} ${unitFile(name)}
    systemctl daemon-reload
  `
}
