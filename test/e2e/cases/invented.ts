import { vip } from '../support.ts'
import type { Sabotage } from './sabotage.ts'

const [rs1, rs2] = ['192.168.1.222', '192.168.1.223']
/** The lab's kernel has no nf_tables. */
const iptables = '$(command -v iptables-legacy || command -v iptables)'
const conf = '/etc/keepalived/keepalived.conf'
/** Until a director has taken a server out, or in: two rounds of checks. */
const untilOut = (server: string) =>
  `for n in $(seq 60); do ipvsadm -Sn | grep -q -- '-r ${server}' || break; sleep 0.5; done`
const untilHeld = `for n in $(seq 60); do ip -o addr show dev em1 | grep -q ${vip} && break; sleep 0.5; done`
const run = (host: string) => new RegExp(`lbprov run site.yaml -i hosts --limit \\S*${host}`)
const edited = (from: string, to: string) => `sed -i 's/${from}/${to}/' ${conf}; systemctl reload keepalived`
const rule = (words: string) => `${iptables} -A ${words} -j DROP`
/** Between directors and real servers alone: ssh would not get through either. */
const large = '-s 192.168.1.220/31 -m length --length 1401:65535'
const nginx = '/etc/nginx/sites-enabled/default'
const units = '/etc/systemd/system'

/**
 * What else goes wrong with a cluster, most of it thought up. Those of a list don't hide one another. What verify says is done as it says it, unless
 * there is `mend`; `undo` is for when that was of no use.
 */
