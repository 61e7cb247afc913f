import { socketName } from '../lvs/verify/entry.ts'
import type { Page } from '../lvs/verify/page.ts'
import { joined, type Script, sh } from '../shell/script.ts'
import { pageByBash } from './client-look.ts'

/**
 * Rules of packet filters that drop packets or send them elsewhere, each with its tool as one would type it. Where iptables writes to nf_tables it
 * tells nothing of what iptables-legacy wrote. A table that is not there is not asked for: that would load its module.
 */
export const barriers: Script = sh`
  attr barriers
  for lb_family in ip ip6; do
    lb_names=/proc/net/\${lb_family}_tables_names lb_legacy=\${lb_family}tables
    case $(\${lb_family}tables -V 2>/dev/null) in
      *nf_tables*) lb_legacy=\${lb_family}tables-legacy; \${lb_family}tables -S 2>/dev/null | sed -n "s/^-A.*-j \\(DROP\\|REJECT\\)/\${lb_family}tables &/p" ;;
    esac
    lb_tables=$(cat "$lb_names" 2>/dev/null)
    for lb_table in $lb_tables; do
      case $lb_table in
        filter) lb_tool=$lb_legacy ;;
        nat | raw | mangle) lb_tool="$lb_legacy -t $lb_table" ;;
        *) continue ;;
      esac
      $lb_tool -S 2>/dev/null | sed -n "s/^-A.*-j \\(DROP\\|REJECT\\|REDIRECT\\|DNAT\\)/$lb_tool &/p"
    done
  done
  if command -v nft >/dev/null 2>&1; then
    nft list ruleset 2>/dev/null | sed -n 's/^[[:space:]]*\(.*\(drop\|reject\|redirect\|dnat\).*\)/nft \1/p'
  fi
  :
`

/** A real server, as a director sends to it, and the page that its checker asks for. */
export interface Server {
  readonly address: string
  readonly port: number
  readonly page?: Page | undefined
}

/** Which of these addresses the host has no way to; of those of its own networks who answers for them, all asked at once, what it takes them to be, and how they answer where a checker asks for a page. */
export function reachability(servers: readonly Server[]): Script {
  const pages = servers.flatMap(({ address, port, page }) =>
    page ? [sh`put ${`status.${socketName({ address, port })}`} "$(${pageByBash({ address, port }, page)})"`] : [],
  )
  return sh`
    lb_direct=''
    for lb_server in ${[...new Set(servers.map(({ address }) => address))]}; do
      if lb_way=$(ip route get "$lb_server" 2>&1); then
        case $lb_way in
          *' via '* | local*) ;;
          *' dev '*) lb_if=\${lb_way#* dev }; lb_direct="$lb_direct $lb_server@\${lb_if%% *}" ;;
        esac
      else put "no-way.$lb_server" "\${lb_way%%[[:cntrl:]]*}"; fi
    done
    attr neighbours; ip neigh show 2>/dev/null || :
    attr answers
    if command -v arping >/dev/null 2>&1; then
      for lb_server in $lb_direct; do
        case $lb_server in
          *:*) ;;
          *) arping -b -c 2 -w 2 -I "\${lb_server#*@}" "\${lb_server%@*}" 2>/dev/null & ;;
        esac
      done
      wait
    fi
    if command -v bash >/dev/null 2>&1; then
      ${joined([sh`:`, ...pages])}
    fi
  `
}
