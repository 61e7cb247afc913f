import type { Provider, Resource } from '../../model/resource.ts'
import { type Script, sh } from '../../shell/script.ts'
import { writeWhole } from '../atomic-write.ts'
import type { Desired } from './firewall.ts'
import { isIpv6, type Opening, protocolNumber } from './opening.ts'

/**
 * The iptables service of EL6 and, where somebody installed it, EL7 and later: a rule with a comment of ours, before the
 * line that rejects the rest. The saved rules get that line alone: saving the live ones would keep what others put there
 * for a while (bans). IPv4, or IPv6 for an opening from there.
 */
export const iptables: Provider<Desired, Opening> = {
  name: 'iptables service',
  suits: (facts) => facts.firewall === 'iptables',
  probe: ({ options }) => sh`
    if ${programOf(options)} -S INPUT | ${awk('effective', options)}; then put live true; fi
    if [ -r ${savedOf(options)} ] && ${awk('effective', options)} <${savedOf(options)}; then put boot true; fi
  `,
  apply(resource) {
    const { desired, options } = resource
    return sh`
      ${desired === null ? removeLive(options) : openLive(options)}
      if [ -f ${savedOf(options)} ]; then ${edit(resource)}
      ${desired === null ? sh`` : sh`else service ${programOf(options)} save`}
      fi
    `
  },
}

const programOf = (opening: Opening) => (isIpv6(opening) ? 'ip6tables' : 'iptables')
const savedOf = (opening: Opening) => `/etc/sysconfig/${programOf(opening)}`

function ruleOf(opening: Opening): readonly string[] {
  const { protocol, port, from, tag } = opening
  const source = from === null ? [] : ['-s', from]
  const packets =
    port !== null
      ? ['-p', protocol, '-m', protocol, '--dport', port.replace('-', ':')]
      : ['-p', String(protocolNumber(opening))]
  return [...source, ...packets, '-m', 'comment', '--comment', tag, '-j', 'ACCEPT']
}

function openLive(opening: Opening): Script {
  const program = programOf(opening)
  return sh`
    if ! ${program} -S INPUT | ${awk('effective', opening)}; then
      ${removeLive(opening)}
      ${program} -I INPUT "$(${program} -S INPUT | ${awk('place', opening)})" ${ruleOf(opening)}
    fi
  `
}

function removeLive(opening: Opening): Script {
  const program = programOf(opening)
  return sh`
    while lb_at=$(${program} -S INPUT | ${awk('ours', opening)}); [ -n "$lb_at" ]; do ${program} -D INPUT "$lb_at"; done
  `
}

function edit({ desired, options }: Resource<Desired, Opening>): Script {
  const line = desired === null ? '' : ['-A', 'INPUT', ...ruleOf(options)].join(' ')
  const test = `${programOf(options)}-restore`
  return sh`
    ( ${writeWhole({
      path: savedOf(options),
      produce: sh`lb_rule=${line} ${awk('write', options)} <"$f"`,
      validate: (temporary) => sh`${test} --test <${temporary}`,
    })}
    )
  `
}

/**
 * One program over `iptables -S INPUT` or a saved file (EL6: perhaps with counters in front). The line before which a
 * rule must be: the first that rejects or drops all the rest; without one, the last that sends all to a chain of
 * somebody's; else the end. `effective`: ours is before that. `place`, `ours`: the number of that rule, of our first.
 */
function awk(what: 'effective' | 'place' | 'ours' | 'write', { tag }: Opening): Script {
  return sh`lb_what=${what} lb_tag=${tag} awk '
    { line[NR] = $0; sub(/^\[[0-9:]*\] /, "") }
    /^\*/ { table = $1 }
    (table == "" || table == "*filter") && $1 == "COMMIT" { last = NR }
    (table == "" || table == "*filter") && $1 == "-A" && $2 == "INPUT" {
      number[NR] = ++rules
      if (index($0, " --comment " ENVIRON["lb_tag"] " ") || index($0, "\"" ENVIRON["lb_tag"] "\"")) { ours[NR] = 1; if (!first) first = NR }
      else if ($3 == "-j" && $4 ~ /^(REJECT|DROP)$/) { if (!closed) closed = NR }
      else if ($3 == "-j" && $4 !~ /^(ACCEPT|LOG)$/) jump = NR
    }
    END {
      before = closed ? closed : jump ? jump : last
      if (ENVIRON["lb_what"] == "effective") exit !(first && (!before || first < before))
      if (ENVIRON["lb_what"] == "place") print (before ? number[before] : rules + 1)
      if (ENVIRON["lb_what"] == "ours" && first) print number[first]
      if (ENVIRON["lb_what"] != "write") exit
      for (i = 1; i <= NR; i++) {
        if (i == before && ENVIRON["lb_rule"] != "") print ENVIRON["lb_rule"]
        if (!(i in ours)) print line[i]
      }
    }'`
}
