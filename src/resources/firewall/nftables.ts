import { type Script, sh } from '../../shell/script.ts'
import { replaceFile } from '../atomic-write.ts'
import { providerOf } from './backend.ts'
import { isIpv6, type Opening, protocolNumber } from './opening.ts'

/**
 * The nftables service (Debian, Ubuntu, EL8 and later). A table of our own could open nothing: a packet must be accepted
 * in every chain that hangs on the input. So our rule goes to the top of each such chain, whoever made it; at boot from
 * a file of ours that the service's own file includes at its end, when those chains are there.
 */
export const nftables = providerOf({
  name: 'nftables service',
  suits: (facts) => facts.firewall === 'nftables',
  probe: ({ desired, options }) => (desired === null ? probeOurs(options) : probeOpen(options)),
  live: (opening, open) => (open ? openLive(opening) : removeLive(opening)),
  boot: (opening, open) => sh`
    ${mainFile}
    ( ${write(opening, open)}
    )
    ${open ? include : tidy}
  `,
})

const ownFile = '/etc/nftables/lbprov.nft'
const includeLine = `include "${ownFile}"`

/** EL8 and later have it in sysconfig. */
const mainFile = sh`lb_main=/etc/nftables.conf; if [ -e /etc/sysconfig/nftables.conf ]; then lb_main=/etc/sysconfig/nftables.conf; fi`

function ruleOf(opening: Opening): string {
  const { protocol, port, from, tag } = opening
  const source = from === null ? '' : `${from.includes(':') ? 'ip6' : 'ip'} saddr ${from} `
  const packets = port !== null ? `${protocol} dport ${port}` : `meta l4proto ${protocolNumber(opening)}`
  return `${source}${packets} accept comment "${tag}"`
}

/** A line for each chain that sees the packets on their way in: family, table, chain, and the handle of our rule or `-`. */
function chains(opening: Opening): Script {
  const families = opening.from === null ? '^(ip|ip6|inet)$' : isIpv6(opening) ? '^(ip6|inet)$' : '^(ip|inet)$'
  return sh`nft -a list ruleset | lb_tag=${`comment "${opening.tag}"`} lb_families=${families} awk '
    $1 == "table" { family = $2; table = $3 }
    $1 == "chain" { chain = $2; input = 0; ours = "-" }
    $1 == "type" && $2 == "filter" && $4 == "input" { input = 1 }
    ours == "-" && index($0, ENVIRON["lb_tag"]) { ours = $NF }
    $1 == "}" && chain != "" {
      if (input && family ~ ENVIRON["lb_families"]) print family, table, chain, ours
      chain = ""
    }'`
}

const isIncluded = sh`grep -qxF ${includeLine} "$lb_main" 2>/dev/null`

function probeOpen(opening: Opening): Script {
  return sh`
    ${mainFile}
    lb_live=true lb_boot=true
    lb_chains=$(${chains(opening)}); set -- $lb_chains
    while [ $# -gt 0 ]; do
      if [ "$4" = - ]; then lb_live=false; fi
      if ! grep -qxF -- "$(${lineFor(opening)})" ${ownFile} 2>/dev/null; then lb_boot=false; fi
      shift 4
      if [ $lb_boot = true ] && ! ${isIncluded}; then lb_boot=false; fi
    done
    put live $lb_live boot $lb_boot
  `
}

function probeOurs(opening: Opening): Script {
  return sh`
    case $(nft list ruleset) in *${`comment "${opening.tag}"`}*) put live true ;; esac
    if grep -qF ${`comment "${opening.tag}"`} ${ownFile} 2>/dev/null; then put boot true; fi
  `
}

function openLive(opening: Opening): Script {
  return sh`
    lb_chains=$(${chains(opening)}); set -- $lb_chains
    while [ $# -gt 0 ]; do
      if [ "$4" = - ]; then nft insert rule "$1" "$2" "$3" ${ruleOf(opening)}; fi
      shift 4
    done
  `
}

function removeLive(opening: Opening): Script {
  return sh`
    lb_chains=$(${chains(opening)}); set -- $lb_chains
    while [ $# -gt 0 ]; do
      if [ "$4" != - ]; then nft delete rule "$1" "$2" "$3" handle "$4"; fi
      shift 4
    done
  `
}

/** Prints the line for the chain $1 $2 $3. The chain is added first: where it is gone that is harmless, while a file that fails would leave the host without any rules. */
const lineFor = (opening: Opening) =>
  sh`printf 'add table %s %s; add chain %s %s %s; insert rule %s %s %s %s\n' "$1" "$2" "$1" "$2" "$3" "$1" "$2" "$3" ${ruleOf(opening)}`

function write(opening: Opening, open: boolean): Script {
  const lines = sh`
    lb_chains=$(${chains(opening)}); set -- $lb_chains
    while [ $# -gt 0 ]; do ${lineFor(opening)}; shift 4; done
  `
  const produce = sh`
    echo '# Written by lbprov; edits are overwritten.'
    if [ -r "$f" ]; then
      while IFS= read -r l; do case $l in *${`comment "${opening.tag}"`}*) ;; add*) printf '%s\n' "$l" ;; esac; done <"$f"
    fi
    ${open ? lines : sh`:`}
  `
  return sh`
    mkdir -p /etc/nftables
    ${replaceFile({ path: ownFile, produce, mode: '0644', validate: (temporary) => sh`nft -c -f ${temporary}` })}
  `
}

const include = sh`
  if ! ${isIncluded}; then
    ${replaceFile({ path: sh`"$lb_main"`, produce: sh`if [ -e "$f" ]; then cat <"$f"; fi; printf '\n%s\n' ${includeLine}` })}
  fi
`

const withoutInclude = sh`
  while IFS= read -r l || [ -n "$l" ]; do if [ "$l" != ${includeLine} ]; then printf '%s\n' "$l"; fi; done <"$f"
`

/** The last rule of ours is gone: so is the file, after the line that asks for it. */
const tidy = sh`
  if ! grep -q '^add' ${ownFile}; then
    if ${isIncluded}; then
      ( ${replaceFile({ path: sh`"$lb_main"`, produce: withoutInclude })}
      )
    fi
    rm -f -- ${ownFile}
  fi
`
