import { entry, knownHostsFile, loginKeyFile } from '../../../lab/index.ts'
import { type Changes, hosts, secrets, vars } from './case.ts'
import { between, one, withRole } from './extra-role.ts'

/** A mistake, or a mishap, that shows only on a host. */
export interface HostCase extends Changes {
  readonly title: string
  /** As root on dir1: what goes wrong there, and how to put it right again. */
  readonly before?: string
  readonly after?: string
  readonly words?: readonly string[]
  readonly access?: readonly string[]
  readonly code: 1 | 3 | 4
  /** Whose fault: the first line of the block that tells of it, or the place in a file. */
  readonly who?: string
  readonly wrong: string
  readonly todo: string
  /** Paths that a run rightly leaves new or changed: steps before the one that failed, and marks of a reload that is due. */
  readonly leaves?: readonly string[]
}

/** Logins may be slow on a busy machine. */
export const patient = ['-e', 'ansible_timeout=60']

const dir1 = 'ansible_host=192.168.1.220'
const entered = (how: string) => ({ edits: [[hosts, dir1, `${dir1} ${how}`] as const], ...withRole('[]'), words: one })
const known = ['-e', `ansible_ssh_known_hosts_file=${knownHostsFile}`, ...patient]
const keyed = (file: string) => ({ ...withRole('[]'), words: one, access: ['--private-key', file, ...known] })

/** Accounts on dir1 that cannot be used, each in its own way. */
export const makeUsers = `cd /home
  for user in plain:/bin/sh shy:/usr/sbin/nologin tied:/bin/sh late:/bin/sh; do
    name=\${user%%:*}; useradd -m -s "\${user#*:}" $name; echo $name:${secrets.wrongPassword} | chpasswd
    cp -r /root/.ssh $name/; chown -R $name $name
  done
  sed -i 's/^/command="echo not you" /' tied/.ssh/authorized_keys; chage -d 0 late`

export const removeUsers = 'for user in plain shy tied late; do userdel -rf $user; done 2>/dev/null'

