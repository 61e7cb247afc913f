import type { Path } from '../lvs/verify/sight.ts'
import { framed } from '../shell/frames.ts'
import { type Script, sh } from '../shell/script.ts'

/**
 * Whether packets as large as the interface takes, which nobody on the way may fragment, get to an address and back; where not, the largest of some that
 * do. All are asked at once; a line each, `192.168.1.222 1500 1400`, with ` told` where a router has said so itself. 0: it answers no ping at all.
 */
export function paths(addresses: readonly string[]): Script {
  return sh`
    if command -v ping >/dev/null 2>&1; then
      attr paths
      for lb_to in ${addresses}; do
        lb_way=$(ip route get "$lb_to" 2>/dev/null) || continue
        case $lb_way in local*) continue ;; esac
        lb_if=\${lb_way#* dev }
        { read -r lb_most <"/sys/class/net/\${lb_if%% *}/mtu"; } 2>/dev/null || continue
        (
          lb_ping=ping lb_head=28 lb_passed=0 lb_told=''
          case $lb_to in *:*) lb_head=48; if command -v ping6 >/dev/null 2>&1; then lb_ping=ping6; fi ;; esac
          lb_asks() { [ "$1" -le "$lb_most" ] && $lb_ping -n -q -c 2 -i 0.2 -w 2 -M 'do' -s $(($1 - lb_head)) "$lb_to" >/dev/null 2>&1; }
          if lb_asks "$lb_most"; then lb_passed=$lb_most
          elif lb_asks 576; then
            lb_passed=576
            for lb_size in "$lb_most" 1500 1400 1280; do
              if lb_asks "$lb_size"; then lb_passed=$lb_size; break; fi
            done
          fi
          case $(ip route get "$lb_to" 2>/dev/null) in *' mtu '*) lb_told=' told' ;; esac
          printf '%s %s %s%s\n' "$lb_to" "$lb_most" "$lb_passed" "$lb_told"
        ) &
      done
      wait
    fi
  `
}

/** That alone. */
export function pathScript(token: string, addresses: readonly string[]): Script {
  return framed(token, [{ id: 'paths', mode: 'look', body: paths(addresses) }])
}

/** What it said; undefined: the host has no ping. */
export function pathsIn(text: string | undefined): ReadonlyMap<string, Path> | undefined {
  if (text === undefined) return undefined
  const lines = text.matchAll(/^(\S+) (\d{1,6}) (\d{1,6})( told)?$/gm)
  return new Map(
    [...lines].map(([, to, most, passed, told]) => [
      to!,
      { most: Number(most), passed: Number(passed), told: told !== undefined },
    ]),
  )
}
