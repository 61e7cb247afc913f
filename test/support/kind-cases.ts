import {
  address,
  authorizedKey,
  command,
  directory,
  file,
  firewall,
  hostname,
  kernelModule,
  line,
  pkg,
  repo,
  selinux,
  service,
  sh,
  sudoers,
  sysctl,
  user,
} from '../../src/index.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Case } from './conformance.ts'

/** Text that differs when anything has changed on a host that one of these cases is about. */
export const fingerprint = `
  exec 2>/dev/null
  find /etc /srv /home /var/lib/selinux/*/active/booleans.local -type f -exec cksum {} + 2>/dev/null | sort
  find /etc/systemd/system /etc/rc.d -type l 2>/dev/null | sort
  if command -v rpm >/dev/null; then rpm -qa | sort; else dpkg-query -W; fi
  if [ -d /run/systemd/system ]; then systemctl is-active lbprov-test; else ls /var/lock/subsys; fi
  ip -o addr; uname -n; cut -d' ' -f1 /proc/modules; cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/ip_local_port_range
  if grep -q '^nf_tables ' /proc/modules; then nft -s list ruleset; fi
  if grep -q filter /proc/net/ip_tables_names 2>/dev/null; then iptables -S; fi
  if command -v firewall-cmd >/dev/null; then firewall-cmd --list-all; firewall-cmd --permanent --list-all; fi
  :
`

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here'
const vip = '10.99.0.1/32'
const deviceOf = ({ interfaces }: Facts) => [...interfaces.keys()].find((name) => name !== 'lo')!

/** Every kind on a real host of any release, as root. All clean up but for what a last state asks for; the host is one to be thrown away. */
export const kindCases: readonly Case[] = [
  { title: 'pkg', states: [pkg('tree'), pkg('tree', null)] },
  {
    title: 'repo',
    setUp: () => 'mkdir -p /srv/lbprov-repo; : >/srv/lbprov-repo/Packages',
    states: [
      repo('test', { url: 'file:/srv/lbprov-repo', signed: false }),
      repo('test', { url: 'file:///srv/lbprov-repo', signed: false }),
      repo('test', null),
    ].toReversed(),
  },
  {
    title: 'file',
    states: [
      file('/etc/lbprov-test', { content: "it's\n", mode: '0640', owner: 'root', group: 'adm' }),
      file('/etc/lbprov-test', null),
      file('/etc/lbprov-test', { content: 'two\n', mode: '0600', owner: 'daemon', group: 'daemon' }),
    ],
  },
  {
    title: 'directory',
    states: [directory('/srv/a/b', { mode: '0750', owner: 'daemon' }), directory('/srv/a/b', null)],
  },
  {
    title: 'line',
    states: [
      line('/etc/default/useradd', { match: '^#? *SHELL=', line: 'SHELL=/bin/bash' }),
      line('/etc/default/useradd', { match: '^#? *SHELL=', line: 'SHELL=/bin/sh' }),
    ],
  },
  {
    title: 'sysctl',
    states: [
      sysctl('net.ipv4.ip_forward', { value: 1 }),
      sysctl('net.ipv4.ip_forward', { value: 0 }),
      sysctl('net.ipv4.ip_forward', null),
    ],
  },
  {
    title: 'sysctl of several words',
    states: [
      sysctl('net.ipv4.ip_local_port_range', { value: '20000 60000' }),
      sysctl('net.ipv4.ip_local_port_range', { value: '32768 60999' }),
    ],
  },
  {
    title: 'kernel-module',
    needs: ({ ipVs }) => ipVs === 'loaded' || ipVs === 'module',
    states: [kernelModule('ip_vs'), kernelModule('ip_vs', null)],
  },
  {
    title: 'service',
    setUp: ({ init }) => (init === 'systemd' ? testUnit : testScript),
    states: [
      service('lbprov-test', { running: true, enabled: true }),
      service('lbprov-test', { running: false, enabled: true }),
      service('lbprov-test', { running: true, enabled: false }),
      service('lbprov-test', { running: false, enabled: false }),
    ].toReversed(),
  },
  {
    title: 'address',
    states: (facts) => [
      address(vip, null),
      address(vip, { interface: 'lo', live: true, boot: true }),
      address(vip, { interface: deviceOf(facts), live: true, boot: true }),
      address(vip, { interface: 'lo', live: true, boot: false }),
    ],
  },
  { title: 'firewall: a protocol', states: [firewall('vrrp', null), firewall('vrrp')] },
  { title: 'firewall: a port', states: [firewall('80/tcp', null), firewall('80/tcp')] },
  {
    title: 'firewall: a port for some',
    states: [firewall('8848/udp from 192.168.1.0/24', null), firewall('8848/udp from 192.168.1.0/24')],
  },
  {
    title: 'selinux',
    states: [selinux('httpd_can_network_connect', { on: true }), selinux('httpd_can_network_connect', { on: false })],
  },
  { title: 'hostname', states: (facts) => [hostname(facts.hostname), hostname('lbprov-test')] },
  {
    title: 'user',
    states: [
      user('lbprov1', null),
      user('lbprov1', { shell: '/bin/sh', groups: ['adm', 'daemon'] }),
      user('lbprov1', { shell: '/bin/false', home: '/home/elsewhere' }),
    ],
  },
  { title: 'user of the system', states: [user('lbprov2', null), user('lbprov2', { system: true })] },
  {
    title: 'authorized-key',
    setUp: () => 'id lbprov3 >/dev/null 2>&1 || useradd -m lbprov3',
    states: [
      authorizedKey('lbprov3', key, null),
      authorizedKey('lbprov3', key),
      authorizedKey('lbprov3', `from="192.168.1.1" ${key}`),
    ],
  },
  { title: 'sudoers', states: [sudoers('lbprov', null), sudoers('lbprov', 'nobody ALL=(ALL) NOPASSWD: ALL')] },
  {
    title: 'command',
    states: [command('make', { run: sh`echo 1 >/srv/made`, unless: sh`[ -e /srv/made ]` })],
  },
]

