import { type Script, sh } from '../shell/script.ts'
import { replaceFile } from './atomic-write.ts'

/** Where a systemd unit of lbprov's own is, by its name. */
export const unitFile = (name: string): string => `/etc/systemd/system/${name}`

const wantsLink = (name: string) => `/etc/systemd/system/multi-user.target.wants/${name}`

/** Succeeds where the unit is there and comes with multi-user.target. */
export function isAtBoot(name: string): Script {
  return sh`[ -L ${wantsLink(name)} ] && [ -r ${unitFile(name)} ]`
}

/** Prints boot: whether the unit that is there has this text, whose end is that of `$(cat …)`: no line feed. */
export function putBoot(name: string, text: string): Script {
  return sh`if [ "$(exec cat <${unitFile(name)})" = ${text} ]; then put boot true; else put boot differently; fi`
}

/** Has systemd read the unit; who wants it at boot enables it. */
export function writeUnit(name: string, text: string): Script {
  return sh`
    ( ${replaceFile({ path: unitFile(name), produce: sh`printf '%s\n' ${text}`, mode: '0644' })}
    )
    systemctl daemon-reload
  `
}

/** The unit, if it is there, is no more. */
export function removeUnit(name: string): Script {
  return sh`
    rm -f -- ${wantsLink(name)} ${unitFile(name)}
    systemctl daemon-reload
  `
}
