import {
  address,
  command,
  directory,
  file,
  kernelModule,
  line,
  pkg,
  repo,
  service,
  sh,
  sysctl,
} from '../../src/index.ts'
import type { Resource } from '../../src/model/resource.ts'

const conf = file(
  '/etc/x.conf',
  { content: "it's\n", mode: '0640', owner: 'root', group: 'root' },
  { validate: (t) => sh`x -t ${t}` },
)

/** Every kind in each of its shapes: what its scripts look like is seen here. */
export const samples: readonly Resource[] = [
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
  pkg('keepalived'),
  pkg('keepalived', { installed: true, version: '1:2.2.7-1+b2' }),
  pkg('keepalived', null),
  repo('lab', { url: 'http://192.168.1.1/el/$basearch', key: '/etc/pki/KEY' }),
  repo('lab', { url: 'http://192.168.1.1/deb', suite: 'bookworm', components: 'main', signed: false }),
  repo('lab', null),
  service('keepalived', { running: true, enabled: true }, { refreshOn: [conf] }),
  service('keepalived', { running: true }, { refreshOn: [conf], onRefresh: 'restart' }),
  service('keepalived', { running: false, enabled: false }),
  address('192.168.1.225/32', { interface: 'lo', live: true, boot: true }),
  address('192.168.1.225/24', { interface: 'em1', boot: false }),
  address('2001:db8::225/128', { interface: 'lo', live: true, boot: true }),
  address('192.168.1.225/32', null),
  command('make', { run: sh`make all`, unless: sh`[ -e /made ]` }, { refreshOn: [conf] }),
]