export const invented: readonly (readonly Sabotage[])[] = [
  [
    {
      what: 'modules that do not come at boot',
      host: 'dir1',
      act: 'rm /etc/modules-load.d/*lbprov*',
      named: ['kernel-module'],
      remedy: run('dir1'),
    },
    {
      what: 'a clock that is off',
      host: 'rs1',
      act: "date -s '+1 hour'",
      named: ['clock'],
      remedy: /set the clock of rs1/,
      mend: "date -s '-1 hour'",
    },
    {
      what: 'large packets that are lost without a word',
      host: 'rs2',
      act: rule(`INPUT ${large}`),
      named: ['path-mtu'],
      seen: /they do not, those of \d+ do/,
      remedy: /what is between dir\d and 192.168.1.223/,
      mend: `${iptables} -D INPUT ${large} -j DROP`,
    },
  ],
  [
    {
      what: 'another weight',
      host: 'dir1',
      act: `ipvsadm -e -t ${vip}:80 -r ${rs1}:80 -g -w 7`,
      named: ['ipvs-service', 'ipvs-table'],
      remedy: run('dir1'),
    },
    {
      what: 'the settings of boot gone',
      host: 'rs1',
      act: 'rm /etc/sysctl.d/zz*-lbprov.conf',
      named: ['sysctl'],
      remedy: run('rs1'),
    },
    {
      what: 'the unit of an address disabled',
      host: 'rs2',
      act: `systemctl disable lbprov-address-${vip}`,
      named: ['address'],
      remedy: run('rs2'),
    },
    {
      what: "ipvsadm's own table at boot",
      host: 'dir2',
      act: `sed -i 's/^AUTO=.*/AUTO="true"/' /etc/default/ipvsadm`,
      named: ['line'],
      remedy: run('dir2'),
    },
    {
      what: 'connections of dead servers kept',
      host: 'dir1',
      act: 'sysctl -w net.ipv4.vs.expire_nodest_conn=0',
      named: ['sysctl'],
      remedy: run('dir1'),
    },
    {
      what: 'a password for everybody to read',
      host: 'dir2',
      act: `chmod 0644 ${conf}`,
      named: ['file'],
      remedy: run('dir2'),
    },
  ],
  [
    {
      what: 'keepalived masked',
      host: 'dir2',
      act: 'systemctl mask keepalived',
      named: ['service'],
      seen: /masked/,
      remedy: /on dir2: systemctl unmask keepalived/,
      undo: 'systemctl unmask keepalived',
    },
    {
      what: 'a full table of connections',
      host: 'rs2',
      act: `modprobe nf_conntrack; ${iptables} -A INPUT -m conntrack --ctstate INVALID; sysctl -w net.netfilter.nf_conntrack_udp_timeout=900; bash -c 'for n in {1..2200}; do echo x >/dev/udp/127.0.0.1/$((10000 + n)); done' 2>/dev/null; :`,
      named: ['conntrack'],
      remedy: /on rs2: sysctl -w net.netfilter.nf_conntrack_max=/,
      after: `${iptables} -D INPUT -m conntrack --ctstate INVALID`,
    },
    {
      what: 'a full disk',
      host: 'rs1',
      act: 'dd if=/dev/zero of=/var/fill bs=1M 2>/dev/null; :',
      named: ['disk'],
      remedy: /on rs1: du -xm/,
      mend: 'rm /var/fill',
    },
  ],
  [
    {
      what: 'a web server that is stopped',
      host: 'rs2',
      act: 'systemctl stop nginx',
      named: ['listening'],
      remedy: /on rs2: start what serves port 80/,
      mend: 'systemctl start nginx',
    },
  ],
  [
    {
      what: 'a second keepalived',
      host: 'dir2',
      act: 'keepalived -p /run/k2.pid -r /run/k2v.pid -c /run/k2c.pid; sleep 5',
      named: ['keepalived-process'],
      seen: /is another one/,
      remedy: /on dir2: kill \d+/,
      // It takes the table along when it ends.
      leavesMore: true,
    },
  ],
  [
    {
      what: 'keepalived stopped by a signal, on the master',
      host: 'dir1',
      act: 'pkill -STOP keepalived; sleep 5',
      named: ['vip-holder', 'keepalived-process'],
      seen: /hangs|dir1 and dir2/,
      remedy: run('dir1'),
      undo: 'pkill -CONT keepalived',
    },
  ],
  [
    {
      what: 'keepalived killed, on the master',
      host: 'dir1',
      act: 'pkill -KILL keepalived; sleep 5',
      named: ['vip-holder', 'service'],
      remedy: /keepalived does not run on dir1: lbprov run/,
    },
    {
      what: 'a keepalived.conf that can not be written',
      host: 'dir2',
      act: `sed -i 's/priority 98/priority 90/' ${conf}; chattr +i ${conf}`,
      named: ['file'],
      remedy: run('dir2'),
      mend: `chattr -i ${conf}`,
      undo: `chattr -i ${conf}`,
    },
  ],
  [
    {
      what: 'health checks dropped on one director',
      host: 'dir1',
      act: `${rule(`OUTPUT -d ${rs1} -p tcp --dport 80`)}; ${untilOut(rs1)}`,
      named: ['ipvs-table'],
      remedy: /on dir1: iptables\S* -D OUTPUT -d 192.168.1.222/,
    },
    {
      what: 'answers dropped',
      host: 'rs2',
      act: rule(`OUTPUT -s ${vip}`),
      named: ['service-answers'],
      seen: /rs2 \d+/,
      remedy: /on rs2: iptables\S* -D OUTPUT -s/,
    },
  ],
  [
    {
      what: 'the address dropped',
      host: 'rs1',
      act: rule(`INPUT -d ${vip}`),
      named: ['service-answers'],
      seen: /\d+ of \d+ failed; without an answer: rs1 \d+, rs2 0/,
      remedy: /on rs1: iptables\S* -D INPUT -d/,
    },
    {
      what: 'a route that leads nowhere',
      host: 'dir2',
      act: `ip route add prohibit ${rs2}/32`,
      named: ['server-reached'],
      seen: /no way to 192.168.1.223/,
      remedy: /on dir2: ip route show to root/,
      mend: `ip route del prohibit ${rs2}/32`,
    },
  ],
  [
    {
      what: 'the address of a real server on another one',
      host: 'rs2',
      act: `ip addr add ${rs1}/32 dev em1`,
      named: ['server-reached'],
      seen: /rs2 answers for 192.168.1.222/,
      remedy: /on rs2: ip addr del 192.168.1.222/,
    },
    {
      what: 'keepalived with another file',
      host: 'dir2',
      act: `cp ${conf} /etc/other.conf; sed -i 's,^DAEMON_ARGS=.*,DAEMON_ARGS="-f /etc/other.conf",' /etc/default/keepalived; systemctl restart keepalived`,
      named: ['keepalived-process'],
      seen: /another file, as .etc.default.keepalived/,
      remedy: /on dir2: sed/,
      after: 'rm /etc/other.conf',
    },
  ],
  [
    {
      what: 'packets sent elsewhere before IPVS has them',
      host: 'dir1',
      act: `${iptables} -t nat -A PREROUTING -d ${vip} -p tcp --dport 80 -j REDIRECT --to-ports 81`,
      named: ['service-answers'],
      seen: /REDIRECT/,
      remedy: /on dir1: iptables\S* -t nat -D PREROUTING/,
    },
    {
      what: 'a neighbour put there by hand',
      host: 'dir2',
      act: `ip neigh replace ${rs1} lladdr 02:00:00:00:00:99 dev em1 nud permanent; ${untilOut(rs1)}`,
      named: ['server-reached'],
      seen: /02:00:00:00:00:99/,
      remedy: /on dir2: ip neigh flush to/,
    },
  ],
  [
    {
      what: 'a port closed on a real server',
      host: 'rs1',
      act: `${rule('INPUT -p tcp --dport 80')}; sleep 8`,
      named: ['ipvs-table'],
      at: 'dir1',
      remedy: /on rs1: iptables\S* -D INPUT -p tcp/,
    },
    {
      what: 'another priority',
      host: 'dir2',
      act: `${edited('priority 98', 'priority 150')}; ${untilHeld}`,
      named: ['file', 'vip-holder'],
      remedy: run('dir2'),
    },
  ],
  [
    {
      what: 'another virtual router id',
      host: 'dir2',
      act: `${edited('virtual_router_id 51', 'virtual_router_id 52')}; ${untilHeld}`,
      named: ['file', 'vip-holder'],
      remedy: run('dir2'),
    },
  ],
  [
    {
      what: 'keepalived removed',
      host: 'dir2',
      act: 'apt-get remove -y -qq keepalived </dev/null >/dev/null 2>&1',
      named: ['pkg'],
      remedy: run('dir2'),
    },
    {
      what: 'a web server on its own address alone',
      host: 'rs2',
      act: `sed -i.lb 's/listen 80 default_server/listen ${rs2}:80 default_server/; s/listen \\[::\\]:80/listen [::1]:80/' ${nginx}; mv ${nginx}.lb /root/nginx; systemctl restart nginx`,
      named: ['listening'],
      remedy: /have it listen on 192.168.1.225:80/,
      mend: `cp /root/nginx ${nginx}; systemctl restart nginx`,
    },
  ],
  [
    {
      what: 'a drop-in that empties the unit of an address',
      host: 'rs2',
      act: `mkdir -p ${units}/lbprov-address-${vip}.service.d; printf '[Service]\\nExecStart=\\nExecStart=/bin/true\\n' >${units}/lbprov-address-${vip}.service.d/x.conf`,
      named: ['address'],
      seen: /service.d.x.conf says/,
      remedy: run('rs2'),
    },
    {
      what: 'a drop-in that keeps keepalived down at boot',
      host: 'dir2',
      act: `mkdir -p ${units}/keepalived.service.d; printf '[Unit]\\nConditionPathExists=/nowhere\\n' >${units}/keepalived.service.d/x.conf`,
      named: ['service'],
      seen: /x.conf: ConditionPathExists=.nowhere/,
      remedy: /on dir2: rm .*x.conf; systemctl daemon-reload/,
    },
    {
      what: 'a service that nobody declares',
      host: 'dir1',
      act: `ipvsadm -A -t ${vip}:8080 -s rr`,
      named: ['ipvs-table'],
      seen: /8080 -s rr is too many/,
      remedy: /on dir1: ipvsadm -D -t/,
    },
  ],
  [
    {
      what: 'adverts dropped on their way out',
      host: 'dir1',
      act: `${rule('OUTPUT -p 112')}; sleep 5`,
      named: ['vrrp-heard'],
      at: 'dir2',
      remedy: /on dir1: iptables\S* -D OUTPUT -p (112|vrrp)/,
      undo: `${iptables} -D OUTPUT -p 112 -j DROP`,
    },
  ],
]
