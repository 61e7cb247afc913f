import { framed } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'
import type { DirectorErrand } from './look.ts'
import { advertFilter, perlTap, pythonTap } from './tap.ts'

/** Ends with 124 when it was stopped, as it has to be; `vlan`: what is on its way to another interface is none of ours. */
function tcpdump(seconds: number, interfaces: readonly string[]): Script {
  return sh`
    for lb_if in ${interfaces}; do
      lb_heard=$(timeout ${seconds} tcpdump -nn -l -i "$lb_if" ${`(${advertFilter}) and not vlan`} 2>&1)
      if [ $? != 124 ]; then printf '%s' "$lb_heard" | tr '\n' ' '; return 1; fi
      printf '%s\n' "$lb_heard" | while IFS= read -r lb_line; do printf '%s %s\n' "$lb_if" "$lb_line"; done
    done
  `
}

/**
 * Listens for VRRP with the first tool that can: an interpreter, which joins the group and sees what is meant for the interface
 * alone, or tcpdump. EL8 and newer have their own Python outside of PATH.
 */
export function listenScript(token: string, { seconds, interfaces }: DirectorErrand): Script {
  const body = sh`
    lb_listen() {
      case $1 in
        *python*) "$1" -c ${pythonTap} ${seconds} ${interfaces} ;;
        perl) perl -e ${perlTap} ${seconds} ${interfaces} ;;
        *) ${tcpdump(seconds, interfaces)} ;;
      esac
    }
    lb_said='there is neither Python nor Perl nor tcpdump'
    for lb_tool in python3 python2 python /usr/libexec/platform-python perl tcpdump; do
      if ! command -v "$lb_tool" >/dev/null 2>&1; then continue; fi
      if lb_said=$(lb_listen "$lb_tool" 2>&1); then put wire "$lb_said"; return 0; fi
    done
    put no-wire "$lb_said"
  `
  return framed(token, [{ id: 'listen', mode: 'look', body }])
}
