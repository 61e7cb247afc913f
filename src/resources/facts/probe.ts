import { joined, type Script, sh } from '../../shell/script.ts'

const identity = sh`
  lb_line=$(exec uname -nr); lb_kernel=\${lb_line#* }; put hostname "\${lb_line%% *}" kernel "$lb_kernel"
  if [ -r /etc/os-release ]; then
    while IFS='=' read -r lb_key lb_value; do
      lb_value=\${lb_value#\"}; lb_value=\${lb_value%\"}
      case $lb_key in ID) put distribution "$lb_value" ;; ID_LIKE) put like "$lb_value" ;; VERSION_ID) put release "$lb_value" ;; esac
    done </etc/os-release
  elif [ -r /etc/redhat-release ]; then
    read -r lb_line </etc/redhat-release; put redhat-release "$lb_line"
  fi
`

/** EL6: init is upstart, which runs SysV scripts; what tells it is chkconfig. Debian's own has a table, which a container has not. */
const tools = sh`
  lb_init=other
  if [ -d /run/systemd/system ]; then lb_init=systemd; elif [ -x /sbin/chkconfig ]; then lb_init=sysv
  elif [ -x /usr/sbin/update-rc.d ] && [ -e /etc/inittab ]; then lb_init=sysvinit; fi
  lb_tools=''
  for lb_tool in apt-get dnf yum; do
    if command -v $lb_tool >/dev/null 2>&1; then lb_tools="$lb_tools \${lb_tool%-get}"; fi
  done
  put init $lb_init packageTools "$lb_tools"
`

/** The units asked about, in the order in which `systemctl is-active` answers, a line each. */
export const askedUnits: readonly string[] = [
  'NetworkManager',
  'systemd-networkd',
  'networking',
  'network',
  'firewalld',
  'nftables',
  'iptables',
  'netfilter-persistent',
  'ipvsadm',
  'ldirectord',
  'pulse',
]

/**
 * EL6: a script that has been started leaves a file in /var/lock/subsys; a firewall that is stopped now and comes with the
 * next boot counts, too. One program where there is systemd, none on EL6.
 */
const services = sh`
  if [ $lb_init = systemd ]; then put units "$(exec systemctl is-active -- ${askedUnits} 2>/dev/null)"
  else
    lb_found=''
    for lb_file in /var/lock/subsys/*; do lb_found="$lb_found \${lb_file##*/}"; done
    for lb_file in /etc/rc3.d/S[0-9][0-9]iptables; do if [ -e "$lb_file" ]; then lb_found="$lb_found iptables"; fi; done
    put locks "$lb_found"
  fi
  for lb_file in /etc/netplan/*.yaml; do if [ -e "$lb_file" ]; then put netplan true; fi; done
  if [ -r /etc/ufw/ufw.conf ]; then
    while read -r lb_line || [ -n "$lb_line" ]; do if [ "$lb_line" = ENABLED=yes ]; then put ufw true; fi; done </etc/ufw/ufw.conf
  fi
  if [ -d /run/NetworkManager ] || [ -d /var/run/NetworkManager ]; then put networkManager "$(exec NetworkManager --version 2>/dev/null)"; fi
`

/**
 * /proc/net/ip_vs is there once ip_vs is, whether loaded or built in; only a module has an initstate. The first star:
 * kernel, extra, updates. A kernel with SELinux and no policy (nothing in class) has none. EL6: it is in /selinux; the one
 * digit of enforce has no line feed, so `read` fails and has it all the same.
 */
const kernel = sh`
  set -- "/lib/modules/$lb_kernel/"*/net/netfilter/ipvs/ip_vs.ko*
  if [ -e /sys/module/ip_vs/initstate ]; then put ipVs loaded
  elif [ -e /proc/net/ip_vs ]; then put ipVs built-in
  elif [ -e "$1" ]; then put ipVs module; fi
  for lb_file in /sys/fs/selinux /selinux; do
    if [ -d $lb_file/class/file ]; then
      lb_line=''; read -r lb_line <$lb_file/enforce || :
      put selinux "$lb_line"
    fi
  done
`

const interfaces = sh`
  lb_found='' lb_made=''
  for lb_file in /sys/class/net/*; do
    [ -d "$lb_file" ] || continue
    lb_word=\${lb_file##*/}; lb_found="$lb_found $lb_word"
    if [ -d "$lb_file/bonding" ] || [ -d "$lb_file/bridge" ] || [ -e "/proc/net/vlan/$lb_word" ]; then lb_made="$lb_made $lb_word"; fi
  done
  put links "$lb_found" made "$lb_made" addresses "$(exec ip -o addr show)"
`

