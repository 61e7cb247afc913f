import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { Type } from '../../../src/model/type.ts'
import * as addresses from '../../../src/resources/addresses.ts'
import * as names from '../../../src/resources/names.ts'

const { isCidr: _, ...addressTypes } = addresses
const { ownership: _ownership, ...nameTypes } = names
const types = { ...nameTypes, ...addressTypes }

/** What is real, and what would be more than a name. */
const cases: Readonly<Record<keyof typeof types, readonly [good: readonly string[], bad: readonly string[]]>> = {
  publicKey: [
    [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here',
      'from="10.0.0.1" ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB== x\n',
      'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5',
    ],
    [
      '',
      'ssh-ed25519',
      'AAAAC3NzaC1lZDI1NTE5AAAAIJ6',
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\nssh-rsa AAAAB3NzaC1yc2EAAAADAQAC',
      'ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB\u001b',
    ],
  ],
  webUrl: [
    [
      'file:///srv/vault',
      'ftp://mirror.example/vault',
      'http://vault.centos.org',
      'https://[2001:db8::1]:8080/a/$x/?b&c=~d',
      'http://m/x/',
    ],
    [
      '',
      'vault',
      'gopher://x',
      'file:/x',
      'http://',
      'http://x\n1e touch /x',
      'http://x/ y',
      'http://x/"',
      'http://x/\\',
      'http://x/`id`',
      '-x',
    ],
  ],
  text: [['', 'a\nb', '漢字'], ['\0']],
  nameType: [
    ['a b', '漢字'],
    ['', 'a\nb', 'a\rb', '\0'],
  ],
  line: [
    ['', 'a\tb', '$(x) "&" \\ {}'],
    ['a\nb', 'a\r', '\u001b[0m', '\0', '\u009b0m'],
  ],
  path: [
    ["/etc/it's a 漢字.conf", '/'],
    ['', 'etc/x', './x', '~/x', '-x', '/a\nb', '/a\0', '/a\u001b'],
  ],
  mode: [
    ['0644', '4755'],
    ['644', '0o644', 'u+x', '0888', '06444', '0644\n'],
  ],
  owner: [
    ['root', 'www-data', '_apt', 'first.last@corp', 'CORP\\user', 'machine$', '1a'],
    ['', '-R', '--reference=/etc/shadow', 'root:root', 'a b', '0', '1000', '+0', 'a\nb', '$(id)'],
  ],
  userName: [
    ['deploy', '_x', 'a-b_9'],
    ['Deploy', '9a', '-r', 'a b', 'a:b', 'a\n', 'a'.repeat(32), '', '../x'],
  ],
  passwdPath: [
    ['/bin/bash', '/home/x y'],
    ['bin/bash', '/bin/sh:0:0', '/bin/sh\nroot2::0:0::/:/bin/sh', ''],
  ],
  packageName: [
    [
      'nginx',
      'g++',
      'libstdc++6',
      'python3.11',
      'gtk2+',
      '0ad',
      'gcc-c++',
      'NetworkManager',
      'compat-libstdc++-33',
      'java-1.8.0-openjdk',
      'libc6:i386',
      'glibc.i686',
      'linux-image-6.1.0-18-amd64',
      '389-ds-base',
      'mod_ssl',
    ],
    [
      '',
      'nginx-',
      'nginx=1.0',
      'nginx/testing',
      'nginx*',
      'ngin?',
      '[a]',
      '^nginx$',
      '-oDPkg::Pre-Invoke::=touch /x',
      '--download-only',
      '@development',
      '/usr/bin/x',
      './x.deb',
      'http://x/y.rpm',
      'perl(Foo)',
      'a b',
      'a\nb',
      'nginx-:i386',
      'a:',
      '$(id)',
    ],
  ],
  packageVersion: [
    ['1:2.2.7-1+b2', '1.5-3.el6', '2.0~rc1', '1.0^git1', '12.2.0-14+deb12u1'],
    ['', '*', '1.0-', '-x', '1.0 nginx-', '1.0/testing', '1\n', '$(id)'],
  ],
  repositoryName: [
    ['lab', 'el9_extra', 'a-b'],
    ['', '-a', '../x', 'a.b', 'a]', 'a\nb', 'a b'],
  ],
  url: [
    [
      'http://192.168.1.1/el/$releasever/$basearch',
      'https://[2001:db8::1]/x',
      'file:/srv/x',
      'mirror+file:/x',
      'cdrom:[Debian]/',
    ],
    ['', '/srv/x', 'x', 'http://x\ngpgcheck=0', 'http://x gpgcheck=0', '-http://x', 'http://x"y', 'http://\u001b'],
  ],
  pathOrUrl: [
    ['/etc/pki/KEY', 'https://x/KEY'],
    ['', 'KEY', '/a b', '/a\nb', '-x'],
  ],
  aptWords: [
    ['./', 'bookworm', 'bookworm-updates', 'stable/updates', 'main contrib non-free-firmware'],
    ['', ' main', 'main  x', 'a\nTrusted: yes', '-x', 'a\tb'],
  ],
  serviceName: [
    [
      'nginx',
      'user@1000.service',
      'dbus-org.freedesktop.hostname1.service',
      'systemd-fsck@dev-disk-by\\x2duuid.service',
      'lvm2-pvscan@8:2',
      'ntpd',
    ],
    ['', '-H', '--root=/x', '*', 'ngin?', '../x', '/etc/x', 'a b', 'a\nb', '$(id)', '[a]'],
  ],
  moduleName: [
    ['ip_vs', 'snd-hda-intel', '8021q', 'nf_conntrack'],
    ['', '-r', '../x', 'a b', 'a\nb', 'a.b', '*', '$(id)'],
  ],
  sysctlKey: [
    [
      'net.ipv4.ip_forward',
      'net/ipv4/conf/eth0.10/arp_ignore',
      'net.ipv4.conf.br-lan.rp_filter',
      'vm.swappiness',
      'net.ipv4.conf.eth0:1.x',
      'kernel.core_pattern',
    ],
    [
      '',
      'net',
      '../../etc/passwd',
      'net..x',
      'net/../../../etc/x',
      'net/ipv4/..',
      'net/./x',
      '/net/x',
      'net/',
      'net//x',
      '-w.x',
      'a.b = 1\nc.d',
      'net.ipv4.*',
      'net/ipv4/conf/a b/x',
      'net/$(id)',
    ],
  ],
  selinuxBoolean: [
    ['httpd_can_network_connect', 'ssh_sysadm_login'],
    ['', '-P', '../x', 'a b', 'a=1', 'a\nb', '*'],
  ],
  interfaceName: [
    ['lo', 'eth0.10', 'br-lan', 'ens1f0np0', 'wlp0s20f3', 'tunl0', 'abcdefghijklmno'],
    ['', '.', '..', '-x', 'a/b', 'a b', 'a\nb', 'a%i', 'a"b', 'a:1', 'abcdefghijklmnop', '$(id)', 'a;b'],
  ],
  hostName: [
    ['lb1', 'lb1.example.org', '1', 'a-b'],
    ['', '-a', 'a-', 'a..b', '.a', 'a.', 'a b', 'a\nb', 'a_b', 'a'.repeat(65), '$(id)'],
  ],
  sudoersName: [
    ['deploy', '10-lbprov'],
    ['', 'a.b', 'a~', '-x', '../x', 'a/b', 'a\nb'],
  ],
  word: [
    ['VI_1', '192.0.2.1:80'],
    ['', 'a b', 'a\nb', 'a\tb'],
  ],
  words: [
    ['-s wrr -p 50', '-g'],
    ['', ' a', 'a  b', 'a\nb'],
  ],
  ipvsServer: [
    ['192.0.2.1:80', '[2001:db8::1]:0'],
    ['', '-C', '192.0.2.1', 'x:80', '192.0.2.1:80 -C', '192.0.2.1:80\n'],
  ],
  ipvsName: [
    ['-t 192.168.1.225:80', '-u [2001:db8::1]:53', '-f 5', '-f 5 -6', '--sctp-service 192.0.2.1:9'],
    ['', '-C', '-t x:80', '-t 192.0.2.1:80 -C', '-f 5\n-C', '-f x', '192.0.2.1:80'],
  ],
  ipAddress: [
    ['192.0.2.1', '2001:db8::1', '::'],
    ['', '1.2.3', '256.1.1.1', '::1%lo', '192.0.2.1\n', '192.0.2.1/24', 'x'],
  ],
  ipv4Address: [['192.0.2.1'], ['::1', '01.2.3.4', '1.2.3.4 dev x', '']],
  globalIpv6Address: [
    ['2001:db8::1', 'FD00::1'],
    ['fe80::1', 'FE80::1', 'febf::1', '192.0.2.1', '::1%lo', ''],
  ],
  cidr: [
    ['192.168.1.225/32', '0.0.0.0/0', '2001:db8::/128'],
    [
      '192.168.1.225',
      '192.168.1.225/33',
      '2001:db8::/129',
      '1.2.3.4/032',
      '999.1.1.1/8',
      '1.2.3.4/8/8',
      '1.2.3.4/8\n',
      '::1%lo/64',
      '',
    ],
  ],
}

describe.each(Object.entries(cases))('%s', (name, [good, bad]) => {
  const type: Type = types[name as keyof typeof types]
  test.each(good)('is %j', (value) => expect(type.accepts(value)).toBe(true))
  test.each(bad)('is not %j', (value) => expect(type.accepts(value)).toBe(false))

  if (type.schema) {
    const validate = new Ajv().compile(type.schema)
    test('is the same as a JSON Schema', () =>
      expect([...good, ...bad].filter((value) => validate(value))).toEqual(good))
  }
})
