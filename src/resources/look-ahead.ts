import { once, type Script, sh } from '../shell/script.ts'

const line = sh`${'\n'}"$2"`

/**
 * Takes the rest of the one line of `$all` that begins with `key`, one word, into $lb_it. Fails where there is none, since nobody looked
 * ahead or nothing was found, or more than one. `$all` begins and ends with a line feed.
 */
export function fromAhead(all: Script, key: Script): Script {
  const body = sh`
    case $1 in
      *${line}*${line}*) return 1 ;;
      *${line}*) lb_it=\${1#*${line}}; lb_it=\${lb_it%%${'\n'}*} ;;
      *) return 1 ;;
    esac
  `
  return once(sh`lb_ahead`, body, sh`"\${${all}:-}" ${key}`)
}
