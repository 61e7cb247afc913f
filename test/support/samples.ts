import * as lbprov from '../../src/index.ts'
import {
  address,
  authorizedKey,
  command,
  defaultRoute,
  defaultRoute6,
  directory,
  file,
  firewall,
  firewallMarks,
  hostname,
  ipvsService,
  keepalivedProcess,
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
  virtualAddress,
} from '../../src/index.ts'
import type { Resource } from '../../src/model/resource.ts'
import { kinds } from './kind-cases.ts'

const conf = file(
  '/etc/x.conf',
  { content: "it's\n", mode: '0640', owner: 'root', group: 'root' },
  { validate: (t) => sh`x -t ${t}` },
)

/** What a kind's scripts look like in each of its shapes. */
const shapes: readonly Resource[] = [
  conf,
  file('/etc/y', { mode: '0600', owner: 'daemon' }),
  file('/etc/z', { content: 'z' }),
  file('/etc/big', { content: 'z'.repeat(300_000) }),
  file('/etc/y', null),
  directory('/srv/d', { mode: '0755', group: 'adm' }),
  directory('/srv/d', null),
  line('/etc/default/x', { match: '^A=', line: 'A="b c"' }),
  sysctl('net.ipv4.ip_forward', { value: 1 }),
  sysctl('net/ipv4/conf/em1.5/arp_ignore', { value: 1, live: false }),
  sysctl('net.ipv4.ip_forward', null),
  kernelModule('ip_vs'),
  kernelModule('ip_vs', null),
  firewall('vrrp'),
  firewall('8000-8010/tcp from 192.168.1.0/24'),
  firewall('80/tcp from 2001:db8::/64'),
  firewall('80/tcp', null),
  firewall('80/sctp from ::/0'),
  firewall('ipv6'),
  pkg('keepalived'),
  pkg('keepalived', { installed: true, version: '1:2.2.7-1+b2' }),
  pkg('keepalived', null),
  repo('lab', { url: 'http://192.168.1.1/el/x86_64', key: '/etc/pki/KEY' }),
  repo('lab', { url: 'http://192.168.1.1/deb', suite: 'bookworm', components: 'main', signed: false }),
  repo('lab', null),
  service('keepalived', { running: true, enabled: true }, { refreshOn: [conf] }),
  service('keepalived', { running: true }, { refreshOn: [conf], onRefresh: 'restart' }),
  service('keepalived', { running: true }, { refreshOn: [conf], configuration: '/etc/x.conf' }),
  service('keepalived', { running: true }, { configuration: '/etc/x.conf' }),
  keepalivedProcess({ configuration: '/etc/keepalived/keepalived.conf' }),
  virtualAddress('192.168.1.225', { instance: 'VI_1' }),
  ipvsService('-t 192.168.1.225:80', {
    options: '-s wrr',
    servers: new Map([['192.168.1.222:80', '-g -w 1']]),
    tolerated: ['192.168.1.9:80'],
  }),
  ipvsService('-f 5', { options: '-s wrr -p 50', servers: new Map() }),
  service('keepalived', { running: false, enabled: false }),
  address('192.168.1.225/32', { interface: 'lo', live: true, boot: true }),
  address('192.168.1.225/24', { interface: 'em1', boot: false }),
  address('2001:db8::225/128', { interface: 'lo', live: true, boot: true }),
  address('192.168.1.225/32', null),
  address('192.168.1.225/32', { interface: 'tunl0', live: true, boot: true }),
  defaultRoute({ via: '10.0.0.1' }),
  defaultRoute(null),
  defaultRoute6({ via: 'fd00::1' }),
  defaultRoute6(null),
  firewallMarks([{ address: '192.168.1.225', port: 80, protocol: 'TCP', mark: 80 }], { firewall: 'firewalld' }),
  firewallMarks([], { firewall: 'none' }),
  selinux('keepalived_connect_any', { on: true }),
  hostname('lb1.example.org'),
  user('deploy', { shell: '/bin/sh', home: '/srv/deploy', groups: ['adm', 'wheel'] }),
  user('keepalived_script', { system: true }),
  user('deploy', null),
  authorizedKey('deploy', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here'),
  authorizedKey('deploy', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI', null),
  sudoers('deploy', 'deploy ALL=(ALL) NOPASSWD: ALL'),
  command('make', { run: sh`make all`, unless: sh`[ -e /made ]` }, { refreshOn: [conf] }),
]

const constructors = lbprov as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Resource>>
const plain = Object.entries(kinds).map(([name, given]) => constructors[name]!(...given))
const shown = new Set(shapes.map(({ kind }) => kind.name))

/** Every kind: what its scripts look like is seen here. */
export const samples: readonly Resource[] = [...shapes, ...plain.filter(({ kind }) => !shown.has(kind.name))]
