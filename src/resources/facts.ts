import type { Facts } from '../model/facts.ts'
import { type Script, sh } from '../shell/script.ts'

/** Looks at a host once; starts no more than three programs (uname, ip, and keepalived where there is one). */
export const factsProbe: Script = sh`
  lb_line=$(uname -nr); put hostname "\${lb_line%% *}"; put kernel "\${lb_line#* }"
  if [ -r /etc/os-release ]; then
    while IFS='=' read -r lb_key lb_value; do
      lb_value=\${lb_value#\"}; lb_value=\${lb_value%\"}
      case $lb_key in ID) put distribution "$lb_value" ;; ID_LIKE) put like "$lb_value" ;; VERSION_ID) put release "$lb_value" ;; esac
    done </etc/os-release
  elif [ -r /etc/redhat-release ]; then
    read -r lb_line </etc/redhat-release; put redhat-release "$lb_line"
  fi
  if [ -d /run/systemd/system ]; then put init systemd; elif [ -x /sbin/chkconfig ]; then put init sysv; fi
  for lb_tool in apt-get dnf yum; do
    if command -v $lb_tool >/dev/null 2>&1; then put packageTool \${lb_tool%-get}; break; fi
  done
  for lb_file in /sys/fs/selinux/enforce /selinux/enforce; do
    if [ -r $lb_file ] && read -r lb_line <$lb_file; then put selinux "$lb_line"; fi
  done
  if command -v keepalived >/dev/null 2>&1; then attr keepalived; keepalived -v 2>&1 || :; fi
  attr addresses; ip -o addr show || :
`

/** Facts from what `factsProbe` printed. */
export function readFacts(seen: Readonly<Record<string, string>>): Facts {
  const old = /^(.*?) (?:Linux )?release (\d+(?:\.\d+)?)/.exec(seen['redhat-release'] ?? '')
  const distribution = seen.distribution ?? (old ? old[1]!.split(' ')[0]!.toLowerCase() : 'unknown')
  return {
    hostname: seen.hostname ?? '',
    family: familyOf(`${distribution} ${seen.like ?? ''}`),
    distribution,
    release: seen.release ?? old?.[2] ?? '',
    kernel: seen.kernel ?? '',
    init: oneOf(seen.init, ['systemd', 'sysv'] as const) ?? 'other',
    packageTool: oneOf(seen.packageTool, ['apt', 'dnf', 'yum'] as const) ?? 'none',
    selinux: seen.selinux === '1' ? 'enforcing' : seen.selinux === '0' ? 'permissive' : 'disabled',
    keepalived: /^Keepalived v(\S+)/m.exec(seen.keepalived ?? '')?.[1] ?? null,
    interfaces: interfacesOf(seen.addresses ?? ''),
  }
}

function familyOf(ids: string): Facts['family'] {
  if (/\b(debian|ubuntu)\b/.test(ids)) return 'debian'
  return /\b(rhel|centos|fedora|rocky|almalinux|ol|red|redhat|scientific)\b/.test(ids) ? 'rhel' : 'other'
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((word) => word === value)
}

/** Lines of `ip -o addr`: `2: em1    inet 192.168.1.220/24 brd …`. */
function interfacesOf(lines: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [, name, cidr] of lines.matchAll(/^\d+: (\S+)\s+inet6? (\S+)/gm)) {
    found[name!] = [...(found[name!] ?? []), cidr!]
  }
  return found
}
