import { type Script, sh } from './script.ts'

/**
 * Defines `lb_lives PID START`: true while that process is there, and not another that got its number. START is field 22 of
 * /proc/PID/stat, which is left in $lb_at; without START any will do. A name with a blank in it moves the fields: not for such processes.
 */
export const lives: Script = sh`
  lb_lives() {
    lb_state='' lb_at=''
    { read -r _ _ lb_state ${Array<string>(18).fill('_')} lb_at _ <"/proc/$1/stat"; } 2>/dev/null || return 1
    [ "$lb_state" != Z ] && [ "$lb_at" = "\${2:-$lb_at}" ]
  }
`