/** Hosts that can't be entered. */
export const entryCases: readonly HostCase[] = [
  {
    title: 'a dead host',
    edits: [[hosts, dir1, 'ansible_host=192.168.1.230']],
    ...withRole('[]'),
    words: one,
    code: 4,
    wrong: 'connect to host 192.168.1.230 port 22: No route to host',
    todo: 'Is the host up, and is the address right (ansible_host)?',
  },
  {
    title: 'a dead host, and little patience',
    access: entry,
    edits: [[hosts, dir1, 'ansible_host=192.168.1.230 ansible_timeout=1']],
    ...withRole('[]'),
    words: one,
    code: 4,
    wrong: 'connect to host 192.168.1.230 port 22: Connection timed out (1 s)',
    todo: 'Is the host up, and does a firewall let this machine through? More time: ansible_timeout.',
  },
  {
    title: 'a host by a name that nobody knows',
    edits: [[hosts, dir1, 'ansible_host=dir1.invalid']],
    ...withRole('[]'),
    words: one,
    code: 4,
    wrong: 'dir1.invalid',
    todo: 'Check the name, or give an address with ansible_host.',
  },
  {
    title: 'a closed port',
    ...entered('ansible_port=23'),
    code: 4,
    wrong: 'connect to host 192.168.1.220 port 23: Connection refused',
    todo: 'Is sshd running there, and is this its port (ansible_port)?',
  },
  {
    title: "a web server's port",
    edits: [[hosts, dir1, 'ansible_host=192.168.1.222 ansible_port=80']],
    ...withRole('[]'),
    words: one,
    code: 4,
    wrong: '192.168.1.222:80 closed the connection before logging in',
    todo: 'Or it is no sshd that listens there (ansible_port).',
  },
  {
    title: 'a private key that is not there',
    ...keyed('/no/such/key'),
    code: 4,
    wrong: 'the private key /no/such/key does not exist',
    todo: 'Name a key that this user can read (--private-key FILE, in the inventory ansible_ssh_private_key_file), or none.',
  },
  {
    title: 'an unreadable private key',
    ...keyed('/etc'),
    code: 4,
    wrong: 'cannot read the private key /etc: it is a directory',
    todo: 'Name a key that this user can read (--private-key FILE, in the inventory ansible_ssh_private_key_file), or none.',
  },
  {
    title: 'a private key that is none',
    ...keyed('inventory/hosts'),
    code: 4,
    wrong: 'inventory/hosts: Unsupported key format',
    todo: 'ed25519, ECDSA, RSA and security keys in OpenSSH or PEM form can be used.',
  },
  {
    title: 'a public key for a private one',
    ...keyed(`${loginKeyFile}.pub`),
    code: 4,
    wrong: 'it is not a private key',
    todo: 'ed25519, ECDSA, RSA and security keys in OpenSSH or PEM form can be used.',
  },
  {
    title: 'nothing to log in with',
    ...withRole('[]'),
    words: one,
    access: known,
    code: 4,
    wrong: 'nothing to log in to 192.168.1.220 with as root: no key file, no agent, no password',
    todo: 'Name a key (--private-key FILE, in the inventory ansible_ssh_private_key_file), load one into an agent (ssh-add), or have the password asked for (-k, in the inventory ansible_password).',
  },
  {
    title: 'a user who may not log in',
    ...entered('ansible_user=nobody'),
    code: 4,
    wrong: 'nobody@192.168.1.220: Permission denied (publickey,password): tried key ',
    todo: 'Is the user right (-u, ansible_user), and the key in its authorized_keys (--private-key FILE names another)?',
  },
  {
    title: 'a wrong password',
    ...entered(`ansible_user=admin ansible_password=${secrets.wrongPassword}`),
    access: known,
    code: 4,
    wrong: 'admin@192.168.1.220: Permission denied (publickey,password): tried password',
    todo: 'Is the password right (-k, ansible_password)?',
  },
  {
    title: 'a wrong sudo password',
    ...entered(`ansible_user=admin ansible_become=true ansible_become_password=${secrets.wrongPassword}`),
    code: 4,
    wrong: 'sudo refused the password for admin',
    todo: 'Check what -K was given, or ansible_become_password.',
  },
  {
    title: 'no sudo password, where one is needed',
    ...entered('ansible_user=admin ansible_become=true'),
    code: 4,
    wrong: 'sudo wants a password for admin',
    todo: 'Have it asked for with -K, or set ansible_become_password, or allow it without one in sudoers (NOPASSWD).',
  },
  {
    title: 'a user who is not in sudoers',
    ...entered(`ansible_user=plain ansible_become=true ansible_become_password=${secrets.wrongPassword}`),
    code: 4,
    wrong: 'sudo does not allow plain to run a shell as root',
    todo: 'Add the user to sudoers (group wheel or sudo), or connect as a user who is.',
  },
  {
    title: 'nobody to become',
    ...entered('ansible_user=deploy ansible_become=true ansible_become_user=nosuch'),
    code: 4,
    wrong: 'there is no user nosuch to become',
    todo: 'Check ansible_become_user.',
  },
  {
    title: 'a login shell that is nologin',
    ...entered('ansible_user=shy'),
    code: 4,
    wrong: 'shy was let in but got no shell (exit code 1): This account is currently not available.',
    todo: 'The account needs a login shell and no forced command',
  },
  {
    title: 'a forced command',
    ...entered('ansible_user=tied'),
    code: 4,
    wrong: 'tied was let in but got no shell (exit code 0): not you',
    todo: 'The account needs a login shell and no forced command',
  },
  {
    title: 'a password that has expired',
    ...entered('ansible_user=late'),
    code: 4,
    wrong: 'late was let in but got no shell (exit code 1): Password change required but no TTY available.',
    todo: 'Change the password by hand, or have the account renewed (chage).',
  },
]

const asked = 'playbooks/one.yaml:2:11'
const failedRole = (resources: string, wrong: string, todo = '') =>
  ({
    ...withRole(resources),
    words: one,
    code: 3,
    who: asked,
    wrong: `role extra failed for host dir1: ${wrong}`,
    todo,
  }) as const
const listed = 'it must return a list of resources, but '