/** Kernel settings by their place under /proc/sys. */
const askedSysctls: readonly string[] = [
  'net/ipv4/ip_forward',
  'net/ipv4/conf/all/arp_ignore',
  'net/ipv4/conf/all/arp_announce',
  'net/ipv4/conf/all/rp_filter',
  'net/ipv4/conf/tunl0/rp_filter',
]

/**
 * /proc/net/route has a line per route: interface, destination and gateway as hexadecimal numbers of the host's byte order. Of
 * ipv6_route, which begins with destination and prefix length, those of the whole network are wanted, which no other line is.
 */
const routing = sh`
  while read -r _ lb_to lb_via _; do
    if [ "$lb_to" = 00000000 ] && [ "$lb_via" != 00000000 ]; then put gateway "$lb_via"; break; fi
  done </proc/net/route
  lb_found='' lb_set=''
  if [ -r /proc/net/ipv6_route ]; then
    while read -r lb_line; do
      case $lb_line in ${'0'.repeat(32)}' 00 '*) lb_found=$lb_found$lb_line${'\n'} ;; esac
    done </proc/net/ipv6_route
  fi
  for lb_key in ${askedSysctls}; do
    if [ -r /proc/sys/$lb_key ]; then read -r lb_line </proc/sys/$lb_key; lb_set="$lb_set$lb_key=$lb_line"${'\n'}; fi
  done
  put routes6 "$lb_found" sysctls "$lb_set"
`

/** One program, which reads the files of all that may configure an interface; the names are those that the network services know. */
const configured = sh`
  put configured "$(exec grep -sHE '^[^#;]*([0-9]+[.]){3}[0-9]' /etc/sysconfig/network-scripts/ifcfg-* /etc/network/interfaces \
    /etc/network/interfaces.d/* /etc/netplan/*.yaml /etc/systemd/network/*.network /etc/NetworkManager/system-connections/* \
    /etc/init.d/ipvsadm /etc/rc.local)"
`

/** Mirror lists that are gone: CentOS's since 2024, EPEL 6's since 2021. The end of a section is the next one or that of the file. */
const repositories = sh`
  lb_dead=''
  for lb_file in /etc/yum.repos.d/*.repo; do
    [ -r "$lb_file" ] || continue
    lb_id='' lb_list=''
    while read -r lb_line || [ -n "$lb_line" ]; do
      case $lb_line in
        '['*']'*) lb_dead="$lb_dead $lb_list"; lb_id=\${lb_line#?} lb_list=''; lb_id=\${lb_id%%]*} lb_on=1 ;;
        enabled*=*0* | enabled*=*[Nn]o* | enabled*=*[Ff]alse* | skip_if_unavailable*=*1* | skip_if_unavailable*=*[Tt]rue*) lb_on='' lb_list='' ;;
        mirrorlist=*mirrorlist.centos.org* | mirrorlist=*.fedoraproject.org*repo=epel-*6'&'* | metalink=*.fedoraproject.org*repo=epel-*6'&'*)
          lb_list=\${lb_on:+$lb_id} ;;
      esac
    done <"$lb_file"
    lb_dead="$lb_dead $lb_list"
  done
  put deadRepositories "$lb_dead"
`

const keepalived = sh`
  if command -v keepalived >/dev/null 2>&1; then put keepalived "$(exec keepalived -v 2>&1)"; fi
`

/**
 * A host without package lists may ask its repositories, and one whose repositories have moved away must not take long to say so.
 * A package with a program of its name is there.
 */
const candidates = (packages: readonly string[]) => sh`
  for lb_name in ${packages}; do
    if command -v "$lb_name" >/dev/null 2>&1; then continue; fi
    case $lb_tools in
      ' apt'*) lb_found=$(exec apt-cache policy -- "$lb_name" 2>/dev/null) ;;
      *yum*) lb_found=$(exec timeout 40 yum -q info available "$lb_name" 2>/dev/null) ;;
      *dnf*) lb_found=$(exec timeout 40 dnf -q info available "$lb_name" 2>/dev/null) ;;
      *) lb_found='' ;;
    esac
    put "candidate.$lb_name" "$lb_found"
  done
`

/**
 * Looks at a host once; starts no more than six programs: uname, ip, grep and, where they are, systemctl, NetworkManager and keepalived.
 * One more for each of `packages` that is not there.
 */
export function factsProbe(packages: readonly string[] = []): Script {
  const asked = packages.length === 0 ? [] : [candidates(packages)]
  return joined([
    identity,
    tools,
    services,
    kernel,
    interfaces,
    routing,
    configured,
    repositories,
    keepalived,
    ...asked,
  ])
}
