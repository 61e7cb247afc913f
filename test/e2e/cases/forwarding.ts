import { flavour, realServers, vip } from '../support.ts'

/** Where NAT's client is: in no network of the machines, so that answers to it take the default route. */
const outside = ['203.0.113.9/32', '2001:db8::9/128'] as const
const lvs_sync_daemon = { interface: 'em1', instance: 'VI_1' }
const vip6 = 'fd00::225'
const router6 = 'fd00::1'

/** A cluster with another way of forwarding than the site of the repository has. */
export interface ForwardingCase {
  readonly name: string
  /** group_vars/all.yml. */
  readonly vars: object
  readonly urls: readonly string[]
  /** A service over UDP; `keep`: its datagrams are spread though they come from one port. */
  readonly datagrams?: { readonly url: string; readonly keep: boolean }
  /** Services of a firewall mark: what one persistent service has together, and what another spreads. */
  readonly marked?: { readonly together: readonly string[]; readonly spread: string }
  /** How `ipvsadm -Ln` names the way of forwarding. */
  readonly forward: string
  /** The client is on another network than the machines. */
  readonly isOutside?: true
}

const password = { auth_type: 'PASS', auth_pass: 'n4Tw7rPq' }
const check = { TCP_CHECK: { connect_timeout: 1, retry: 1, delay_before_retry: 1 } }
const outer = {
  interface: 'em1',
  virtual_router_id: 61,
  authentication: password,
  virtual_ipaddress: [`${vip}/32`],
}
const inner = { ...outer, virtual_router_id: 62, virtual_ipaddress: ['192.168.1.226/24'] }
const six = { interface: 'em1', virtual_router_id: 63, virtual_ipaddress: ['fe80::225/64', `${vip6}/128`] }
const innerSix = { ...six, virtual_ipaddress: [...six.virtual_ipaddress, 'fd00::226/64'] }

const onFour = { address: vip, port: 80, lb_algo: 'rr', delay_loop: 2, real_servers: realServers, ...check }
const onSix = { ...onFour, address: vip6 }

const onUdp = {
  address: vip,
  port: 53,
  protocol: 'UDP',
  lb_algo: 'rr',
  delay_loop: 2,
  real_servers: realServers,
  UDP_CHECK: { connect_timeout: 4, retry: 1, delay_before_retry: 1, require_reply: true },
}
const udpUrl = `udp://${vip}:53`

const marked = (fwmark: number, address: string, ...ports: readonly number[]) => ({
  fwmark,
  marks: ports.map((port) => ({ address, port })),
  lb_algo: 'rr',
  delay_loop: 2,
  real_servers: realServers,
  TCP_CHECK: { ...check.TCP_CHECK, connect_port: 80 },
})

/** Both families, in one sync group. */
const dual = (lb_kind: string, ...others: readonly object[]) => ({
  vrrp_instances: { VI_4: outer, VI_6: six },
  vrrp_sync_groups: { VG_1: { group: ['VI_4', 'VI_6'] } },
  virtual_servers: [onFour, onSix, ...others].map((service) => ({ ...service, lb_kind })),
  lvs_sync_daemon: { interface: 'em1', instance: 'VI_4' },
})

const everywhere: readonly ForwardingCase[] = [
  {
    name: 'DR',
    vars: dual(
      'DR',
      { ...onUdp, ops: true },
      { ...marked(8, vip, 8080, 8443), persistence_timeout: 50 },
      { ...marked(6, vip6, 8080), ip_family: 'inet6' },
    ),
    urls: [`http://${vip}/`, `http://[${vip6}]/`],
    datagrams: { url: udpUrl, keep: true },
    marked: { together: [`http://${vip}:8080/`, `http://${vip}:8443/`], spread: `http://[${vip6}]:8080/` },
    forward: 'Route',
  },
  { name: 'TUN', vars: dual('TUN'), urls: [`http://${vip}/`, `http://[${vip6}]/`], forward: 'Tunnel' },
  {
    name: 'NAT',
    vars: {
      vrrp_instances: { VI_OUT: outer, VI_IN: inner, VI_6: innerSix },
      vrrp_sync_groups: { VG_1: { group: ['VI_OUT', 'VI_IN', 'VI_6'] } },
      virtual_servers: [onFour, onSix, onUdp].map((service) => ({ ...service, lb_kind: 'NAT' })),
      lvs_sync_daemon: { interface: 'em1', instance: 'VI_OUT' },
    },
    urls: [`http://${vip}/`, `http://[${vip6}]/`],
    datagrams: { url: udpUrl, keep: false },
    forward: 'Masq',
    isOutside: true,
  },
]

