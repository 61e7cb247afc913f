import { on } from '../support.ts'

/** Line by line what a run could change on a machine: each path with its kind, rights and content, packages, services, addresses, the IPVS table. */
export async function stateOf(name: string): Promise<ReadonlySet<string>> {
  const { stdout } = await on(
    name,
    `cd /; set -- etc root home usr/local opt tmp run/lbprov
     find "$@" -printf '%p %y %m %u:%g %l\\n' 2>/dev/null; find "$@" -type f -exec sha256sum {} + 2>/dev/null | sed -E 's/^(\\S+) +(.*)/\\2 \\1/'
     dpkg-query -W -f 'package \${Package} \${Version} \${Status}\\n'; ip -o addr | sed 's/ *valid_lft.*//'
     systemctl list-units --type service --plain --no-legend | awk '{ print "service", $1, $3, $4 }'; systemctl show -p MainPID keepalived
     sysctl net.ipv4.ip_forward net.ipv4.conf.all; if command -v ipvsadm >/dev/null; then ipvsadm -Sn; fi`,
  )
  return new Set(stdout.split('\n'))
}

/** What differs, by the first word of the line: the path, relative to /. */
export function changedBetween(old: ReadonlySet<string>, now: ReadonlySet<string>): readonly string[] {
  const differing = [...[...old].filter((line) => !now.has(line)), ...[...now].filter((line) => !old.has(line))]
  return [...new Set(differing.map((line) => line.split(' ')[0]!))].filter((path) => !remains.test(path)).toSorted()
}

/** Old copies that the tools for accounts leave behind. */
const remains = /^etc\/(passwd|shadow|group|gshadow|subuid|subgid)-$/
