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
  /** sysv: EL6, where chkconfig has the init scripts; sysvinit: Debian and its like without systemd, where update-rc.d has them. */
  readonly init: 'systemd' | 'sysv' | 'sysvinit' | 'other'
  readonly packageTool: 'apt' | 'dnf' | 'yum' | 'none'
  /** Who configures the interfaces at boot. */
  readonly network: 'network-scripts' | 'NetworkManager' | 'networkd' | 'ifupdown' | 'netplan' | 'other'
  /** Version of the NetworkManager that runs, null when none does. */
  readonly networkManager: string | null
  /** What filters packets and says what is open; `none`: nothing is loaded at boot. */
  readonly firewall: 'iptables' | 'firewalld' | 'nftables' | 'ufw' | 'netfilter-persistent' | 'none'
  readonly selinux: 'enforcing' | 'permissive' | 'disabled'
  /** Whether the kernel can balance: ip_vs is there, is to be had as a module, or is not to be had. */
  readonly ipVs: 'loaded' | 'built-in' | 'module' | 'absent'
  /** Version of the installed keepalived, null when there is none. */
  readonly keepalived: string | null
  /** What that keepalived was built with, in its own words (`LVS`, `VRRP`, `JSON`, …); empty where it doesn't say, as 1.2 on EL6. */
  readonly keepalivedOptions: readonly string[]
  /** Of the packages that a role names as `candidates` and that are not installed: the version that would be, where the package tool knows. */
  readonly candidates: ReadonlyMap<string, string>
  /** Every interface by name, those without an address included. */
  readonly interfaces: ReadonlyMap<string, readonly string[]>
  /** Those of them that are a VLAN, a bond or a bridge: they are deleted and made again when their connection goes down and up. */
  readonly madeInterfaces: readonly string[]
  /** Addresses that files of the network's configuration name, each with the file: what comes back with the next boot. */
  readonly configuredAddresses: ReadonlyMap<string, string>
  /** Address of the IPv4 default gateway, null when there is none. */
  readonly gateway: string | null
  /** That of IPv6, its eight groups in full. */
  readonly gateway6: string | null
  /** Interfaces by which the kernel itself has an IPv6 default route from router adverts; a host that forwards takes none unless accept_ra is 2. */
  readonly routerAdverts: readonly string[]
  /** Kernel settings that direct routing, tunnels and NAT hang on, as they are now, by their sysctl names. */
  readonly sysctls: ReadonlyMap<string, string>
  /** Services that run and fill an IPVS table beside keepalived. */
  readonly balancers: readonly string[]
  /** yum's repositories that are on and ask a mirror list that is gone (CentOS's, EPEL 6's): every package step fails. */
  readonly deadRepositories: readonly string[]
}

/** The release's first number: 7 for CentOS 7.9, 12 for Debian 12; 0 when it has none. */
export function majorRelease(facts: Facts): number {
  return Number.parseInt(facts.release, 10) || 0
}