/** Roles that go wrong when they are called, which takes a host's facts. */
export const roleCases: readonly HostCase[] = [
  {
    title: 'a role that throws',
    ...failedRole("throw new Error('no idea what to do')", 'no idea what to do', 'playbooks/roles/extra/role.ts:6:11'),
  },
  { title: 'a role that throws text', ...failedRole("throw 'no idea'", 'no idea') },
  { title: 'a role that throws null', ...failedRole('throw null', 'null') },
  {
    title: 'a role that stumbles',
    ...failedRole(
      'return [host.vars.nothing.at(0)]',
      "Cannot read properties of undefined (reading 'at')",
      'role.ts:6:31',
    ),
  },
  { title: 'a role that returns nothing', ...failedRole('return', `${listed}returned undefined`) },
  {
    title: 'a role that returns a resource, not a list',
    ...failedRole("return file('/root/x', {})", `${listed}returned file[/root/x] without the list`),
  },
  {
    title: 'a role that returns a promise, which then breaks',
    ...failedRole("return Promise.reject(new Error('late'))", `${listed}returned a promise: a role is not async`),
  },
  {
    title: 'a role that returns something else',
    ...failedRole("[{ kind: 'file', name: '/root/x' }]", `${listed}an object that is no resource is in the list`),
  },
  {
    title: 'a resource with a bad value',
    ...failedRole("[file('etc/x', { content: '' })]", ''),
    who: 'playbooks/roles/extra/role.ts:6:13',
    wrong: 'role extra on dir1: file: the path must be an absolute path like /etc/nginx/nginx.conf, but is "etc/x"',
  },
  {
    title: 'a resource refreshed on what the role does not return',
    ...failedRole("[service('ssh', { running: true }, { refreshOn: [file('/root/x', {})] })]", 'service[ssh] ('),
  },
  {
    title: 'two roles that want the same file differently',
    files: {
      ...withRole("[file('/root/x', { content: 'one' })]").files,
      'playbooks/one.yaml': '- hosts: dir1\n  roles: [extra, other]\n',
      'playbooks/roles/other/role.ts': withRole("[file('/root/x', { content: 'other' })]").files[
        'playbooks/roles/extra/role.ts'
      ]!,
    },
    words: one,
    code: 3,
    who: 'playbooks/one.yaml:2:18',
    wrong: 'file[/root/x] is declared twice for host dir1, differently: role extra at ',
    todo: 'let one role own it, or make both want the same',
  },
  {
    title: 'an interface that a host does not have',
    edits: [[vars, 'interface: em1', 'interface: ▶em9']],
    words: ['site.yaml', '-i', 'hosts', '--limit', 'dir1'],
    code: 3,
    wrong: 'dir1 has no interface em9 (L31)',
    todo: 'Write one that it has: em1.',
  },
  {
    title: 'tags that no step has',
    ...withRole("[file('/root/x', { content: '' })]"),
    words: [...one, '--tags', 'keepalife'],
    code: 3,
    who: '--tags keepalife',
    wrong: 'no step is left',
    todo: '--list-steps shows the tags of each.',
  },
]

const conf = '/etc/keepalived/keepalived.conf'
const slower = [vars, 'delay_loop: 2', 'delay_loop: 3'] as const
const onDir1 = ['site.yaml', '-i', 'hosts', '--limit', 'dir1']
const confFailed = { words: onDir1, code: 1, who: `FAILED dir1: file[${conf}]`, leaves: ['run/lbprov'] } as const
const failing = (resource: string, name: string) =>
  ({
    ...withRole(between(resource)),
    words: one,
    code: 1,
    who: `FAILED dir1: ${name}`,
    leaves: ['root/before'],
    after: 'rm -f /root/before /root/after',
  }) as const
const sulk = (does: string) =>
  `const unit = file('/etc/systemd/system/sulk.service', { content: '[Service]\\n${does}\\n' })
    return [unit, service('sulk', { running: true }, { refreshOn: [unit] })]`
const withSulk = {
  words: one,
  code: 1,
  who: 'FAILED dir1: service[sulk]',
  after: 'rm -rf /etc/systemd/system/sulk.service /run/lbprov; systemctl daemon-reload; systemctl reset-failed',
} as const