const packet = { address: '192.0.2.1', port: 80, protocol: 'TCP', mark: 1 }

/** Every constructor of a kind, and good arguments before the last one. */
export const kinds: Readonly<Record<string, readonly unknown[]>> = {
  address: ['192.0.2.1/32', { interface: 'lo' }],
  authorizedKey: ['deploy', key, { allowed: true }],
  block: ['/etc/x', { content: '' }],
  command: ['x', { run: sh`:`, unless: sh`:` }],
  defaultRoute: [{ via: '192.0.2.1' }],
  defaultRoute6: [{ via: '2001:db8::1' }],
  directory: ['/srv', {}],
  file: ['/etc/x', {}],
  firewall: ['80/tcp', { open: true }],
  firewallMarks: [[packet], { firewall: 'none' }],
  hostname: ['lb1'],
  ipvsService: ['-t 192.0.2.1:80', { options: '-s wrr', servers: new Map() }],
  kernelModule: ['ip_vs', { loaded: true }],
  line: ['/etc/x', { match: '^a', line: 'a' }],
  mssClamp: [[{ address: '192.0.2.1', mss: 1440 }], { firewall: 'none' }],
  pkg: ['nginx', { installed: true }],
  nextHop: ['192.0.2.9', { gateway: true }],
  replyRoute: ['192.0.2.9', { via: '192.0.2.1' }],
  repo: ['lab', { url: 'http://192.0.2.1/' }],
  selinux: ['httpd_can_network_connect', { on: true }],
  service: ['nginx', {}],
  sudoers: ['deploy', 'deploy ALL=(ALL) ALL'],
  sysctl: ['net.ipv4.ip_forward', { value: 1 }],
  user: ['deploy', {}],
  keepalivedProcess: [{ configuration: '/etc/keepalived/keepalived.conf' }],
  syncDaemon: [],
  virtualAddress: ['192.0.2.1', { instance: 'VI_1' }],
}

const testUnit = `
  printf '[Service]\\nExecStart=/bin/sleep infinity\\nExecReload=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/lbprov-test.service
  systemctl daemon-reload
`

/** As EL6's own are: exit codes of its \`status\` and \`killproc\`. */
const testScript = `
  cat >/etc/init.d/lbprov-test <<'END'
#!/bin/sh
# chkconfig: - 86 14
# description: for the tests
lock=/var/lock/subsys/lbprov-test
case $1 in
  start) touch $lock ;;
  stop) [ -e $lock ] || exit 7; rm -f $lock ;;
  restart) touch $lock ;;
  reload) [ -e $lock ] || exit 7 ;;
  status) [ -e $lock ] || exit 3 ;;
  *) echo "Usage: $0 {start|stop|restart|reload|status}"; exit 2 ;;
esac
END
  chmod 0755 /etc/init.d/lbprov-test
`
