/** What is true of a host and does not change during a run. Addresses are in CIDR form (`192.168.1.220/24`). */
export interface Facts {
  readonly hostname: string
  /** debian: Debian, Ubuntu. rhel: RHEL, CentOS, Rocky, Alma, Oracle. */
  readonly family: 'debian' | 'rhel' | 'other'
  /** The ID of os-release: debian, ubuntu, centos, rocky, … */
  readonly distribution: string
  /** As the distribution counts: `12`, `7`, `9.4`. */
  readonly release: string
  readonly kernel: string
  readonly init: 'systemd' | 'sysv' | 'other'
  readonly packageTool: 'apt' | 'dnf' | 'yum' | 'none'
  readonly selinux: 'enforcing' | 'permissive' | 'disabled'
  /** Version of the installed keepalived, null when there is none. */
  readonly keepalived: string | null
  readonly interfaces: Readonly<Record<string, readonly string[]>>
}

/** The release's first number: 7 for CentOS 7.9, 12 for Debian 12; 0 when it has none. */
export function majorRelease(facts: Facts): number {
  return Number.parseInt(facts.release, 10) || 0
}
