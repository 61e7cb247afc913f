import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  clientExec,
  knownHostsFile,
  labUp,
  loginKeyFile,
  machineNamed,
  resetMachine,
  sshCommand,
} from '../../lab/index.ts'
import type { HostReport, Report } from '../../src/model/report.ts'
import { changesIn, type Ended, flavour, lbprov, on, project, root } from './support.ts'

const password = 'fresh-from-the-installer'
const host = 'rs1'
const known = ['-e', `ansible_ssh_known_hosts_file=${knownHostsFile}`]

/** A project for one fresh host; `role` puts a play of an own role after bootstrap. */
function folderWith(words: Readonly<Record<string, unknown>> = {}): string {
  const vars = {
    admin_user: 'ops',
    admin_authorized_keys: [readFileSync(`${loginKeyFile}.pub`, 'utf8').trim()],
    // EL6 has ntpd, which the lab's repository has not
    time_sync: release === 'el',
    base_packages: ['tree'],
    vault: 'file:///srv/vault',
    ...words,
  }
  return project({
    hosts: `[fresh]\nweb7 ansible_host=192.168.1.222 ansible_user=ops ansible_become=true ansible_ssh_private_key_file=${loginKeyFile}\n`,
    'group_vars/all.yml': JSON.stringify(vars),
    'bootstrap.yaml': readFileSync(`${root}/playbooks/bootstrap.yaml`, 'utf8'),
  })
}

const words = ['bootstrap.yaml', '-i', 'hosts', '--format', 'json']
const asRoot = ['-e', 'ansible_user=root', '-e', `ansible_password=${password}`, '-e', '{"ansible_become": false}']

async function run(
  cwd: string,
  ...more: readonly string[]
): Promise<{ ended: Ended; report: Report; only: HostReport }> {
  const ended = await lbprov([...words, ...more], { cwd, access: known })
  if (ended.stdout === '') throw new Error(ended.stderr)
  const report = JSON.parse(ended.stdout) as Report
  return { ended, report, only: report.hosts[0]! }
}

/** Whether a login works, by key or by password alone. */
async function letsIn(user: string, how: 'key' | 'password'): Promise<boolean> {
  if (how === 'key')
    return (
      (await clientExec([...sshCommand(host, user, ['-o', 'BatchMode=yes']).slice(sshArgsAt(user)), 'true'])).code === 0
    )
  const cwd = folderWith()
  const { code } = await lbprov([...words, '--check', ...asRoot, '-e', `ansible_user=${user}`], { cwd, access: known })
  return code === 0
}

/** sshCommand begins with what enters the lab's namespace; clientExec does that itself. */
const sshArgsAt = (user: string) => sshCommand(host, user).indexOf('ssh')

const release = flavour(host)
const reload = { debian: 'service ssh reload', el: 'systemctl reload sshd', el6: 'service sshd reload' }[release]

/** As an installer leaves a host: root with a password, sshd that takes it, no keys. CentOS: mirrors that are gone. */
async function fresh(): Promise<void> {
  await labUp()
  await resetMachine([host])
  if (isCentos) await on(host, mirrored)
  await on(
    host,
    `echo root:${password} | chpasswd; rm -f /etc/ssh/sshd_config.d/lab.conf; sed -i '1i PermitRootLogin yes' /etc/ssh/sshd_config; ${reload}`,
  )
}

const image = machineNamed(host).image
const isCentos = ['el6', 'el7'].includes(image)
const kept = image === 'el6' ? '6.10' : '7.9.2009'
const repositories = '/etc/yum.repos.d/CentOS-Base.repo'

