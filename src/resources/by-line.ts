import { once, type Script, sh } from '../shell/script.ts'

/** From here on an unquoted $words is parted at line feeds alone, and names no files. */
export const byLine: Script = once(sh`lb_by_line`, sh`lb_ifs=$IFS; IFS=${'\n'}; set -f`)

/** And from here on as usual again. */
export const byWord: Script = once(sh`lb_by_word`, sh`set +f; IFS=$lb_ifs`)
