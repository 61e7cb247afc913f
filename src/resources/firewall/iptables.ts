import { type Script, sh } from '../../shell/script.ts'
import { printWhole, replaceFile } from '../atomic-write.ts'
import { type Backend, providerOf } from './backend.ts'
import { isIpv6, type Opening, protocolNumber } from './opening.ts'

/** A firewall whose rules at boot are a file as iptables-save writes it. */
export interface RulesFile extends Pick<Backend, 'name' | 'suits'> {
  /** The chain that has our rules, and the file, for each of the two programs. */
  readonly places: Readonly<Record<Program, { readonly chain: string; readonly saved: string }>>
  /** Writes the file where there is none. */
  readonly save: (program: Program) => Script
  /** True: the file adds to what is loaded already, so it can be tested over that alone. */
  readonly partial?: boolean
}

type Program = 'iptables' | 'ip6tables'

/**
 * A rule with a comment of ours, before the line that rejects the rest. The saved rules get that line alone: saving the
 * live ones would keep what others put there for a while (bans). IPv4, or IPv6 for an opening from there.
 */
export function rulesFile(file: RulesFile): ReturnType<typeof providerOf> {
  const { name, suits, places, save, partial = false } = file
  const at = (opening: Opening): Place => {
    const program = isIpv6(opening) ? 'ip6tables' : 'iptables'
    return { program, partial, ...places[program] }
  }
  return providerOf({
    name,
    suits,
    probe({ options }) {
      const { program, chain, saved } = at(options)
      return sh`
        if ${program} -S ${chain} | ${awk('effective', chain, options)}; then put live true; fi
        if [ -r ${saved} ] && ${awk('effective', chain, options)} <${saved}; then put boot true; fi
      `
    },
    live: (opening, open) => (open ? openLive(at(opening), opening) : removeLive(at(opening), opening)),
    boot: (opening, open) => sh`
      if [ -f ${at(opening).saved} ]; then ${edit(at(opening), opening, open)}
      ${open ? sh`else ${save(at(opening).program)}` : sh``}
      fi
    `,
  })
}

/** The iptables service of EL6 and, where somebody installed it, EL7 and later. */
export const iptables = rulesFile({
  name: 'iptables service',
  suits: (facts) => facts.firewall === 'iptables',
  places: {
    iptables: { chain: 'INPUT', saved: '/etc/sysconfig/iptables' },
    ip6tables: { chain: 'INPUT', saved: '/etc/sysconfig/ip6tables' },
  },
  save: (program) => sh`service ${program} save`,
})

interface Place {
  readonly program: Program
  readonly chain: string
  readonly saved: string
  readonly partial: boolean
}

function ruleOf(opening: Opening): readonly string[] {
  const { protocol, port, from, tag } = opening
  const source = from === null ? [] : ['-s', from]
  const packets =
    port !== null
      ? ['-p', protocol, '-m', protocol, '--dport', port.replace('-', ':')]
      : ['-p', String(protocolNumber(opening))]
  return [...source, ...packets, '-m', 'comment', '--comment', tag, '-j', 'ACCEPT']
}

function openLive(place: Place, opening: Opening): Script {
  const { program, chain } = place
  const list = sh`${program} -S ${chain}`
  return sh`
    if ! ${list} | ${awk('effective', chain, opening)}; then
      ${removeLive(place, opening)}
      ${program} -I ${chain} "$(${list} | ${awk('place', chain, opening)})" ${ruleOf(opening)}
    fi
  `
}

function removeLive({ program, chain }: Place, opening: Opening): Script {
  return sh`
    while lb_at=$(${program} -S ${chain} | ${awk('ours', chain, opening)}); [ -n "$lb_at" ]; do ${program} -D ${chain} "$lb_at"; done
  `
}

function edit({ program, chain, saved, partial }: Place, opening: Opening, open: boolean): Script {
  const line = open ? ['-A', chain, ...ruleOf(opening)].join(' ') : ''
  const test = [`${program}-restore`, '--test', ...(partial ? ['--noflush'] : [])]
  return sh`
    ( ${replaceFile({
      path: saved,
      produce: printWhole(sh`lb_rule=${line} ${awk('write', chain, opening)} <"$f"`),
      validate: (temporary) => sh`${test} <${temporary}`,
    })}
    )
  `
}

/**
 * One program over `iptables -S CHAIN` or a saved file (EL6: perhaps with counters in front). The line before which a
 * rule must be: the first that rejects or drops all the rest; without one, the last that sends all to a chain of
 * somebody's; else the end. `effective`: ours is before that. `place`, `ours`: the number of that rule, of our first.
 */
function awk(what: 'effective' | 'place' | 'ours' | 'write', chain: string, { tag }: Opening): Script {
  return sh`lb_what=${what} lb_chain=${chain} lb_tag=${tag} awk '
    { line[NR] = $0; sub(/^\[[0-9:]*\] /, "") }
    /^\*/ { table = $1 }
    (table == "" || table == "*filter") && $1 == "COMMIT" { last = NR }
    (table == "" || table == "*filter") && $1 == "-A" && $2 == ENVIRON["lb_chain"] {
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
      printf "."
    }'`
}