/** The lab's own repository stands for the vault; the only way to it is the file that CentOS has, once it is changed. */
const mirrored = `
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

describe('a fresh host with a root password', () => {
  beforeAll(fresh)
  // the other suites come in as root
  afterAll(() => resetMachine([host]))

  test('a key that is nobody’s would lock everybody out: the host takes it back, and root gets in as before', async () => {
    const before = (await on(host, 'cat /etc/ssh/sshd_config')).stdout
    const stranger = project({})
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-N', '', '-f', `${stranger}/id`])
    const keys = [readFileSync(`${stranger}/id.pub`, 'utf8').trim()]
    const { ended, only } = await run(folderWith({ admin_authorized_keys: keys }), ...asRoot)
    expect([ended.code, only.outcome]).toEqual([1, 'failed'])
    expect(JSON.stringify(only.steps)).toMatch(/not confirmed: no way in as ops.*the host has taken it back/)
    expect((await on(host, 'cat /etc/ssh/sshd_config')).stdout).toBe(before)
    expect(await letsIn('root', 'password')).toBe(true)
  })

  test('is entered once as root, and lets only the admin user in afterwards', async () => {
    const cwd = folderWith()
    const check = await run(cwd, '--check', ...asRoot)
    const first = await run(cwd, ...asRoot)
    expect([check.ended.code, first.ended.code], JSON.stringify(first.only, null, 1)).toEqual([0, 0])
    expect(changesIn(first.report)).toEqual(changesIn(check.report))
    expect(await letsIn('ops', 'key')).toBe(true)
    expect(await letsIn('root', 'key')).toBe(false)
    expect(await letsIn('root', 'password')).toBe(false)
  })

  test('the second run, as the admin user, changes nothing, and nothing is left behind', async () => {
    const { ended, report } = await run(folderWith())
    expect([ended.code, changesIn(report)]).toEqual([0, []])
    const { stdout } = await asAdmin(
      'sudo sh -c "ls -d /var/run/lbprov 2>/dev/null; pgrep -fl [l]b_undo=; uname -n; id -un"',
    )
    expect(stdout).toBe('web7\nroot\n')
  })

  test.runIf(isCentos)(
    'packages come from the vault; who asked CentOS’s mirrors is kept beside, what is checked stays',
    async () => {
      const { stdout } = await asAdmin(
        `sudo sh -c 'cmp /root/as-installed ${repositories}.lbprov-save && grep -v -e ^baseurl -e mirrorlist= ${repositories}; rpm -q --qf "%{NAME}\\n" tree'`,
      )
      expect(stdout).toBe(
        '[base]\nname=CentOS-$releasever - Base\ngpgcheck=0\n\n[updates]\nname=CentOS-$releasever - Updates\nenabled=0\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS\ntree\n',
      )
      const urls = (await asAdmin(`grep -e ^baseurl -e ^mirrorlist ${repositories}`)).stdout
      expect(urls).toBe(
        ['os', 'updates'].map((name) => `baseurl=file:///srv/vault/${kept}/${name}/$basearch/\n`).join(''),
      )
    },
  )

  test('site playbooks go on as the admin user', async () => {
    const cwd = folderWith()
    const { code, stderr } = await lbprov(['site.yaml', '-i', 'hosts', '--list-hosts'], { cwd: root })
    expect([code, stderr]).toEqual([0, ''])
    expect((await run(cwd, '--check')).ended.code).toBe(0)
  })

  test('sshd words that it does not know are refused, and the host stays as it is', async () => {
    const before = (await asAdmin('sudo cat /etc/ssh/sshd_config')).stdout
    const { ended, only } = await run(folderWith({ permit_root_login: 'without-password' }))
    expect([ended.code, only.outcome]).toEqual([0, 'changed'])
    await asAdmin(`sudo sh -c 'printf "%s\\n" "Nonsense yes" >>/etc/ssh/sshd_config'`)
    const broken = await run(folderWith({ permit_root_login: 'no' }))
    expect([broken.ended.code, broken.only.outcome]).toEqual([1, 'failed'])
    expect(JSON.stringify(broken.only.steps)).toMatch(/Bad configuration option: Nonsense/)
    expect(await letsIn('ops', 'key')).toBe(true)
    await asAdmin(`sudo sed -i '/^Nonsense yes$/d' /etc/ssh/sshd_config`)
    expect((await run(folderWith())).ended.code).toBe(0)
    expect((await asAdmin('sudo cat /etc/ssh/sshd_config')).stdout).toBe(before)
  })
})

const asAdmin = (command: string) => clientExec([...sshCommand(host, 'ops').slice(sshArgsAt('ops')), command])