/** EL6: its keepalived has neither VRRP of version 3, which IPv6 needs, nor UDP_CHECK. */
const onEl6: readonly ForwardingCase[] = [
  {
    name: 'TUN',
    vars: { vrrp_instances: { VI_1: outer }, virtual_servers: [{ ...onFour, lb_kind: 'TUN' }], lvs_sync_daemon },
    urls: [`http://${vip}/`],
    forward: 'Tunnel',
  },
  {
    name: 'NAT',
    vars: {
      vrrp_instances: { VI_1: outer, VI_IN: inner },
      vrrp_sync_groups: { VG_1: { group: ['VI_1', 'VI_IN'] } },
      virtual_servers: [{ ...onFour, lb_kind: 'NAT' }],
      lvs_sync_daemon,
    },
    urls: [`http://${vip}/`],
    forward: 'Masq',
    isOutside: true,
  },
]

export const forwardingCases = flavour('dir1') === 'el6' ? onEl6 : everywhere

/** What the inventory says of a host beside its IPv4 address. */
export const address6Of = (address: string): string => `fd00::${address.split('.').at(-1)}`

/** What the lab does not give a machine with systemd, for good: an address of the second family, and a router there as well as it has one of IPv4, the client. */
export function givesMachine(address: string): string {
  const unit = `[Unit]
After=lab-boot.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip -6 addr replace ${address6Of(address)}/64 dev em1 nodad
ExecStart=/sbin/ip -6 route replace default via ${router6}
[Install]
WantedBy=multi-user.target`
  return `cat >/etc/systemd/system/address6.service <<'END'\n${unit}\nEND\nsystemctl enable -q --now address6.service`
}

const given = [`${router6}/64`, ...outside]

/** The client's addresses of both networks, and the one that it comes from. */
export function givesClient({ isOutside }: Pick<ForwardingCase, 'isOutside'>): string {
  const addresses = given.map((cidr) => `ip addr replace ${cidr} dev lan nodad`)
  const ways = [vip, vip6].map((address, i) => {
    const route = `ip route replace ${address} dev lan`
    return isOutside ? `${route} src ${outside[i]!.split('/')[0]}` : `${route} && ip route del ${address} dev lan`
  })
  return ['set -e', ...addresses, ...ways].join('\n')
}

/** Leaves the client as other tests know it. */
export const takesFromClient = [
  ...[vip, vip6].map((address) => `ip route del ${address} dev lan`),
  ...given.map((cidr) => `ip addr del ${cidr} dev lan`),
  'ip -o addr show dev lan; ip route; ip -6 route',
].join('\n')

/**
 * A server that answers datagrams with its name, at its own address, where NAT sends and keepalived checks, and without NAT at
 * the virtual one: a socket on all addresses would answer from its own. It is started again until that address is there.
 */
export function answersDatagrams(name: string, address: string, { isOutside }: ForwardingCase): string {
  const units = [address, ...(isOutside ? [] : [vip])].map((at) => `datagrams@${at}`)
  const program = `use IO::Socket::INET;
my $socket = IO::Socket::INET->new(Proto => "udp", LocalAddr => $ARGV[0], LocalPort => 53) or exit 1;
while (defined(my $client = $socket->recv(my $asked, 999))) { $socket->send("${name}", 0, $client) }`
  const unit = `[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart=/usr/bin/perl /usr/local/bin/datagrams %i
Restart=always
RestartSec=1
[Install]
WantedBy=multi-user.target`
  return `cat >/usr/local/bin/datagrams <<'END'\n${program}\nEND
cat >/etc/systemd/system/datagrams@.service <<'END'\n${unit}\nEND
systemctl enable -q --now ${units.join(' ')}`
}

/** The web server at further ports, and iptables of a kind that the lab's kernel knows. */
export const servesMarked = `sed -i 's/listen 80 default_server;/& listen 8080; listen 8443;/; s/listen \\[::\\]:80 default_server;/& listen [::]:8080;/' /etc/nginx/sites-available/default
  systemctl reload nginx`
export const marksPackets = `update-alternatives --set iptables /usr/sbin/iptables-legacy >/dev/null
  update-alternatives --set ip6tables /usr/sbin/ip6tables-legacy >/dev/null`
