import { readFileSync } from 'node:fs'
import {
  clientExec,
  knownHostsFile,
  labUp,
  loginKeyFile,
  machineNamed,
  type Outcome,
  resetMachine,
  sshCommand,
} from '../../lab/index.ts'
import type { HostReport, Report } from '../../src/model/report.ts'
import { type Ended, flavour, lbprov, on, project, root } from './support.ts'

/** What bootstrap makes of it. */
export interface Bootstrapped {
  readonly ended: Ended
  readonly report: Report
  readonly only: HostReport
}

/** A machine as an installer leaves a host, called web7, and the ways into it. */
export interface FreshHost {
  /** Root with a password, sshd that takes it, no keys. CentOS: mirrors that are gone. */
  readonly reset: () => Promise<void>
  /** A project for it, with these words beside what the lab needs. */
  readonly folder: (words?: Readonly<Record<string, unknown>>) => string
  /** Bootstraps it, as the admin user unless told otherwise. */
  readonly run: (cwd: string, ...more: readonly string[]) => Promise<Bootstrapped>
  /** Whether a login works, by key or by password alone. */
  readonly letsIn: (user: string, how: 'key' | 'password') => Promise<boolean>
  readonly asAdmin: (command: string) => Promise<Outcome>
}

const password = 'fresh-from-the-installer'
const words = ['bootstrap.yaml', '-i', 'hosts', '--format', 'json']
const access = ['-e', `ansible_ssh_known_hosts_file=${knownHostsFile}`]

/** The first time, by the password. */
export const asRoot = [
  '-e',
  'ansible_user=root',
  '-e',
  `ansible_password=${password}`,
  '-e',
  '{"ansible_become": false}',
]

export const repositories = '/etc/yum.repos.d/CentOS-Base.repo'

export function isCentos(host: string): boolean {
  return ['el6', 'el7'].includes(machineNamed(host).image)
}

/** Of CentOS's releases the last, as the vault has it. */
export function keptRelease(host: string): string {
  return machineNamed(host).image === 'el6' ? '6.10' : '7.9.2009'
}

/** The lab's own repository stands for the vault; the only way to it is the file that CentOS has, once it is changed. */
const mirrored = (kept: string) => `
  mkdir -p /srv/vault/${kept}/os; ln -s /srv/repo /srv/vault/${kept}/os/x86_64
  sed -i 's/^enabled=1/enabled=0/' /etc/yum.repos.d/lab.repo
  cat >${repositories} <<'END'
[base]
name=CentOS-$releasever - Base
mirrorlist=http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=os&infra=$infra
#baseurl=http://mirror.centos.org/centos/$releasever/os/$basearch/
gpgcheck=0

[updates]
name=CentOS-$releasever - Updates
mirrorlist=http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=updates&infra=$infra
#baseurl=http://mirror.centos.org/centos/$releasever/updates/$basearch/
enabled=0
gpgcheck=1
gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS
END
  cp -p ${repositories} /root/as-installed
`

export function freshHost(host: string): FreshHost {
  const release = flavour(host)
  const reload = { debian: 'service ssh reload', el: 'systemctl reload sshd', el6: 'service sshd reload' }[release]
  const login = (user: string, options: readonly string[] = []) => {
    const command = sshCommand(host, user, options)
    // it begins with what enters the lab's namespace; clientExec does that itself
    return command.slice(command.indexOf('ssh'))
  }
  const folder = (more: Readonly<Record<string, unknown>> = {}) =>
    project({
      hosts: `[fresh]\nweb7 ansible_host=${machineNamed(host).address} ansible_user=ops ansible_become=true ansible_ssh_private_key_file=${loginKeyFile}\n`,
      'group_vars/all.yml': JSON.stringify({ ...variables(release), ...more }),
      'bootstrap.yaml': readFileSync(`${root}/playbooks/bootstrap.yaml`, 'utf8'),
    })
  return {
    folder,
    run,
    async reset() {
      await labUp()
      await resetMachine([host])
      if (isCentos(host)) await on(host, mirrored(keptRelease(host)))
      await on(
        host,
        `echo root:${password} | chpasswd; rm -f /etc/ssh/sshd_config.d/lab.conf; sed -i '1i PermitRootLogin yes' /etc/ssh/sshd_config; ${reload}`,
      )
    },
    async letsIn(user, how) {
      if (how === 'key') return (await clientExec([...login(user, ['-o', 'BatchMode=yes']), 'true'])).code === 0
      const options = [...words, '--check', ...asRoot, '-e', `ansible_user=${user}`]
      return (await lbprov(options, { cwd: folder(), access })).code === 0
    },
    asAdmin: (command) => clientExec([...login('ops'), command]),
  }
}

const variables = (release: ReturnType<typeof flavour>) => ({
  admin_user: 'ops',
  admin_authorized_keys: [readFileSync(`${loginKeyFile}.pub`, 'utf8').trim()],
  // EL6 has ntpd, which the lab's repository has not
  time_sync: release === 'el',
  base_packages: ['tree'],
  vault: 'file:///srv/vault',
})

async function run(cwd: string, ...more: readonly string[]): Promise<Bootstrapped> {
  const ended = await lbprov([...words, ...more], { cwd, access })
  if (ended.stdout === '') throw new Error(ended.stderr)
  const report = JSON.parse(ended.stdout) as Report
  return { ended, report, only: report.hosts[0]! }
}