/** Steps that fail. */
export const stepCases: readonly HostCase[] = [
  {
    title: 'a full disk',
    before: `mkdir /run/keep; cp -a /etc/keepalived/. /run/keep; mount -t tmpfs -o size=16k full /etc/keepalived
      cp -a /run/keep/. /etc/keepalived; rm -r /run/keep; cat /dev/zero >/etc/keepalived/filler 2>/dev/null; :`,
    after: 'umount /etc/keepalived; rm -r /run/lbprov',
    edits: [slower],
    ...confFailed,
    wrong: '│ sh: ',
    todo: 'when the disk is full (df, df -i)',
  },
  {
    title: 'a read-only /etc',
    before: 'mount --bind /etc /etc; mount -o remount,ro,bind /etc',
    after: 'umount /etc; rm -r /run/lbprov',
    edits: [slower],
    ...confFailed,
    wrong: 'Read-only file system',
    todo: 'the file system is mounted read-only (findmnt)',
  },
  {
    title: 'no place for the marks of a reload',
    before: ': >/run/lbprov',
    after: 'rm /run/lbprov',
    edits: [slower],
    words: onDir1,
    code: 1,
    who: 'FAILED dir1',
    wrong: "nothing was changed: mkdir: cannot create directory '/var/run/lbprov': File exists",
    todo: 'mend the cause and run again',
  },
  {
    title: 'a configuration that keepalived refuses',
    after: 'rm -r /run/lbprov; userdel keepalived_script',
    edits: [
      [vars, 'TCP_CHECK:', 'MISC_CHECK:\n      misc_path: /bin/true\n      user: nosuch\n    #'],
      [vars, '      connect_timeout: 1\n      retry: 1\n      delay_before_retry: 1\n', ''],
    ],
    ...confFailed,
    // The user of scripts is there before the file is tried.
    leaves: ['run/lbprov', 'etc/passwd', 'etc/shadow', 'etc/group', 'etc/gshadow'],
    wrong: `the new ${conf} was refused; the old one is untouched`,
    todo: 'mend the cause and run again',
  },
  {
    title: 'an unknown package',
    ...failing("pkg('keepalivedd')", 'pkg[keepalivedd]'),
    wrong: 'E: Unable to locate package keepalivedd',
    todo: 'mend the cause and run again: what is done is not repeated',
  },
  {
    title: 'a kernel module that is not there',
    ...failing("kernelModule('ip_vs_nosuch', { loaded: true })", 'kernel-module[ip_vs_nosuch]'),
    wrong: 'Module ip_vs_nosuch not found',
    todo: 'on the host: modinfo ip_vs_nosuch',
  },
  {
    title: 'a kernel setting that is not there',
    ...failing("sysctl('net.ipv4.nosuch', { value: 1 })", 'sysctl[net.ipv4.nosuch]'),
    wrong: 'the kernel has no net.ipv4.nosuch: is its module loaded?',
    todo: 'mend the cause and run again: what is done is not repeated',
  },
  {
    title: 'an owner who is not there',
    ...failing("file('/root/x', { content: '', owner: 'nosuch' })", 'file[/root/x]'),
    wrong: "chown: invalid user: 'nosuch'",
    todo: 'mend the cause and run again: what is done is not repeated',
  },
  {
    title: 'a command whose guard never comes true',
    ...failing("command('wait', { run: sh`:`, unless: sh`false` })", 'command[wait]'),
    wrong: 'did not converge: applied, and yet done is absent, not true',
    todo: 'mend the cause and run again: what is done is not repeated',
    leaves: ['root/before', 'root/after'],
  },
  {
    title: 'a command that fails',
    ...failing("command('fail', { run: sh`echo sorry >&2; exit 9`, unless: sh`false` })", 'command[fail]'),
    wrong: 'exited with 9\n  exit code 9, last output:\n    │ sorry\n',
    todo: 'mend the cause and run again: what is done is not repeated',
  },
  {
    title: 'a service that does not start',
    ...withRole(sulk('Type=oneshot\\nExecStart=/bin/false')),
    ...withSulk,
    wrong: 'Job for sulk.service failed',
    todo: 'on the host: systemctl status sulk; journalctl -u sulk -n 50',
    leaves: ['etc/systemd/system/sulk.service', 'run/lbprov', 'service'],
  },
  {
    title: 'a service that ends as soon as it is started',
    ...withRole(sulk('ExecStart=/bin/false')),
    ...withSulk,
    wrong: 'did not converge: applied, and yet running is false, not true',
    todo: 'on the host: systemctl status sulk; journalctl -u sulk -n 50',
    leaves: ['etc/systemd/system/sulk.service', 'service'],
  },
  {
    title: 'a user who is not root and does not become it',
    edits: [[hosts, dir1, `${dir1} ansible_user=deploy`]],
    ...withRole("[file('/root/x', { content: '' })]"),
    words: one,
    code: 1,
    who: 'FAILED dir1: file[/root/x]',
    wrong: 'Permission denied',
    todo: 'may the login user do that? ansible_become, or -b, makes it root',
  },
]
