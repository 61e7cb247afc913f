/** What the facts of a host made of an image must say: the beginning of the release, the rest in full. */
export interface Expected {
  readonly family: 'debian' | 'rhel'
  readonly distribution: string
  readonly release: string
  /** Left out where it depends on the engine: EL7's systemd doesn't know cgroup v2. */
  readonly init?: 'systemd' | 'sysv'
  readonly packageTool: 'apt' | 'dnf' | 'yum'
}

const rhel = (distribution: string, release: string): Expected => ({
  family: 'rhel',
  distribution,
  release,
  init: 'systemd',
  packageTool: 'dnf',
})

const debian = (distribution: string, release: string): Expected => ({
  family: 'debian',
  distribution,
  release,
  init: 'systemd',
  packageTool: 'apt',
})

/** The stock images that the suites know, for LBPROV_TEST_IMAGE. */
export const stockImages: Readonly<Record<string, Expected>> = {
  'centos:6': { family: 'rhel', distribution: 'centos', release: '6.10', init: 'sysv', packageTool: 'yum' },
  'centos:7': { family: 'rhel', distribution: 'centos', release: '7', packageTool: 'yum' },
  'quay.io/centos/centos:stream9': rhel('centos', '9'),
  'rockylinux:8': rhel('rocky', '8.'),
  'rockylinux:9': rhel('rocky', '9.'),
  'almalinux:10': rhel('almalinux', '10.'),
  'debian:12': debian('debian', '12'),
  'debian:13': debian('debian', '13'),
  'ubuntu:22.04': debian('ubuntu', '22.04'),
  'ubuntu:24.04': debian('ubuntu', '24.04'),
}

/** The lab's root filesystems as images, which need no registry: `lab/el9` is what the lab makes of EL9. */
export const labImages: Readonly<Record<string, Expected>> = {
  'lab/debian12': stockImages['debian:12']!,
  'lab/el9': rhel('rocky', '9.4'),
  'lab/el7': { ...stockImages['centos:7']!, init: 'systemd' },
  'lab/el6': stockImages['centos:6']!,
}
