import { vip } from '../support.ts'

/** Something that goes wrong with a cluster, what `verify` says of it, and what puts it right. */
export interface Sabotage {
  readonly what: string
  readonly host: string
  /** Shell, as root on the host. */
  readonly act: string
  /** Ids of the assertions that must fail with the host named. */
  readonly named: readonly string[]
  /** Where they must say that it is; left out: on the host. */
  readonly at?: string
  /** What one of them has seen. */
  readonly seen?: RegExp
  /** What the remedy of one of them says. It is done as it is printed. */
  readonly remedy: RegExp
  /** Shell, where the remedy leaves it to a person how. */
  readonly mend?: string
  /** Shell that takes away what the remedy had to get the better of. */
  readonly after?: string
  /** What is mended leaves something else to mend, which verify names then. */
  readonly leavesMore?: true
  /** Shell, run where the remedy was of no use. */
  readonly undo?: string
}

const run = (host: string) => new RegExp(`lbprov run site.yaml -i hosts --limit \\S*${host}`)
/** The lab's kernel has no nf_tables. */
const iptables = '$(command -v iptables-legacy || command -v iptables)'
/** keepalived.conf of another cluster with the number of ours. */
const foreign = `vrrp_instance OTHER {
  state BACKUP
  interface em1
  virtual_router_id 51
  priority 50
  authentication {
    auth_type PASS
    auth_pass other
  }
  virtual_ipaddress {
    192.168.1.240/32 dev em1
  }
}`

/** Starts it and waits until it is master. It is let hear nobody: an advert that a master refuses puts off its own, so it might stay silent. */
export const startForeign = `set -e
apt-get install -y -qq keepalived </dev/null >/dev/null
printf '%s\\n' '${foreign}' >/etc/keepalived/keepalived.conf
${iptables} -I INPUT -p 112 -j DROP
systemctl restart keepalived
for second in $(seq 60); do if ip -o addr show dev em1 | grep -q 192.168.1.240; then exit 0; fi; sleep 1; done
exit 1`

/** Takes it away, with all that it brought. */
export const stopForeign = `${iptables} -D INPUT -p 112 -j DROP; apt-get purge -y -qq keepalived >/dev/null 2>&1; rm -rf /etc/keepalived`

/** Those of a list don't hide one another: they are done together. */
export const sabotages: readonly (readonly Sabotage[])[] = [
  [
    {
      what: 'an ARP setting of a real server reset',
      host: 'rs1',
      act: 'sysctl -w net.ipv4.conf.all.arp_ignore=0',
      named: ['sysctl'],
      remedy: run('rs1'),
    },
    {
      what: 'another scheduler',
      host: 'dir2',
      act: `ipvsadm -E -t ${vip}:80 -s rr`,
      named: ['ipvs-table', 'ipvs-service'],
      remedy: run('dir2'),
    },
    {
      what: 'a real server without the virtual address',
      host: 'rs2',
      act: `ip addr del ${vip}/32 dev lo`,
      named: ['address'],
      remedy: run('rs2'),
    },
    {
      what: 'keepalived off at boot',
      host: 'dir2',
      act: 'systemctl disable keepalived',
      named: ['service'],
      remedy: run('dir2'),
    },
    {
      what: 'a later sysctl file',
      host: 'rs2',
      act: 'echo net.ipv4.conf.all.arp_ignore=0 >/etc/sysctl.d/zzz-late.conf',
      named: ['sysctl'],
      seen: /0, as .etc.sysctl.d.zzz-late.conf says/,
      remedy: run('rs2'),
      after: 'rm /etc/sysctl.d/zzz-late.conf',
    },
    {
      what: 'another MTU',
      host: 'dir1',
      act: 'ip link set em1 mtu 1400',
      named: ['mtu'],
      seen: /1400 on em1 of dir1/,
      remedy: /on dir1: ip link set em1 mtu 1500/,
    },
    {
      what: 'no default route',
      host: 'rs1',
      act: 'ip route del default',
      named: ['default-route'],
      remedy: /on rs1: ip route replace default via 192.168.1.1/,
    },
  ],
  [
    {
      what: 'a real server deleted with ipvsadm',
      host: 'dir1',
      act: `ipvsadm -d -t ${vip}:80 -r 192.168.1.222:80`,
      named: ['ipvs-table', 'ipvs-service'],
      remedy: run('dir1'),
    },
    {
      // A /8 takes the way to the client with it; a /30 is as wrong and lets the lab go on.
      what: 'the virtual address on lo with a whole network',
      host: 'rs1',
      act: `ip addr del ${vip}/32 dev lo; ip addr add ${vip}/30 dev lo`,
      named: ['address'],
      remedy: run('rs1'),
    },
    {
      // A well-known article's slip of the pen: ifconfig complains, and leaves the alias up, as /24.
      what: 'an alias of ifconfig on the master',
      host: 'dir1',
      act: `ifconfig em1:0 ${vip} braodcast ${vip} netmask 255.255.255.255 up || ip addr show to ${vip}/24 | grep -q em1:0`,
      named: ['virtual-address'],
      remedy: run('dir1'),
    },
    {
      what: 'a configuration that keepalived has not read',
      host: 'dir2',
      act: 'sleep 3; touch /etc/keepalived/keepalived.conf',
      named: ['service'],
      remedy: run('dir2'),
    },
  ],
  [
    {
      what: 'the virtual address put by hand on the backup',
      host: 'dir2',
      act: `ip addr add ${vip}/32 dev em1`,
      named: ['vip-holder', 'virtual-address'],
      remedy: run('dir2'),
    },
  ],
  [
    {
      what: 'a real server that answers ARP',
      host: 'rs1',
      act: `sysctl -w net.ipv4.conf.all.arp_ignore=0; ip addr add ${vip}/32 dev em1`,
      named: ['vip-arp', 'sysctl', 'address'],
      remedy: run('rs1'),
    },
  ],
  [
    {
      what: 'another auth_pass on one side',
      host: 'dir2',
      act: "sed -i 's/auth_pass .*/auth_pass wrong/' /etc/keepalived/keepalived.conf; systemctl reload keepalived; sleep 5",
      // Either director may be the one that refuses: an advert that a master refuses puts off its own, so one of the two is silent.
      named: ['file', 'vip-holder'],
      remedy: /the directors disagree on password, addresses or interval: .* --limit dir[12],dir[12]/,
    },
  ],
  [
    {
      what: 'VRRP kept out by a packet filter',
      host: 'dir2',
      act: `${iptables} -I INPUT -p 112 -j DROP && sleep 5`,
      named: ['vip-holder', 'vrrp-heard'],
      remedy: /on dir2: iptables.* -D INPUT/,
      mend: `${iptables} -D INPUT -p 112 -j DROP`,
    },
  ],
  [
    {
      what: 'a second cluster with the same virtual router id',
      host: 'rs2',
      act: startForeign,
      named: ['vrrp-foreign'],
      remedy: /another virtual_router_id/,
      mend: stopForeign,
    },
  ],
]
