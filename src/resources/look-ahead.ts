import { type Script, sh } from '../shell/script.ts'

/**
 * Takes the rest of the one line of `$all` that begins with `key` into the variable `into`. Where there is none, since nobody looked ahead or
 * nothing was found, or more than one, `ask` fills it. `$all` begins and ends with a line feed.
 */
export function fromAhead(all: Script, key: string, into: Script, ask: Script): Script {
  const line = `\n${key}`
  return sh`
    case \${${all}:-} in
      *${line}*${line}*) ${ask} ;;
      *${line}*) ${into}=\${${all}#*${line}}; ${into}=\${${into}%%${'\n'}*} ;;
      *) ${ask} ;;
    esac
  `
}
